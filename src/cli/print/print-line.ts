import type { Io } from "#src/cli/io.ts";

/** Prints a line for programs from a command that runs until it is stopped: one JSON object, `level`, `time` and `event` first. */
export function printLine(
  { stdout, clock }: Io,
  event: string,
  facts: Readonly<Record<string, string | number | boolean | null>> = {},
): void {
  const level = event === "error" ? "error" : "info";
  stdout.write(`${JSON.stringify({ level, time: new Date(clock.now()).toISOString(), event, ...facts })}\n`);
}
