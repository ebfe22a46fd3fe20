import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { PersonDocument } from "#src/cli/documents/people-documents.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { printJson } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

/** Print all that is known of an address, as JSON to give to its owner. */
export async function subscribersShow(address: string, options: GlobalOptions, io: Io): Promise<number> {
  return withApp(options, io, async ({ ledger, config }) => {
    const known = await showSubscriber(ledger, address, config);
    if (known === null) {
      const message = `The ledger ${ledger.name} holds nothing about ${address}.`;
      throw new LetterpressError("audience/unknown-subscriber", message);
    }
    printJson(io, known satisfies PersonDocument);
    return 0;
  });
}
