import { removeSubscriber } from "#src/audience/remove-subscriber.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import type { RemoveOptions } from "./options.ts";
import { openProject } from "#src/cli/open-project.ts";
import { print } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

/** Take one person off a list, or off every list with `all`. */
export async function subscribersRemove(address: string, options: RemoveOptions, io: Io): Promise<number> {
  const { newsletter } = await openProject(options, io);
  const { list } = options;
  if (list !== "all" && !Object.hasOwn(newsletter.lists, list)) {
    const known = [...Object.keys(newsletter.lists), "all"].join(", ");
    throw new LetterpressError(
      "audience/unknown-list",
      `Expected one of ${known}, got ${JSON.stringify(list)}.`,
    );
  }
  return withApp(options, io, async ({ ledger, config, person }) => {
    const { suppressionKey } = config;
    const { result, lists } = await removeSubscriber(ledger, address, {
      list,
      suppressionKey,
      source: person,
    });
    switch (result) {
      case "unknown":
        throw new LetterpressError(
          "audience/unknown-subscriber",
          `The ledger ${ledger.name} has no subscriber ${address}.`,
        );
      case "already":
        print(io, `${address} is not on ${list === "all" ? "any list" : list}. Nothing was changed.`);
        return 0;
      case "removed":
        print(io, `${address} was removed from ${lists.join(", ")}; no import brings this person back.`);
        return 0;
    }
  });
}
