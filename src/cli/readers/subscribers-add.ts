import { addSubscriber } from "#src/audience/add-subscriber.ts";
import { defaultList } from "#src/model/newsletter.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { printAdded } from "./print-added.ts";
import { withApp } from "#src/cli/with-app.ts";
import { namedValues } from "./named-values.ts";
import type { AddOptions } from "./options.ts";

/** Put one person on a list. Exit code 1 if that person may not be mailed. */
export async function subscribersAdd(address: string, options: AddOptions, io: Io): Promise<number> {
  const { newsletter } = await openProject(options, io);
  const list = options.list ?? defaultList(newsletter);
  const added = await withApp(options, io, async ({ ledger, config, person }) =>
    addSubscriber(ledger, address, {
      newsletter,
      list,
      suppressionKey: config.suppressionKey,
      source: person,
      attributes: namedValues(options.attribute),
      state: options.pending ? "pending" : "active",
      resubscribe: options.resubscribe === true,
      ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
    }),
  );
  return printAdded(io, added, list);
}
