import { ONE_STATUS } from "#src/audience/export/export-formats.ts";
import type { Io } from "#src/cli/io.ts";
import { count, printNote } from "#src/cli/print/print.ts";
import type { ExportOptions } from "./options.ts";

/** Prints who is in a file that was written, and what the system that imports it would get wrong. */
export function printExported(
  file: string | undefined,
  people: number,
  { for: target, only }: Pick<ExportOptions, "for" | "only">,
  io: Io,
): void {
  const format = target === undefined ? "" : ` for ${target}`;
  const who =
    only === undefined
      ? "including people who left and suppressed people"
      : {
          active: "only those who may be mailed",
          left: "only those who may not be mailed, unconfirmed ones among them",
          unsubscribed: "only those who left or are suppressed",
        }[only];
  printNote(io, `Wrote ${count(people, "subscriber")}${format} to ${file ?? "stdout"}, ${who}.`);
  if (only === undefined && target !== undefined && ONE_STATUS.has(target)) {
    printNote(
      io,
      `Warning: ${target} gives all rows of an import one status. Export --only active and --only left into two files, and import the second one as unsubscribed or blocked.`,
    );
  }
}
