import type { Io } from "#src/cli/io.ts";
import { print } from "#src/cli/print/print.ts";

/** Print what became of a person who was to be taken off `list`, in a ledger or at Resend. Returns the exit code. */
export function printRemoved(
  io: Io,
  { result, lists }: { readonly result: "removed" | "already"; readonly lists: readonly string[] },
  { address, list }: { readonly address: string; readonly list: string },
): number {
  print(
    io,
    result === "removed"
      ? `${address} was removed from ${lists.join(", ")}; no import brings this person back.`
      : `${address} is not on ${list === "all" ? "any list" : list}. Nothing was changed.`,
  );
  return 0;
}
