import { removeContact } from "#src/app/contacts/remove-contact.ts";
import { expectList } from "#src/app/contacts/contact-lists.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { printRemoved } from "#src/cli/readers/print-removed.ts";
import type { RemoveOptions } from "#src/cli/readers/options.ts";
import { withHosted } from "./with-hosted.ts";

/** Take one person off a list, or off every list of this newsletter with `all`. */
export async function subscribersRemove(address: string, options: RemoveOptions, io: Io): Promise<number> {
  const { list } = options;
  return withHosted(options, io, async (hosted, { newsletter }) => {
    if (list !== "all") expectList(newsletter, list);
    const { result, lists } = await removeContact(hosted, address, { newsletter, list });
    if (result === "unknown")
      throw new LetterpressError("audience/unknown-subscriber", `Resend has no contact ${address}.`);
    return printRemoved(io, { result, lists }, { address, list });
  });
}
