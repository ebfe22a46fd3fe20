import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { acceptFindings } from "#src/app/compose/accept-findings.ts";
import { ERRORS } from "#src/model/errors.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { RuleEntry } from "#src/model/rules/rule.ts";
import { RULES } from "#src/model/rules/rules.ts";
import { acceptanceOf } from "../../scripts/reference/rules-page.ts";

type Step = RuleEntry["step"][number];

const ENTRIES: [string, RuleEntry][] = Object.entries(RULES);

/** What a folder's findings belong to; the first that fits. */
const STEPS: readonly (readonly [RegExp, Step])[] = [
  [/^src\/preflight\//, "preflight"],
  [/^src\/(?:issue\/import|app\/posts)\//, "import"],
  [/^src\/app\/site\//, "site"],
  [/^src\/app\/hosted\//, "hosted"],
  // It composes the segment of an issue's file, which `check` reads, too.
  [/^src\/app\/schedule\/choose-segment\.ts/, "reading"],
  [/^src\/app\/(?:gate|schedule|job)\//, "scheduling"],
  [/^src\/(?:issue|project|audience|model|app\/compose)\//, "reading"],
];

/** The rules that the code names, with the steps of the files that do. */
function namedIn(code: ReadonlyMap<string, string>): ReadonlyMap<string, ReadonlySet<Step>> {
  const named = new Map<string, Set<Step>>();
  for (const [path, text] of code) {
    const step = STEPS.find(([pattern]) => pattern.test(path))?.[1];
    if (step === undefined) continue;
    // Not where findings of others are looked for.
    for (const [, rule = ""] of text.matchAll(/(?<!=== |!== )"([a-z]+(?:-[a-z]+)*\/[a-z]+(?:-[a-z0-9]+)*)"/g))
      named.set(rule, (named.get(rule) ?? new Set()).add(step));
  }
  return named;
}

const code = new Map(
  globSync("src/**/*.ts", { exclude: ["src/model/rules/**", "src/cli/**"] }).map((path) => [
    path,
    readFileSync(path, "utf8"),
  ]),
);

test("every rule of the table is one that the code reports, in the step that the table names", () => {
  const named = namedIn(code);
  const wrong = ENTRIES.flatMap(([id, { step }]) => {
    const found = [...(named.get(id) ?? [])].toSorted();
    return found.join() === [...step].toSorted().join() ? [] : [`${id}: ${found.join() || "nowhere"}`];
  });
  expect(wrong).toEqual([]);
});

test("every rule of preflight says why it exists and shows what it finds", () => {
  const silent = ENTRIES.filter(
    ([, { step, why = "", example = "" }]) =>
      step.includes("preflight") && (why.length < 20 || example === ""),
  );
  expect(silent.map(([id]) => id)).toEqual([]);
});

test("a finding that is made by hand has a rule of the table, or the code of an error", () => {
  const known = new Set([...Object.keys(RULES), ...Object.keys(ERRORS)]);
  const made = [...code].flatMap(([path, text]) =>
    [...text.matchAll(/\brule: "([^"]+\/[^"]+)"/g)].map(([, rule = ""]) => ({ path, rule })),
  );
  expect(made.length).toBeGreaterThan(15);
  expect(made.filter(({ rule }) => !known.has(rule))).toEqual([]);
});

test("the reference says of each rule whether accepting works", () => {
  const wrong = ENTRIES.flatMap(([id, entry]) => {
    const said = acceptanceOf(entry);
    const works = acceptances(id, entry);
    const holds = {
      yes: works.length > 0 && !works.includes(false),
      "the warning": works.includes(true),
      "where preflight finds it": works.includes(true) && works.includes(false),
    }[said];
    return (holds ?? !works.includes(true)) ? [] : [`${id}: ${said || "quiet"}, but ${works.join()}`];
  });
  expect(wrong).toEqual([]);
});

/** Whether an issue's `accept:` makes a finding of the rule quiet, for each of its steps and severities that are not quiet by themselves. */
function acceptances(id: string, { step, severity }: RuleEntry): boolean[] {
  // Later steps collect their findings apart, where no issue accepts any.
  const stages = (["made", "judged"] as const).filter((stage) =>
    step.includes(stage === "made" ? "reading" : "preflight"),
  );
  const loud = severity.filter((one) => one !== "info" && !(one === "error" && step.includes("scheduling")));
  const issue = { path: "issues/a.md", accept: [{ rule: id, reason: "So be it." }], keyPlaces: {} };
  const place = { file: issue.path, line: null, column: null, fix: null };
  return stages.flatMap((stage) =>
    loud.map((one) => {
      const finding: Finding = { rule: id, severity: one, message: "Something.", hint: null, ...place };
      const findings = acceptFindings(issue as unknown as Issue, { made: [], [stage]: [finding] });
      return findings.every((found) => found.severity === "info");
    }),
  );
}
