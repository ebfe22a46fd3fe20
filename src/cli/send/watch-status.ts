import { setTimeout as wait } from "node:timers/promises";
import { recentOf } from "#src/app/sends/recent-of.ts";
import type { SendState } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendStatus, needsPerson, readStatus } from "#src/store/sends/status.ts";
import type { Io } from "#src/cli/io.ts";
import { print } from "#src/cli/print/print.ts";
import { progressLine } from "./progress-line.ts";

const MOVING: readonly SendState[] = ["planning", "submitting"];
/** Outside a terminal a line that changes every second would fill a log. */
const LINES_EVERY_MS = 10_000;

/** Looks again every second until nothing moves by itself, or until stopped. A scheduled send named by its slug is waited for. */
export async function watchStatus(ledger: Ledger, slug: string | null, io: Io): Promise<void> {
  let printedAt = -Infinity;
  for (;;) {
    const now = ledger.clock.now();
    const moving = (await readStatus(ledger.db, slug)).filter((status) => moves(status, slug !== null));
    if (moving.length === 0 || io.signal.aborted) break;
    const lines = await Promise.all(
      moving.map(async (status) => progressLine(status, await recentOf(ledger, status, now), now)),
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

function moves(status: SendStatus, named: boolean): boolean {
  const { send } = status;
  if (MOVING.includes(send.state)) return true;
  // An uncertain recipient may wait for a person for weeks: the caller has to read that.
  if (send.state === "settling") return !needsPerson(status);
  return send.state === "paused" ? send.resume_at !== null : named && send.state === "scheduled";
}
