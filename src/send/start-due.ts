import type { Usage } from "#src/model/quota.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { instantInWords, resolveWallClock } from "#src/model/wall-clock.ts";
import { delayLateBatches } from "#src/store/delay-batches.ts";
import { firstRate } from "#src/store/first-rate.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendRow, changeSend, sendsIn, stepSend } from "#src/store/sends.ts";
import { planInProcess } from "./plan-in-process.ts";
import { releaseWaves } from "./release-waves.ts";
import { LATE_MS } from "./schedule-send.ts";

export interface Started {
  readonly send: SendRow;
  readonly what: "planned" | "late";
}

/** Asks Resend what is left of its quotas; null where it did not say. */
export type ReadUsage = () => Promise<Usage | null>;

/**
 * Start every send whose time has come, and go on with plans that a crash interrupted. Resend is asked for its quotas
 * only where something is to start: a send they cannot finish is not started. What it does not say keeps nothing back.
 */
export async function startDue(ledger: Ledger, readUsage: ReadUsage = unknown): Promise<Started[]> {
  const started: Started[] = [];
  await releaseWaves(ledger);
  for (const send of await sendsIn(ledger.db, ["submitting"]))
    if (send.kind === "issue") await delayLateBatches(ledger.db, send, ledger.clock.now());
  for (const found of await sendsIn(ledger.db, ["scheduled", "planning"])) {
    const now = ledger.clock.now();
    const send = await resolveAnew(ledger, found, now);
    if (send.state === "scheduled") {
      if (send.due_at > now) continue;
      if (now - send.due_at > LATE_MS) {
        const note = `It was due ${instantInWords(send.due_at, send.zone)} and nothing was running then.`;
        if (await stepSend(ledger.db, send.id, "scheduled", "paused", now, { reason: "late", note }))
          started.push({ send, what: "late" });
        continue;
      }
      if (!(await stepSend(ledger.db, send.id, "scheduled", "planning", now))) continue;
    }
    await planInProcess(ledger, send.id, await usageFor(ledger, send, readUsage));
    started.push({ send, what: "planned" });
  }
  return started;
}

async function unknown(): Promise<null> {
  return null;
}

/** Asked anew for each send: the one before may have used it up. Its pace begins with what Resend says of it. */
async function usageFor(ledger: Ledger, send: SendRow, readUsage: ReadUsage): Promise<Usage | null> {
  const usage = await readUsage();
  const { team } = JSON.parse(send.settings) as SendSettings;
  if (usage?.rate) await firstRate(ledger.db, team, usage.rate, ledger.clock.now());
  return usage;
}

/**
 * A wall clock is what was meant; its instant is only what it came to when it was written down. A government that has
 * changed its zone since does not move nine o'clock. A time that the new rules skip or repeat stays at its old instant.
 */
async function resolveAnew(ledger: Ledger, send: SendRow, now: number): Promise<SendRow> {
  const { local } = JSON.parse(send.settings) as SendSettings;
  if (send.state !== "scheduled" || send.wall_local === null || local !== null) return send;
  const resolved = resolveWallClock({ local: send.wall_local, zone: send.zone });
  if (resolved.kind !== "instant" || resolved.at === send.due_at) return send;
  const moved = { due_at: resolved.at };
  return (await changeSend(ledger.db, send.id, "scheduled", now, moved)) ? { ...send, ...moved } : send;
}
