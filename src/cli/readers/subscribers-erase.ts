import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import type { YesOptions } from "./options.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import { print } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

/** Forget a person. Asks first: nothing brings back what is erased. */
export async function subscribersErase(
  address: string,
  options: GlobalOptions & YesOptions,
  io: Io,
): Promise<number> {
  return withApp(options, io, async ({ ledger, config, person }) => {
    if (options.yes !== true) {
      const question = `This erases ${address} from ${ledger.name} for good.`;
      await confirm(question, io, "nothing was erased");
    }
    const { known, pendingBatches, compacted } = await eraseSubscriber(ledger, address, {
      suppressionKey: config.suppressionKey,
      source: person,
    });
    print(
      io,
      known
        ? `${address} is erased. What stays is an HMAC of the address in the suppressions, so that no import brings them back.`
        : `The ledger knew nothing of ${address}. The address is suppressed, so that no import brings it in.`,
    );
    for (const { issue, n, state } of pendingBatches) {
      print(
        io,
        `Batch ${n} of ${issue ?? "a test"} is ${state} and may still be posted: it keeps the address until it settles, and loses it then.`,
      );
    }
    if (!compacted) {
      print(
        io,
        "Another process kept the database busy, so its file still holds what was deleted. Run the command again when it is quiet; a running `serve` tries again by itself.",
      );
    }
    print(
      io,
      "Resend keeps its own logs, and backups made before today hold the address: erase it there too.",
    );
    return 0;
  });
}
