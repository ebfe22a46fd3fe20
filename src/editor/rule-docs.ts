import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { ERRORS } from "#src/model/errors.ts";
import type { RuleEntry } from "#src/model/rules/rule.ts";
import { RULES } from "#src/model/rules/rules.ts";

/** The page that comes with the package: it describes this version, and needs no network. */
const PAGE = resolve(import.meta.dirname, "../../docs/reference/rules.md");
let lines: ReadonlyMap<string, number> | undefined;

function ruleEntry(rule: string): RuleEntry | null {
  const rules: Readonly<Record<string, RuleEntry>> = RULES;
  return Object.hasOwn(rules, rule) ? (rules[rule] ?? null) : null;
}

/** Explains a rule, in Markdown; null for an id that is no rule. */
export function ruleText(rule: string): string | null {
  const entry = ruleEntry(rule);
  if (entry === null) {
    const errors: Readonly<Record<string, { readonly hint: string }>> = ERRORS;
    return Object.hasOwn(errors, rule) ? `**${rule}**\n\n${errors[rule]?.hint ?? ""}` : null;
  }
  const { severity, means, fix, why, example } = entry;
  const parts = [
    `**${rule}** (${severity.join(", ")})`,
    means,
    fix,
    why,
    example && `\`\`\`\n${example}\n\`\`\``,
  ];
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** Returns the address of a rule's line in the reference; null if the reference does not list it. */
export function ruleAddress(rule: string): string | null {
  lines ??= rulesIn(PAGE);
  const line = lines.get(rule);
  // Editors read `#L12` as a line; a page on the web would have a heading's name there.
  return line === undefined ? null : `${pathToFileURL(PAGE).href}#L${line}`;
}

function rulesIn(page: string): ReadonlyMap<string, number> {
  let text = "";
  try {
    text = readFileSync(page, "utf8");
  } catch {
    // A package without its documents can still check everything.
  }
  return new Map(
    text.split("\n").flatMap((line, index) => {
      const rule = /^(?:\| |#+ )`?([a-z-]+\/[a-z-]+)`?/.exec(line)?.[1];
      return rule === undefined ? [] : [[rule, index + 1] as const];
    }),
  );
}
