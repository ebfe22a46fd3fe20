import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { print } from "#src/cli/print/print.ts";

/** What became of a person who was to be added, in a ledger or at Resend. */
type Added =
  | {
      readonly result: "added" | "updated" | "unchanged";
      readonly address: string;
      readonly state: string;
    }
  | { readonly result: "unsubscribed"; readonly address: string }
  | { readonly result: "suppressed"; readonly address: string; readonly reason: string }
  | { readonly result: "refused"; readonly reason: string };

/** Prints what became of the person. Returns the exit code; throws `usage/invalid` if the text was no address. */
export function printAdded(io: Io, added: Added, list: string): number {
  switch (added.result) {
    case "refused":
      throw new LetterpressError("usage/invalid", `Expected an address, but ${added.reason}.`, {
        hint: "Write it as name@domain.",
      });
    case "suppressed":
      print(io, `${added.address} is suppressed (${added.reason}) and was not added.`);
      return 1;
    case "unsubscribed":
      print(io, `${added.address} unsubscribed from ${list} and was not added.`);
      print(io, "If this person asked to come back, add --resubscribe.");
      return 1;
    case "added":
    case "updated":
    case "unchanged":
      print(io, `${added.address} is ${added.state} on ${list} (${added.result}). Nobody was mailed.`);
      return 0;
  }
}
