import { startOne } from "#src/app/job/start-sends.ts";
import { deliver } from "#src/app/job/tick.ts";
import type { App } from "#src/app/open-app.ts";
import { pauseOf } from "#src/model/states.ts";
import { type SendRow, sendById } from "#src/store/sends/sends.ts";
import { type SendStatus, statusOf } from "#src/store/sends/status.ts";
import type { Io } from "#src/cli/io.ts";
import { counts, print, printNote } from "#src/cli/print/print.ts";
import { showAccepted } from "#src/cli/print/show-accepted.ts";
import { atMost } from "#src/app/sends/at-most.ts";
import { nextStep } from "./next-step.ts";

/** Start a send and post it until nothing is left that could be posted now. Returns where it is then. */
export async function deliverSend(app: App, send: SendRow, slug: string, io: Io): Promise<SendStatus> {
  const { db } = app.ledger;
  // Freezing a large list takes a while, so the person reads what takes so long.
  if (send.state === "scheduled" || send.state === "planning")
    printNote(io, `Freezing the audience: ${await atMost(app.ledger, send)} …`);
  await startOne(app, send.id);
  const total = (await sendById(db, send.id))?.recipients ?? null;
  using progress = showAccepted(io);
  // Only the person at this terminal can start the sandbox again; Resend comes back by itself.
  const gone = new AbortController();
  await deliver(app, {
    signal: AbortSignal.any([io.signal, gone.signal]),
    only: send.id,
    onSettled: (_send, _claimed, result) => {
      const isGone = result.outcome === "not-accepted" && result.why === "unreachable";
      if (isGone && app.ledger.destination === "sandbox") gone.abort();
      progress.add(result, total);
    },
  });
  progress[Symbol.dispose]();
  if (gone.signal.aborted)
    printNote(io, `No sandbox answers at ${app.config.baseUrl}: \`letterpress sandbox\` starts one.`);
  return statusOf(db, (await sendById(db, send.id)) ?? send, slug);
}

/**
 * The exit code of a command that sends: 4 while recipients are uncertain, 3 if a person must end a pause other than the one
 * after a first wave, or if the command has given up on an answer.
 */
export function exitOf({ outcomes, send, errors }: SendStatus): number {
  if (outcomes.uncertain > 0) return 4;
  if (send.state === "submitting" && errors.length > 0) return 3;
  return send.state === "paused" && pauseOf(send)?.itself !== "at its time" ? 3 : 0;
}

/** Prints where a send is now, why, and what is next. */
export function printOutcome(status: SendStatus, io: Io): void {
  const { send, slug, outcomes, waiting, errors } = status;
  const wait = waiting > 0 ? ` (${waiting.toLocaleString("en")} waiting for the next wave)` : "";
  const books = counts(outcomes, ", ") || "no recipients";
  print(io, `${slug ?? send.kind} is ${send.state.replaceAll("_", " ")}: ${books}${wait}.`);
  if (send.note !== null) print(io, send.note);
  // The send is neither paused nor done: its last errors say what it waits for.
  else if (outcomes.planned > waiting) for (const line of errors) print(io, line);
  print(io, `Next: ${nextStep(status)}`);
}
