import type { SmallDisk } from "../helpers/small-disk.ts";
import type { CrashBench } from "./crash-bench.ts";

/** A tick whose disk fills up as soon as Resend has accepted its `batch`th batch. Its exit code, and what it said. */
export async function tickOnFullDisk(
  bench: CrashBench,
  disk: SmallDisk,
  batch: number,
): Promise<{ readonly code: number | null; readonly output: string }> {
  let accepted = 0;
  using _accepted = bench.sandbox.on("accepted", () => {
    accepted += 1;
    if (accepted === batch) disk.fill();
  });
  const life = bench.start(["tick"]);
  const { code } = await life.ended;
  return { code, output: life.output() };
}
