import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { composeFixtures } from "./compose-fixtures.ts";
import { readFixtures } from "./read-fixtures.ts";

const FOLDER = "test/fixtures/preflight/incidents";

/** The rule of each incident, as its README tells; null for one that waits for a rule. */
const RULE_OF = new Map(
  [
    ...readFileSync(`${FOLDER}/README.md`, "utf8").matchAll(
      /^\| `([\w-]+)` \|.*\| (?:`([a-z/-]+)`|waits for [\w ]+) \|$/gm,
    ),
  ].map(([, name = "", rule = null]) => [name, rule]),
);

const fixtures = await readFixtures(FOLDER);
const found = await composeFixtures(FOLDER, fixtures, "interview");

test("every incident is told with its source", () => {
  expect(fixtures.map(({ name }) => name)).toEqual([...RULE_OF.keys()].toSorted());
  expect([...RULE_OF.values()].filter((rule) => rule !== null).length).toBeGreaterThanOrEqual(20);
});

test.each([...RULE_OF].flatMap(([name, rule]) => (rule === null ? [] : [[name, rule]])))(
  "%s would have been stopped by %s",
  (name, rule) => {
    expect(found.get(name)?.map((finding) => finding.rule)).toContain(rule);
  },
);

/** A rule that comes to find one of them makes this fail: write its id into the README. */
test.each([...RULE_OF].flatMap(([name, rule]) => (rule === null ? [name] : [])))(
  "%s still waits for its rule",
  (name) => {
    const findings = found
      .get(name)
      ?.filter(({ severity, rule }) => severity !== "info" && rule !== "image/remote");
    expect(findings).toEqual([]);
  },
);
