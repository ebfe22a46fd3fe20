import { addContact } from "#src/app/contacts/add-contact.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { defaultList } from "#src/model/newsletter.ts";
import type { Io } from "#src/cli/io.ts";
import { print } from "#src/cli/print/print.ts";
import { namedValues } from "#src/cli/readers/named-values.ts";
import type { AddOptions } from "#src/cli/readers/options.ts";
import { withHosted } from "./with-hosted.ts";

/** Put one person on a list. Exit code 1 where that person may not be mailed. */
export async function subscribersAdd(address: string, options: AddOptions, io: Io): Promise<number> {
  if (options.pending)
    throw refuse(
      "--pending",
      "Resend has no state for who has not confirmed: add this person once they have.",
    );
  if (options.timezone !== undefined)
    throw refuse("--timezone", "A broadcast leaves at one time for everybody.");
  return withHosted(options, io, async (hosted, { newsletter }) => {
    const list = options.list ?? defaultList(newsletter);
    const added = await addContact(hosted, address, {
      newsletter,
      list,
      attributes: namedValues(options.attribute),
      resubscribe: options.resubscribe === true,
    });
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
        print(io, `${added.address} is active on ${list} (${added.result}). Nobody was mailed.`);
        return 0;
    }
  });
}

function refuse(option: string, hint: string): LetterpressError {
  return new LetterpressError("usage/invalid", `${option} needs a ledger, and subscribers live at Resend.`, {
    hint,
  });
}
