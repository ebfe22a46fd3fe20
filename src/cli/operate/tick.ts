import { tick } from "#src/app/job/tick.ts";
import { needsPerson, readStatus } from "#src/store/sends/status.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { textsOf } from "#src/cli/open-project.ts";
import { explain } from "#src/cli/print/explain.ts";
import { count, print, printNote } from "#src/cli/print/print.ts";
import { printChanges } from "#src/cli/send/print-changes.ts";
import { withApp } from "#src/cli/with-app.ts";

/**
 * Run the scheduled job once, for system cron. Exit code 4 as long as uncertain recipients wait for a person: a
 * monitor that sees only the last pass must notice them. Where something failed, the failure's exit code, after all other work.
 */
export async function tickCommand(options: GlobalOptions, io: Io): Promise<number> {
  return withApp({ ...options, mails: true }, io, async (app) => {
    const { project, changes, started, finished, failures } = await tick(app, io.signal);
    printChanges(io, changes, textsOf(project));
    for (const { send, what } of started) {
      const now = what === "failed" ? "could not start; the next pass tries again" : `is ${what}`;
      print(io, `Send ${send.public_id} ${now}.`);
    }
    for (const { send, state } of finished) {
      print(io, `Send ${send.public_id} is ${state.replaceAll("_", " ")}.`);
    }
    const nothing = changes.length + started.length + finished.length === 0;
    print(
      io,
      nothing
        ? "Nothing was due and nothing has changed."
        : `${count(changes.length, "change")} to the schedule, ${count(finished.length, "send")} finished. \`letterpress status\` shows the books.`,
    );
    const exits = failures.map((failure) => explain(failure, io));
    const waiting = (await readStatus(app.ledger.db, null, 0)).find(needsPerson);
    if (waiting === undefined) return Math.max(0, ...exits);
    const { slug, outcomes } = waiting;
    const next = `\`letterpress status ${slug}\` shows what to do`;
    printNote(io, `${count(outcomes.uncertain, "recipient")} of ${slug} are uncertain: ${next}.`);
    return exits.length === 0 ? 4 : Math.max(...exits);
  });
}
