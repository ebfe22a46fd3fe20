import { setTimeout as wait } from "node:timers/promises";
import type { SendState } from "#src/model/states.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendStatus, readStatus, submittedSince } from "#src/store/sends/status.ts";
import type { Io } from "#src/cli/io.ts";
import { print } from "#src/cli/print/print.ts";

const MOVING: readonly SendState[] = ["planning", "submitting", "settling"];
const MINUTE_MS = 60_000;
/** Outside a terminal a line that changes every second would fill a log. */
const LINES_EVERY_MS = 10_000;

/** Look again every second until nothing moves by itself, or until stopped. A send named by its slug is waited for. */
export async function watchStatus(ledger: Ledger, slug: string | null, io: Io): Promise<void> {
  let printedAt = -Infinity;
  for (;;) {
    const now = ledger.clock.now();
    const moving = (await readStatus(ledger.db, slug)).filter((status) => moves(status, slug !== null));
    if (moving.length === 0 || io.signal.aborted) break;
    const lines = await Promise.all(
      moving.map(async (status) =>
        progressLine(status, await submittedSince(ledger.db, status.send.id, paceSince(status, now)), now),
      ),
    );
    if (io.stdout.isTTY) io.stdout.write(`\r\u001b[K${lines.join("   ")}`);
    else if (now - printedAt >= LINES_EVERY_MS) {
      for (const line of lines) print(io, line);
      printedAt = now;
    }
    await wait(1000, undefined, { signal: io.signal }).catch(() => undefined);
  }
  if (io.stdout.isTTY) io.stdout.write("\r\u001b[K");
}

/** A pause says nothing of how fast a send goes: its pace is counted from when it went on. */
function paceSince({ send }: SendStatus, now: number): number {
  return Math.max(now - MINUTE_MS, send.state === "submitting" ? send.updated_at : 0);
}

function moves({ send }: SendStatus, named: boolean): boolean {
  if (MOVING.includes(send.state)) return true;
  return send.state === "paused" ? send.resume_at !== null : named && send.state === "scheduled";
}

/** How far a send is, how fast it went over the last minute, and when it will be over at that pace. */
export function progressLine(
  { send, slug, outcomes, waiting }: SendStatus,
  recent: { readonly submitted: number; readonly since: number | null },
  now: number,
): string {
  const name = slug ?? send.kind;
  if (send.state === "scheduled") return `${name}  starts ${instantInWords(send.due_at, send.zone)}`;
  if (send.state === "planning" || send.recipients === null) return `${name}  ${send.state}`;
  const settled = send.recipients - outcomes.planned;
  const share = send.recipients === 0 ? 100 : Math.floor((settled / send.recipients) * 100);
  const parts = [
    name,
    send.reason === null ? send.state : `${send.state} (${send.reason})`,
    bar(share),
    `${share}%`,
    `${settled.toLocaleString("en")} of ${send.recipients.toLocaleString("en")}`,
  ];
  const perMs = recent.since === null ? 0 : recent.submitted / Math.max(1000, now - recent.since);
  if (perMs > 0) {
    parts.push(`${(perMs * 1000).toLocaleString("en", { maximumFractionDigits: perMs < 0.01 ? 1 : 0 })}/s`);
    const leaving = outcomes.planned - waiting;
    if (leaving > 0) parts.push(`${duration(leaving / perMs)} left`);
  }
  if (send.resume_at !== null) parts.push(`the rest follows ${instantInWords(send.resume_at, send.zone)}`);
  if (waiting > 0) parts.push(`${waiting.toLocaleString("en")} waiting`);
  if (outcomes.uncertain > 0) parts.push(`${outcomes.uncertain.toLocaleString("en")} uncertain`);
  return parts.join("  ");
}

function bar(share: number): string {
  const full = Math.round(share / 5);
  return "━".repeat(full) + "·".repeat(20 - full);
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
