import type { tick } from "#src/app/job/tick.ts";
import type { App } from "#src/app/open-app.ts";
import { pauseOf } from "#src/model/states.ts";
import { slugOf } from "#src/store/issues/issues.ts";
import { type SendRow, sendById } from "#src/store/sends/sends.ts";
import { statusOf } from "#src/store/sends/status.ts";
import type { Io } from "#src/cli/io.ts";
import { count, print } from "#src/cli/print/print.ts";
import { printOutcome } from "#src/cli/send/deliver-send.ts";

type Moves = Pick<Awaited<ReturnType<typeof tick>>, "started" | "finished" | "tried" | "paused" | "changes">;

/**
 * What became of the sends that a pass started, tried, finished or paused. `waits`: one was paused that only a person
 * continues, so the pass must not look like one that went well.
 */
export async function printMoves(
  app: App,
  { started, finished, tried, paused, changes }: Moves,
  io: Io,
): Promise<{ readonly count: number; readonly waits: boolean }> {
  const isPaused = new Set(paused.map(({ id }) => id));
  const isFinished = new Set(finished.map(({ send }) => send.id));
  // Printed with the change of its file, and with what ends it.
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
  for (const id of new Set([...tried, ...isPaused])) {
    if (!isFinished.has(id) && !isTold.has(id)) await printIssue(app, id, io);
  }
  printTriggers(paused, io);
  const moved = new Set([...started.map(({ send }) => send.id), ...isFinished, ...tried, ...isPaused]);
  return { count: moved.size, waits: paused.some(needsSomebody) };
}

/** Whether something is wrong: a wave goes on at its time, and a person who pauses a send knows of it. */
function needsSomebody(send: SendRow): boolean {
  return send.reason !== "person" && pauseOf(send)?.itself !== "at its time";
}

/** An issue that is neither over nor where it was. */
async function printIssue(app: App, id: number, io: Io): Promise<void> {
  const { db } = app.ledger;
  const send = await sendById(db, id);
  if (send?.kind === "issue") printOutcome(await statusOf(db, send, await slug(app, send)), io);
}

/** Mails of forms that wait; there may be a thousand of them, for one reason. */
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
