import { addContact } from "#src/app/contacts/add-contact.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { defaultList } from "#src/model/newsletter.ts";
import type { Io } from "#src/cli/io.ts";
import { printAdded } from "#src/cli/readers/print-added.ts";
import { namedValues } from "#src/cli/readers/named-values.ts";
import type { AddOptions } from "#src/cli/readers/options.ts";
import { withHosted } from "./with-hosted.ts";

/** Put one person on a list. Exit code 1 if that person may not be mailed. */
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
    return printAdded(io, added, list);
  });
}

function refuse(option: string, hint: string): LetterpressError {
  return new LetterpressError("usage/invalid", `${option} needs a ledger, and subscribers live at Resend.`, {
    hint,
  });
}
