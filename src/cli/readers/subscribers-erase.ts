import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import type { Io } from "#src/cli/io.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import { print } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { YesOptions } from "./options.ts";

/** Forget a person. Asks first, because nothing brings back what is erased. */
export async function subscribersErase(address: string, options: YesOptions, io: Io): Promise<number> {
  return withApp(options, io, async ({ ledger, config, person }) => {
    if (options.yes !== true) {
      const question = `This erases ${address} from ${ledger.name} permanently.`;
      await confirm(question, io, "nothing was erased");
    }
    const by = { suppressionKey: config.suppressionKey, source: person };
    const { known, pendingBatches, compacted } = await eraseSubscriber(ledger, address, by);
    print(
      io,
      known
        ? `${address} is erased. Only an HMAC of the address stays, in the suppressions, so that no import brings it back.`
        : `The ledger held nothing about ${address}. The address is suppressed, so that no import adds it.`,
    );
    for (const { issue, n, state } of pendingBatches) {
      const until = "it keeps the address until it settles, and loses it then";
      print(io, `Batch ${n} of ${issue ?? "a test"} is ${state} and may still be posted: ${until}.`);
    }
    if (!compacted) {
      const next = "Run the command again later; a running `serve` retries by itself.";
      print(io, `Another process used the database, so its file still holds the deleted data. ${next}`);
    }
    print(io, "Resend's logs and older backups still hold the address: erase it there, too.");
    return 0;
  });
}
