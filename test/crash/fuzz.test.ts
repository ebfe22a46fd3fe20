import { expect, test } from "vitest";
import { fuzzProject } from "./fuzz-project.ts";
import { seededRandom } from "./seeded-random.ts";

// `npm run crash` mutates 2,000.
test("30 mutated issues, configs, templates and images: each tick sends the good issue that is due", async () => {
  const { wrong, faults } = await fuzzProject(30, seededRandom("q-faults"));
  expect(wrong).toEqual([]);
  expect(faults).toEqual([]);
});
