import { showContact } from "#src/app/contacts/show-contact.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { PersonDocument } from "#src/cli/documents/people-documents.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { printJson } from "#src/cli/print/print.ts";
import { withHosted } from "./with-hosted.ts";

/** Print what Resend tells of an address, as JSON to give to its owner. */
export async function subscribersShow(address: string, options: GlobalOptions, io: Io): Promise<number> {
  return withHosted(options, io, async (hosted, { newsletter }) => {
    const known = await showContact(hosted, newsletter, address);
    if (known === null)
      throw new LetterpressError("audience/unknown-subscriber", `Resend has no contact ${address}.`);
    printJson(io, known satisfies PersonDocument);
    return 0;
  });
}
