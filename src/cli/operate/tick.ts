import { followBranch } from "#src/app/job/follow-branch.ts";
import { tick } from "#src/app/job/tick.ts";
import type { App } from "#src/app/open-app.ts";
import { messageOf } from "#src/model/errors.ts";
import { hasErrors } from "#src/model/finding.ts";
import { asLedgerError } from "#src/store/database/open-ledger.ts";
import { needsPerson, readStatus } from "#src/store/sends/status.ts";
import type { Io } from "#src/cli/io.ts";
import { textsOf } from "#src/cli/open-project.ts";
import { explain } from "#src/cli/print/explain.ts";
import { count, print, printNote } from "#src/cli/print/print.ts";
import { printChanges } from "#src/cli/send/print-changes.ts";
import { withApp } from "#src/cli/with-app.ts";
import { showAccepted } from "#src/cli/print/show-accepted.ts";
import type { TickOptions } from "./options.ts";
import { printMoves } from "./print-moves.ts";

/**
 * Runs the scheduled job once, for system cron. Its exit code is the first of these that applies: 4, uncertain recipients
 * wait for a person, and a monitor that sees only the last pass must notice them; 3, something failed, Resend did not answer
 * until the pass gave up, or a send was paused that waits for a person; 2, the config cannot be read; 1, an issue is not
 * scheduled because of its findings. All other work is done first.
 */
export async function tickCommand(options: TickOptions, io: Io): Promise<number> {
  const files = options.from === undefined ? undefined : await followBranch(options.project, options.from);
  return withApp({ ...options, mails: true, files }, io, async (app) => {
    const whole = await watched(app, io);
    const { project, changes, failures } = whole;
    printChanges(io, changes, project === null ? new Map() : textsOf(project));
    const moves = await printMoves(app, whole, io);
    if (changes.length + moves.count === 0) {
      print(
        io,
        failures.length === 0
          ? "Nothing was due and nothing has changed."
          : "Nothing was mailed and nothing has changed; this has failed:",
      );
    }
    const distinct = new Map(failures.map((failure) => [messageOf(failure), failure]));
    const exits = [...distinct.values()].map((failure) => explain(asLedgerError(failure, app.ledger), io));
    if (moves.fails) exits.push(3);
    if (project === null) printNote(io, "Approved issues still go out; nothing new is scheduled.");
    if (changes.some(({ findings }) => hasErrors(findings))) exits.push(1);
    const waiting = (await readStatus(app.ledger.db, null, 0)).find(needsPerson);
    if (waiting === undefined) return Math.max(0, ...exits);
    const { slug, outcomes } = waiting;
    const next = `\`letterpress status ${slug}\` shows what to do`;
    printNote(io, `${count(outcomes.uncertain, "recipient")} of ${slug} are uncertain: ${next}.`);
    return Math.max(4, ...exits);
  });
}

/** A pass may take an hour: on a terminal it shows its progress. A log keeps only its results. */
async function watched(app: App, io: Io): Promise<Awaited<ReturnType<typeof tick>>> {
  if (!io.stderr.isTTY) return tick(app, io.signal);
  using progress = showAccepted(io);
  const recipients = new Map<number, number>();
  return await tick(app, io.signal, (send, _claimed, result) => {
    if (send.kind !== "issue") return;
    recipients.set(send.id, send.recipients ?? 0);
    const total = [...recipients.values()].reduce((sum, n) => sum + n, 0);
    progress.add(result, total);
  });
}
