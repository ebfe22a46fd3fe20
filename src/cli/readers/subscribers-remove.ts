import { removeSubscriber } from "#src/audience/remove-subscriber.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { printRemoved } from "./print-removed.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { RemoveOptions } from "./options.ts";

/** Take one person off a list, or off every list with `all`. */
export async function subscribersRemove(address: string, options: RemoveOptions, io: Io): Promise<number> {
  const { newsletter } = await openProject(options, io);
  const { list } = options;
  if (list !== "all" && !Object.hasOwn(newsletter.lists, list)) {
    const known = [...Object.keys(newsletter.lists), "all"].join(", ");
    const message = `Expected one of ${known}, got ${JSON.stringify(list)}.`;
    throw new LetterpressError("audience/unknown-list", message);
  }
  return withApp(options, io, async ({ ledger, config, person }) => {
    const by = { suppressionKey: config.suppressionKey, source: person };
    const { result, lists } = await removeSubscriber(ledger, address, { ...by, list });
    if (result === "unknown") {
      const message = `The ledger ${ledger.name} has no subscriber ${address}.`;
      throw new LetterpressError("audience/unknown-subscriber", message);
    }
    return printRemoved(io, { result, lists }, { address, list });
  });
}
