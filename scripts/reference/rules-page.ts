import type { RuleEntry } from "#src/model/rules/rule.ts";
import { RULES } from "#src/model/rules/rules.ts";
import { table } from "./table.ts";

type Step = RuleEntry["step"][number];

const HEAD = `# Rules

Every rule that finds something in an author's files, by its id. \`letterpress check\` prints the id at the end of a finding's line. An **error** keeps an
issue from being scheduled and sent, a **warning** is printed, **info** is quiet.

An issue accepts a finding, with a reason, in its front matter:

\`\`\`yaml
accept:
  - rule: subject/too-long
    reason: The name of the book is that long.
\`\`\`

It then is quiet. For all issues, \`rules\` in newsletter.config.ts gives a rule another severity, or turns it off:

\`\`\`ts
rules: { "link/generic-text": "error", "subject/too-long": "off" },
\`\`\`

A rule that protects readers can only be raised. Under **Accept**: *yes* where that works; *no* where something could not be read or rendered, and no reason puts it into the email, or where
a reader would pay for it. Where a file stops at an error of Letterpress, the rule is the error's code: see [errors](errors.md).
`;

const STEPS: Readonly<Record<Step, readonly [title: string, about: string]>> = {
  reading: [
    "Reading",
    "Found whenever an issue is read and rendered: in its file, its pictures and its template. What cannot be read is an error, and nothing else is stopped by it.",
  ],
  preflight: [
    "Preflight",
    "Found in an issue and its email that were made without a fault. [What is checked](../preflight.md) has a paragraph about each: why, an example, what to do.",
  ],
  scheduling: [
    "Scheduling",
    'Found when an issue is scheduled or sent, and by each pass of the job, with `audience: "ledger"`.',
  ],
  hosted: [
    "Handing over to Resend",
    'Found by `tick`, `plan`, `schedule` and `send` with `audience: "resend"`, beside those above.',
  ],
  import: ["Importing posts", "Found by `letterpress import posts`, at the line of the new file."],
  site: ["Building a site", "Found by `letterpress build --site`."],
};

/** Every rule in Markdown, by the first step that finds it. */
export function rulesPage(): string {
  const rules: [string, RuleEntry][] = Object.entries(RULES);
  const sections = Object.entries(STEPS).map(([step, [title, about]]) => {
    const own = rules
      .filter(
        ([
          ,
          {
            step: [first],
          },
        ]) => first === step,
      )
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    const rows = own.map(([id, rule]) => rowOf(id, rule, step === "preflight"));
    const heads = ["Rule", "Severity", "Accept", "What is wrong", "What to do"];
    return `## ${title}\n\n${about}\n\n${table(step === "preflight" ? heads.slice(0, 3) : heads, rows)}`;
  });
  return `${[HEAD.trim(), ...sections].join("\n\n")}\n`;
}

function rowOf(id: string, rule: RuleEntry, isTold: boolean): readonly string[] {
  const name = isTold ? `[\`${id}\`](../preflight.md#${id.replace("/", "")})` : `\`${id}\``;
  const head = [name, rule.severity.join(", "), acceptanceOf(rule)];
  return isTold ? head : [...head, rule.means, rule.fix];
}

/** Whether `accept:` silences a rule, in words. */
export function acceptanceOf({ severity, step, protects }: RuleEntry): string {
  const composed = step.includes("reading") || step.includes("preflight");
  const isLoud = severity.some((one) => one !== "info");
  if (!composed || protects === true || !isLoud) return isLoud || !composed ? "no" : "";
  if (!severity.includes("error")) return "yes";
  // An issue cannot accept an error of a later step.
  if (step.includes("scheduling")) return severity.includes("warning") ? "the warning" : "no";
  if (!step.includes("preflight")) return severity.includes("warning") ? "the warning" : "no";
  return step.includes("reading") ? "where preflight finds it" : "yes";
}
