import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { composeFixtures } from "./compose-fixtures.ts";
import { readFixtures } from "./read-fixtures.ts";

const FOLDER = "test/fixtures/preflight/incidents";

/** The rule of each incident, as its README tells. */
const RULE_OF = new Map(
  [...readFileSync(`${FOLDER}/README.md`, "utf8").matchAll(/^\| `([\w-]+)` \|.*\| `([a-z/-]+)` \|$/gm)].map(
    ([, name = "", rule = ""]) => [name, rule],
  ),
);

const fixtures = await readFixtures(FOLDER);
const found = await composeFixtures(FOLDER, fixtures, "interview");

test("every incident is told with its source", () => {
  expect(fixtures.map(({ name }) => name)).toEqual([...RULE_OF.keys()].toSorted());
  expect(RULE_OF.size).toBeGreaterThanOrEqual(20);
});

test.each([...RULE_OF])("%s would have been stopped by %s", (name, rule) => {
  expect(found.get(name)?.map((finding) => finding.rule)).toContain(rule);
});
