import type { tick } from "#src/app/job/tick.ts";
import type { App } from "#src/app/open-app.ts";
import { slugOf } from "#src/store/issues/issues.ts";
import { type SendRow, sendById, sendsIn } from "#src/store/sends/sends.ts";
import { type SendStatus, statusOf } from "#src/store/sends/status.ts";
import type { Io } from "#src/cli/io.ts";
import { count, print } from "#src/cli/print/print.ts";
import { exitOf, printOutcome } from "#src/cli/send/deliver-send.ts";

type Moves = Pick<Awaited<ReturnType<typeof tick>>, "started" | "finished" | "tried" | "paused" | "changes">;

/**
 * Prints what became of the sends that a pass started, tried, finished or paused. `fails`: a send was paused that only a person
 * continues, or the pass has given up on an answer, so it must not look like a pass that went well.
 */
export async function printMoves(
  app: App,
  { started, finished, tried, paused, changes }: Moves,
  io: Io,
): Promise<{ readonly count: number; readonly fails: boolean }> {
  const isPaused = new Set(paused.map(({ id }) => id));
  const isFinished = new Set(finished.map(({ send }) => send.id));
  // These pauses are already printed with the change of the file, and with what ends them.
  const isTold = new Set(
    changes.flatMap(({ change, send }) => (change === "waits" || change === "asks" ? (send?.id ?? []) : [])),
  );
  for (const { send, what } of started) {
    const name = await nameOf(app, send);
    if (what === "failed") print(io, `${name} could not start; the next pass tries again.`);
    else if (!isPaused.has(send.id)) print(io, `${name} is ${what}.`);
  }
  const triggers = finished.filter(({ send }) => send.kind === "trigger").length;
  if (triggers > 0) print(io, `${count(triggers, "mail")} to new readers handed over.`);
  for (const { send, state } of finished) {
    if (send.kind !== "trigger") print(io, `${await nameOf(app, send)} is ${state.replaceAll("_", " ")}.`);
  }
  const issues = paused.flatMap(({ id, kind }) => (kind === "issue" ? id : []));
  const left = new Set([...tried, ...issues]).difference(isFinished).difference(isTold);
  const statuses = await statusesOf(app, left);
  // A send that an earlier pass gave up on waits for its next try: a pass with such a send is no quiet pass either.
  const waiting = (await sendsIn(app.ledger.db, ["submitting"])).filter(({ kind }) => kind === "issue");
  const others = await statusesOf(app, new Set(waiting.map(({ id }) => id)).difference(left));
  const unanswered = [...statuses, ...others].filter(isUnanswered);
  for (const status of new Set([...statuses, ...unanswered]))
    if (status.send.kind === "issue") printOutcome(status, io);
  printTriggers(paused, io);
  printUnanswered(unanswered, io);
  const ids = [...started, ...unanswered].map(({ send }) => send.id);
  const moved = new Set([...ids, ...isFinished, ...tried, ...isPaused]);
  return { count: moved.size, fails: paused.some(needsSomebody) || unanswered.length > 0 };
}

/**
 * Whether a pause must come to somebody's knowledge: a person who paused a send knows of it, and a wave goes on at its time. A
 * wave without a time (`approve` in the config) waits for a person who may not know that it is out.
 */
function needsSomebody({ reason, resume_at: resumeAt }: SendRow): boolean {
  return reason !== "person" && resumeAt === null;
}

async function statusesOf(app: App, ids: ReadonlySet<number>): Promise<SendStatus[]> {
  const { db } = app.ledger;
  const statuses: SendStatus[] = [];
  for (const id of ids) {
    const send = await sendById(db, id);
    if (send !== undefined) statuses.push(await statusOf(db, send, await slug(app, send)));
  }
  return statuses;
}

/** Whether Resend has not answered for a send that could go on: the pass has given up, and the next one tries again. */
function isUnanswered(status: SendStatus): boolean {
  return status.send.state === "submitting" && exitOf(status) === 3;
}

/** Prints how many mails of forms Resend has not answered for. */
function printUnanswered(unanswered: readonly SendStatus[], io: Io): void {
  const triggers = unanswered.filter(({ send }) => send.kind === "trigger");
  const [first] = triggers;
  if (first === undefined) return;
  const mails = count(triggers.length, "mail");
  print(
    io,
    `${mails} to new readers could not be handed over: ${first.errors[0] ?? ""} They are tried again by themselves.`,
  );
}

/** Prints how many mails of forms wait, a line for each reason: there may be a thousand of them for the same one. */
function printTriggers(paused: readonly SendRow[], io: Io): void {
  const triggers = paused.filter(({ kind }) => kind === "trigger");
  for (const [reason, sends] of Map.groupBy(triggers, (send) => send.reason)) {
    const mails = count(sends.length, "mail");
    print(
      io,
      `${mails} to new readers wait (${reason}): ${sends[0]?.note ?? ""} They are tried again by themselves.`,
    );
  }
}

async function nameOf(app: App, send: SendRow): Promise<string> {
  return (await slug(app, send)) ?? `Send ${send.public_id}`;
}

async function slug(app: App, { issue_id: id }: SendRow): Promise<string | null> {
  return id === null ? null : slugOf(app.ledger.db, id);
}
