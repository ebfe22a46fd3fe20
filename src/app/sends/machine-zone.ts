/** The zone of this machine, by the name that people use. */
export function machineZone(zone = Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  return zone === "Etc/UTC" ? "UTC" : zone;
}
