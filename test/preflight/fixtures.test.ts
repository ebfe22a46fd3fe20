import { expect, test } from "vitest";
import type { Finding } from "#src/model/finding.ts";
import type { RuleEntry } from "#src/model/rules/rule.ts";
import { RULES } from "#src/model/rules/rules.ts";
import { composeFixtures } from "./compose-fixtures.ts";
import { readFixtures, ruleOf } from "./read-fixtures.ts";

const BAD = "test/fixtures/preflight/bad";
const GOOD = "test/fixtures/preflight/good";
/** Older than `good`: what a careful author would send as it is, in seventeen languages. */
const SOUND = "test/preflight/sound";

/** Rules that no file of an author's leads to: something before preflight refuses it, and they are the second lock. */
const SECOND_LOCKS: Readonly<Record<string, string>> = {
  "subject/line-break": "reading joins the lines of front matter",
  "postal-address/missing": "a template without it fails: template/failed",
};

const ENTRIES: readonly (readonly [string, RuleEntry])[] = Object.entries(RULES);

const bad = await readFixtures(BAD);
/** Letterpress has no words in some of their languages, which is the config's affair. */
const quiet = { rules: { "words/missing": "off" } };
const sound = (await readFixtures(SOUND)).map((fixture) => ({ ...fixture, config: quiet }));
const good = [...(await readFixtures(GOOD)), ...sound];

const said = ({ severity, rule, line, message }: Finding) => `${severity} ${rule} ${line ?? "?"}: ${message}`;

test("every rule of preflight has an issue that it finds something in", () => {
  const having = new Set(bad.map(ruleOf));
  const without = ENTRIES.filter(([, { step }]) => step.includes("preflight"))
    .map(([id]) => id)
    .filter((id) => !having.has(id) && !Object.hasOwn(SECOND_LOCKS, id));
  expect(without).toEqual([]);
  expect([...having].filter((id) => !Object.hasOwn(RULES, id) || Object.hasOwn(SECOND_LOCKS, id))).toEqual(
    [],
  );
  expect(bad.length).toBeGreaterThanOrEqual(60);
});

test("each bad issue has its fault and no other error", async () => {
  const found = await composeFixtures(BAD, bad, "interview");
  const wrong = bad.flatMap((fixture) => {
    const findings = found.get(fixture.name) ?? [];
    const rule = ruleOf(fixture);
    const others = findings.filter((one) => one.severity === "error" && one.rule !== rule);
    const missed = findings.some((one) => one.rule === rule)
      ? []
      : [`${fixture.name}: ${rule} found nothing`];
    return [...missed, ...others.map((one) => `${fixture.name}: ${said(one)}`)];
  });
  expect(wrong).toEqual([]);
});

test.each(["interview", "digest"] as const)(
  "nothing is wrong with a good issue in the template %s",
  async (family) => {
    expect(good.length).toBeGreaterThanOrEqual(40);
    const found = await composeFixtures(GOOD, good, family);
    const alarms = [...found].flatMap(([name, findings]) =>
      findings.filter(({ severity }) => severity !== "info").map((one) => `${name}: ${said(one)}`),
    );
    expect(alarms).toEqual([]);
  },
);
