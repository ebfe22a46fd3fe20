import type { BatchState, Outcome } from "#src/model/states.ts";
import type { HookPoint } from "#src/sandbox/faults/hooks.ts";
import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type CrashBench, crashBench, finish, isOver } from "../../test/crash/crash-bench.ts";
import { watchLedger } from "../../test/crash/watch-ledger.ts";
import { armRandomKill } from "./random-kill.ts";
import { type Context, type Result, countRequests, resultOf } from "./situation.ts";

/** A send on SQLite that is killed a few times while Resend misbehaves. */
export interface Trouble {
  readonly switches: SwitchesInput;
  readonly readers?: number;
  /** When the kills happen: at any moment, at points of a POST, or as soon as a batch is in a state. Default: two at any moment. */
  readonly kills?: readonly ("anywhere" | HookPoint | BatchState)[];
  readonly prepare?: (ledger: Ledger) => Promise<unknown>;
  /** What happens before the send is finished, and after the kills. */
  readonly between?: (bench: CrashBench) => Promise<unknown>;
  /** How many readers stay without a copy, by their outcome in the ledger; a function of how many are in doubt if the kills decide that. */
  readonly expected?:
    | Partial<Record<Outcome, number>>
    | ((uncertain: number) => Partial<Record<Outcome, number>>);
  /** Exit codes with which a tick may end besides 0 and 3; 3 means that Resend did not answer or that the send was paused. */
  readonly exits?: readonly number[];
}

const POINTS: readonly string[] = ["request", "half-read", "accepted", "answered"] satisfies HookPoint[];
const READERS = 600;

export async function sendThrough({ random }: Context, trouble: Trouble): Promise<Result> {
  const { readers = READERS, switches, prepare } = trouble;
  const exits = [0, 3, ...(trouble.exits ?? [])];
  await using bench = await crashBench({
    readers,
    switches: { rate_limit: 30, ...switches },
    ...(prepare === undefined ? {} : { prepare }),
  });
  const requests = countRequests(bench);
  for (const where of trouble.kills ?? ["anywhere", "anywhere"]) {
    if (isOver((await bench.status()).send.state)) break;
    const met = where === "anywhere" || isPoint(where) ? {} : { met: where };
    await bench.tick((kill) => arm(bench, where, random, kill), { exits, ...met });
  }
  await trouble.between?.(bench);
  await finish(bench, { exits });
  const { expected } = trouble;
  const { uncertain } = (await bench.status()).outcomes;
  return await resultOf(bench, requests(), typeof expected === "function" ? expected(uncertain) : expected);
}

function arm(
  bench: CrashBench,
  where: "anywhere" | HookPoint | BatchState,
  random: () => number,
  kill: () => void,
): Disposable {
  if (where === "anywhere") return armRandomKill(bench, random, kill);
  if (!isPoint(where)) return watchLedger(bench, ({ batches }) => batches[where] > 0, kill);
  const which = 1 + Math.floor(random() * 3);
  let seen = 0;
  return bench.sandbox.on(where, () => {
    seen += 1;
    if (seen === which) kill();
  });
}

function isPoint(where: string): where is HookPoint {
  return POINTS.includes(where);
}
