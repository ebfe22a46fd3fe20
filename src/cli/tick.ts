import { tick } from "#src/app/tick.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { needsPerson, readStatus } from "#src/store/status.ts";
import { count, print, printNote } from "./print.ts";
import { printChanges } from "./print-changes.ts";
import { withApp } from "./with-app.ts";

/**
 * One pass of the scheduled job, for system cron. Exit code 4 as long as uncertain recipients wait for a person: a
 * monitor that looks at the last pass alone must see them.
 */
export async function tickCommand(options: GlobalOptions, io: Io): Promise<number> {
  return withApp(
    options,
    io,
    async (app) => {
      const { project, changes, started, finished } = await tick(app, io.signal);
      const texts = new Map(project.issues.map(({ source }) => [source.path, source.text]));
      printChanges(io, changes, texts);
      for (const { send, what } of started) print(io, `Send ${send.public_id} is ${what}.`);
      for (const { send, state } of finished) {
        print(io, `Send ${send.public_id} is ${state.replaceAll("_", " ")}.`);
      }
      const nothing = changes.length + started.length + finished.length === 0;
      print(
        io,
        nothing
          ? "Nothing was due, nothing has changed."
          : `${count(changes.length, "change")} of the schedule, ${count(finished.length, "send")} finished. \`letterpress status\` shows the books.`,
      );
      const waiting = (await readStatus(app.ledger.db, null, 0)).find(needsPerson);
      if (waiting === undefined) return 0;
      printNote(
        io,
        `${count(waiting.outcomes.uncertain, "recipient")} of ${waiting.slug} are uncertain: \`letterpress status ${waiting.slug}\` says what to do.`,
      );
      return 4;
    },
    { mails: true },
  );
}
