import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { Kysely } from "kysely";
import { type Shortage, type Usage, shortageOf } from "#src/model/quota.ts";
import { rampFor, rampQuestion } from "#src/model/ramp.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { START_LATE_MS } from "#src/model/states.ts";
import { AT_ONCE, type SendPace } from "#src/model/spread-batches.ts";
import { instantInWords, takesWave } from "#src/model/wall-clock.ts";
import { partWhere } from "#src/store/audience/part-where.ts";
import { whyEmpty } from "#src/store/audience/why-empty.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import type { InTransaction, Ledger } from "#src/store/database/ledger.ts";
import { planAudience, refreshStatistics } from "#src/store/sends/plan.ts";
import {
  PlanTaken,
  type PlanWriter,
  leavePlan,
  stepWriter,
  sweepPlans,
  takePlan,
  undoPlan,
} from "#src/store/sends/planner.ts";
import { provenSize } from "#src/store/sends/proven-size.ts";
import { readerZones } from "#src/store/audience/reader-zones.ts";
import type { Database } from "#src/store/database/schema.ts";
import { refuseNewer } from "#src/store/database/schema-version.ts";
import { DAMAGED, type SendRow, lockSend, stepSend } from "#src/store/sends/sends.ts";
import { wakeWorkers } from "#src/store/database/wake-workers.ts";
import { hasSettings, settingsOf } from "#src/store/sends/settings-of.ts";
import { isAlive, isDead, workerToken } from "./worker-token.ts";

/** How soon to look again whether another planner has ended, ms. */
const LOOK_AGAIN_MS = 200;

/**
 * Freezes the audience of a send that is in `planning`. Afterwards the send is submitting, or paused: because there is nobody
 * to mail, because what is left of Resend's quota (`usage`; null: nobody knows) is not enough, because it is late by now, or
 * because a person must first decide how it grows. On PostgreSQL this is one transaction. On SQLite, where one transaction
 * writes at a time, it is done in steps, and nothing written counts until the last of them. A crash in between leaves the send
 * in `planning`, and planning again is safe; a second planner waits for the first.
 */
export async function planSend(ledger: Ledger, sendId: number, usage: Usage | null = null): Promise<void> {
  try {
    const planned = await (ledger.dialect === "sqlite" ? stepByStep : atOnce)(ledger, sendId, usage);
    if (planned) await refreshStatistics(ledger);
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    const pause = { reason: error.reason, note: error.message };
    await stepSend(ledger.db, sendId, "planning", "paused", ledger.clock.now(), pause);
  }
  await sweepPlans(ledger);
}

/** Returns false if another process has planned the send, or has changed it meanwhile. */
async function atOnce(ledger: Ledger, sendId: number, usage: Usage | null): Promise<boolean> {
  return oneSnapshot(ledger, async (db) => {
    await refuseNewer({ ...ledger, db });
    const send = await lockSend(db, ledger.dialect, sendId);
    if (send?.state !== "planning") return false;
    const writer: PlanWriter = { each: (count, part) => part(db, 0, count), once: (part) => part(db) };
    return freeze({ ...ledger, db }, send, usage, writer);
  });
}

async function stepByStep(ledger: Ledger, sendId: number, usage: Usage | null): Promise<boolean> {
  const token = workerToken(hostname(), process.pid);
  const send = await takeWhenFree(ledger, sendId, token);
  if (send === null) return false;
  try {
    // One connection, for the sake of its temporary tables.
    return await ledger.db.connection().execute(async (db) => {
      // A canceled send of the issue may have left rows of a plan, too, and the ledger plans no reader twice for an issue.
      await sweepPlans({ db }, send.issue_id);
      await undoPlan(db, sendId, token);
      return freeze({ ...ledger, db }, send, usage, stepWriter({ ...ledger, db }, sendId, token));
    });
  } catch (error) {
    if (error instanceof PlanTaken) return false;
    throw error;
  } finally {
    // If the ledger fails, its error is already thrown; other planners then wait until this one is taken for dead.
    await leavePlan(ledger.db, sendId, token).catch(() => undefined);
  }
}

/** Waits until the send is this planner's and returns it; null if there is nothing to plan, or no longer. */
async function takeWhenFree(ledger: Ledger, sendId: number, token: string): Promise<SendRow | null> {
  const host = hostname();
  for (;;) {
    const taken = await ledger.db.transaction().execute(async (db) => {
      await refuseNewer({ db, dialect: ledger.dialect });
      return takePlan({ ...ledger, db }, sendId, token, (other) => isDead(other, host, isAlive));
    });
    if (taken !== "busy") return taken;
    await wait(LOOK_AGAIN_MS);
  }
}

