import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { SEEDED_FAULTS, seedFault } from "../scripts/prove/faults.ts";

test("every fault that `npm run prove` seeds still finds its place in the sender", async () => {
  const stale: string[] = [];
  for (const fault of SEEDED_FAULTS) {
    try {
      seedFault(fault, await readFile(fault.file, "utf8"));
    } catch (error) {
      stale.push((error as Error).message);
    }
  }
  expect(stale).toEqual([]);
});
