import { readFileSync } from "node:fs";
import type { RuleEntry } from "#src/model/rules/rule.ts";
import { RULES } from "#src/model/rules/rules.ts";
import { acceptanceOf } from "./rules-page.ts";
import { table } from "./table.ts";

/** How often each rule fired, as `node scripts/preflight-rates.ts` counted. */
export interface Rates {
  /** Texts of each collection. */
  readonly sound: number;
  readonly packages: number;
  /** Texts in which a rule found something; left out where it found nothing in either. */
  readonly fired: Readonly<Record<string, { readonly sound: number; readonly packages: number }>>;
}

const RATES = "scripts/preflight/rates.json";

/** docs/preflight.md with new parts between its marks: a paragraph for each rule of preflight, and how often rules of reading fire. */
export function preflightPage(page: string): string {
  const rates = JSON.parse(readFileSync(RATES, "utf8")) as Rates;
  return between(between(page, "rules", paragraphs(rates)), "rates", ratesTable(rates));
}

function between(page: string, mark: string, text: string): string {
  const marked = new RegExp(`(<!-- ${mark} -->\\n)[\\s\\S]*?(\\n<!-- end of ${mark} -->)`);
  if (!marked.test(page)) throw new Error(`docs/preflight.md has no place for the ${mark}.`);
  return page.replace(marked, (_, start: string, end: string) => `${start}\n${text}\n${end}`);
}

const ENTRIES: readonly (readonly [string, RuleEntry])[] = Object.entries(RULES);

function paragraphs(rates: Rates): string {
  return ENTRIES.filter(([, { step }]) => step.includes("preflight"))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, rule]) => paragraphOf(id, rule, rates))
    .join("\n\n");
}

function paragraphOf(id: string, rule: RuleEntry, rates: Rates): string {
  const { means, why = "", fix, example = "" } = rule;
  return [
    `### \`${id}\``,
    headOf(id, rule, rates),
    `${means} ${why}`.trim(),
    shown(example),
    `**Fix:** ${fix}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function headOf(id: string, rule: RuleEntry, { fired, sound, packages }: Rates): string {
  const accept = { yes: "can be accepted", no: "cannot be accepted", "": "quiet by itself" }[
    acceptanceOf(rule)
  ];
  const later = rule.step.filter((step) => step !== "preflight").map((step) => `also found in ${step}`);
  const { sound: one = 0, packages: other = 0 } = fired[id] ?? {};
  const rate =
    one + other === 0
      ? "found in none of the texts below"
      : `found in ${share(one, sound)} of sound issues and ${share(other, packages)} of other texts`;
  return [rule.severity.join(" or "), accept ?? `accepted ${acceptanceOf(rule)}`, ...later, rate].join(" · ");
}

/** An example that cannot be written in a line is described in words. */
function shown(example: string): string {
  if (example === "" || example.startsWith("*(")) return example;
  return `\`\`\`\n${example}\n\`\`\``;
}

function ratesTable({ fired, sound, packages }: Rates): string {
  const rows = ENTRIES.filter(([id, { step }]) => !step.includes("preflight") && fired[id] !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { severity }]) => [
      `\`${id}\``,
      severity.join(", "),
      share(fired[id]?.sound ?? 0, sound),
      share(fired[id]?.packages ?? 0, packages),
    ]);
  return table(
    ["Rule of reading", "Severity", `Sound issues (${sound})`, `Texts of packages (${packages})`],
    rows,
  );
}

function share(hits: number, of: number): string {
  return hits === 0 ? "0" : `${((100 * hits) / of).toFixed(1)} %`;
}
