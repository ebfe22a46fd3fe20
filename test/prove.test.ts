import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { everyFault } from "../scripts/prove/every-fault.ts";
import { seedFault } from "../scripts/prove/faults.ts";

test("every fault that `npm run prove` seeds still finds its place, and each has a name of its own", async () => {
  const faults = await everyFault();
  const stale: string[] = [];
  for (const fault of faults) {
    try {
      seedFault(fault, await readFile(fault.file, "utf8"));
    } catch (error) {
      stale.push((error as Error).message);
    }
  }
  expect(stale).toEqual([]);
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
});
