import { expect, test } from "vitest";
import { seededRandom } from "../crash/seeded-random.ts";
import { checkMutations } from "./mutate-fixtures.ts";

/** `node scripts/preflight-mutations.ts` does two thousand. */
test("100 mutated issues are checked without a fault, each within 5 s", async () => {
  expect(await checkMutations(100, seededRandom("preflight"))).toEqual([]);
});
