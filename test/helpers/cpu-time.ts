/**
 * How long this thread has computed while `run` ran, ms. For work that must end soon whatever it is given: a clock on the
 * wall would count what other processes do meanwhile.
 */
export function cpuTime(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
