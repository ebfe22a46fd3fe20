import { PassThrough, Writable } from "node:stream";
import { main } from "#src/cli/main.ts";
import type { CrashBench } from "./crash-bench.ts";

/** `letterpress tick` in this process, by a clock that is `aheadMs` before ours. Its exit code. */
export async function tickAt(
  bench: Pick<CrashBench, "root" | "env">,
  aheadMs: number,
): Promise<{ readonly code: number; readonly output: string }> {
  let output = "";
  const heard = (): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        output += chunk.toString();
        done();
      },
    });
  const code = await main(["tick", "--project", bench.root], {
    stdout: heard(),
    stderr: heard(),
    stdin: new PassThrough(),
    env: bench.env,
    cwd: bench.root,
    clock: { now: () => Date.now() + aheadMs },
    signal: new AbortController().signal,
  });
  return { code, output };
}

/**
 * A tick killed when Resend has accepted its `batch`th batch, before the answer is out. How many readers were in
 * flight then: at least those of one batch.
 */
export async function dieAfterAcceptance(bench: CrashBench, batch: number): Promise<number> {
  let accepted = 0;
  const killed = await bench.tick((kill) =>
    bench.sandbox.on("accepted", () => {
      accepted += 1;
      if (accepted === batch) kill();
    }),
  );
  if (!killed) throw new Error(`It was over before batch ${batch} was accepted.`);
  const { n } = await bench.ledger.db
    .selectFrom("deliveries")
    .innerJoin("batches", "batches.id", "deliveries.batch_id")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("batches.state", "=", "submitting")
    .executeTakeFirstOrThrow();
  return Number(n);
}
