const FORMAT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** An instant on this machine's clock: `30 Nov, 09:15:02`. */
export function timeText(at: number): string {
  return FORMAT.format(at);
}
