import { addSubscriber } from "#src/audience/add-subscriber.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { defaultList } from "#src/model/newsletter.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { print } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";
import { namedValues } from "./named-values.ts";
import type { AddOptions } from "./options.ts";

/** Put one person on a list. Exit code 1 where that person may not be mailed. */
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
      print(io, `${added.address} is ${added.state} on ${list} (${added.result}). Nobody was mailed.`);
      return 0;
  }
}
