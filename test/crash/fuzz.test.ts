import { expect, test } from "vitest";
import { fuzzProject } from "./fuzz-project.ts";
import { seededRandom } from "./seeded-random.ts";

test("200 mutated issues, configs, templates and images: each tick sends the good issue that is due", async () => {
  const { wrong, faults } = await fuzzProject(200, seededRandom("q-faults"));
  expect(wrong).toEqual([]);
  expect(faults).toEqual([]);
});