async function freeze(
  ledger: InTransaction & Pick<Ledger, "destination">,
  send: SendRow,
  usage: Usage | null,
  writer: PlanWriter,
): Promise<boolean> {
  const { db, dialect, clock } = ledger;
  const now = clock.now();
  const step = (on: Kysely<Database>, to: "submitting" | "paused", changes: Parameters<typeof stepSend>[5]) =>
    stepSend(on, send.id, "planning", to, now, { ...changes, planner: null, planner_until: null });
  const email = await loadEmail(db, send.email_digest);
  if (!hasSettings(send)) return writer.once((on) => step(on, "paused", DAMAGED));
  const settings = settingsOf(send);
  const largest = await provenSize(ledger);
  let pace = AT_ONCE;
  const request = {
    sendId: send.id,
    issueId: send.issue_id,
    list: send.list,
    segment: partWhere(ledger, send, now),
    email,
    dueAt: send.due_at,
    local: settings.local,
    wave: await waveOf(ledger, send, settings),
    paceOf: (recipients: number) => (pace = paceOf(settings, recipients, largest)),
    now,
  };
  const { counts, runs } = await planAudience(ledger, request, writer);
  return writer.once(async (on) => {
    if (counts.recipients === 0) {
      const note = await whyEmpty(on, send, counts.candidates);
      return step(on, "paused", { ...counts, reason: "empty", note });
    }
    // A machine that slept during the plan would otherwise begin to mail when it wakes.
    const late = whyLate(send, clock.now());
    if (late !== null) throw new Undone("late", late);
    const frozen = { ...counts, planned_at: now, settings: JSON.stringify(asTaken(settings, pace)) };
    const short = usage === null ? null : shortageOf(runs, usage, now);
    if (short !== null) {
      const note = shortageNote(short, send.zone);
      return step(on, "paused", { ...frozen, reason: "quota", note });
    }
    const begun = await step(on, "submitting", { ...frozen, started_at: now });
    await wakeWorkers({ db: on, dialect });
    return begun;
  });
}

/** Returns why a send is too late to start without a person: nothing ran at its time, its readers may be asleep. Null if it may. */
export function whyLate({ due_at: dueAt, zone }: SendRow, now: number): string | null {
  if (now - dueAt <= START_LATE_MS) return null;
  return `It was due ${instantInWords(dueAt, zone)} but nothing was running to start it.`;
}

/** Thrown to undo a plan and pause its send. The message becomes the note; for `ramp` it asks how the send is to grow. */
class Undone extends Error {
  readonly reason: "late" | "ramp";

  constructor(reason: Undone["reason"], note: string) {
    super(note);
    this.reason = reason;
  }
}

/** Returns how fast a send may go. Throws `Undone` if it is much larger than any before and nobody has said how it is to grow. */
function paceOf(settings: SendSettings, recipients: number, largest: number): SendPace {
  const perHour = settings.perHour ?? null;
  // Readers who missed a send belong to an audience whose size was already decided about.
  if (settings.part.kind === "refused" || settings.part.kind === "dropped") return { perHour, ramp: null };
  const ramp = rampFor(settings.ramp, recipients, largest);
  if (ramp.kind === "ask") throw new Undone("ramp", rampQuestion(recipients, largest));
  return { perHour, ramp: ramp.kind === "steps" ? ramp.steps : null };
}

async function waveOf(
  ledger: InTransaction,
  { list }: SendRow,
  { wave, local, part }: SendSettings,
): Promise<SendSettings["wave"]> {
  if (wave === null || local === null) return wave;
  const zones = await readerZones(ledger, list, part.kind === "segment" ? part.rule : null);
  return takesWave(local, zones) ? wave : null;
}

/** Leaves out a ramp of the config that this send does not need: a later resume must not follow it. */
function asTaken(settings: SendSettings, pace: SendPace): SendSettings {
  const { ramp } = settings;
  return ramp?.steps && pace.ramp === null ? { ...settings, ramp: { ...ramp, steps: null } } : settings;
}

function shortageNote({ which, messages, left, resetsAt }: Shortage, zone: string): string {
  const [name, period] = which === "daily" ? ["Daily", "day"] : ["Monthly", "month"];
  const wait = resetsAt === null ? "" : `, or wait until it resets ${instantInWords(resetsAt, zone)}`;
  return (
    `${name} quota too small: needs ${inWords(messages)} in one ${period}, has ${inWords(left)} left. ` +
    `Raise the quota${wait}; then resume. If your plan allows more than its quota, resume at once.`
  );
}

function inWords(number: number): string {
  return number.toLocaleString("en");
}

/**
 * Runs `work` so that all of its statements see the ledger as it was at the first one. Planning asks the same question in
 * several statements, and the answers would not add up if readers left in between. Returns false if another process changed the
 * send meanwhile; the send is then still in `planning`, or planned.
 */
async function oneSnapshot(
  { db }: Ledger,
  work: (db: Kysely<Database>) => Promise<boolean>,
): Promise<boolean> {
  try {
    return await db.transaction().setIsolationLevel("repeatable read").execute(work);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === SERIALIZATION_FAILURE) return false;
    throw error;
  }
}

const SERIALIZATION_FAILURE = "40001";
