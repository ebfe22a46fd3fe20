import type { SendSettings } from "#src/model/send-settings.ts";
import { instantInWords, resolveWallClock } from "#src/model/wall-clock.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendRow, changeSend, sendsIn, stepSend } from "#src/store/sends.ts";
import { planInWorker } from "./plan-in-worker.ts";
import { releaseWaves } from "./release-waves.ts";
import { LATE_MS } from "./schedule-send.ts";

export interface Started {
  readonly send: SendRow;
  readonly what: "planned" | "late";
}

/** Start every send whose time has come, and go on with plans that a crash interrupted. */
export async function startDue(ledger: Ledger): Promise<Started[]> {
  const started: Started[] = [];
  await releaseWaves(ledger);
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
    await planInWorker(ledger, send.id);
    started.push({ send, what: "planned" });
  }
  return started;
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
