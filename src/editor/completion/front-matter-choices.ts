import { CompletionItemKind } from "vscode-languageserver";
import { isAcceptable } from "#src/app/compose/accept-findings.ts";
import { attributesOf } from "#src/model/newsletter.ts";
import { RULES } from "#src/model/rules/rules.ts";
import { nextSlot, wallClockAt } from "#src/model/wall-clock.ts";
import type { Around } from "#src/editor/around.ts";
import { keysAt, schemaAt } from "#src/editor/front-matter-docs.ts";
import type { Choice } from "./choice.ts";
import { pictureChoices } from "./file-choices.ts";

/** Lists the keys that are not written yet, each with the beginning of its value. */
export function keyChoices(parents: readonly string[], text: string): readonly Choice[] {
  return keysAt(parents)
    .filter(([key]) => parents.length > 0 || !new RegExp(`^${key}:`, "m").test(text))
    .map(([key, { description, enum: choices, type, items }]) => ({
      label: key,
      text: `${key}: `,
      snippet: `${key}:${valueStart(type, items)}`,
      kind: CompletionItemKind.Property,
      ...(choices === undefined ? {} : { detail: choices.join(", ") }),
      ...(description === undefined ? {} : { about: description }),
    }));
}

/** How a value begins: a list of maps on lines of its own, other lists in brackets. */
function valueStart(type: string | undefined, items: object | undefined): string {
  if (items !== undefined && "properties" in items) return "\n  - $0";
  return type === "array" ? " [$0]" : " $0";
}

/** Lists what the value of a key may be: from the config, the folders, or the calendar. */
export async function valueChoices(path: readonly string[], around: Around): Promise<readonly Choice[]> {
  const { newsletter, templates } = around.project;
  const key = path.at(-1) ?? "";
  if (key === "image" || key === "src" || key === "logo") return pictureChoices(around);
  if (path.join(".") === "accept.rule") return ruleChoices(around);
  if (path.length > 1) return [];
  switch (key) {
    case "section":
      return titled(newsletter.sections, ({ title }) => title);
    case "series":
      return titled(newsletter.series, ({ title }) => title);
    case "list":
      return titled(newsletter.lists, ({ title }) => title);
    case "authors":
      return titled(newsletter.authors, ({ name }) => name);
    case "template":
      return templates.map((label) => ({ label }));
    case "tags":
      return tagChoices(around);
    case "lang":
      return languages(around);
    case "timezone":
      return zones(around);
    case "segment":
      return Object.entries(attributesOf(newsletter)).map(([name, { type }]) => ({
        label: `${name}:`,
        detail: type,
      }));
    case "issue":
      return numbers(around, (issue) => issue.number, "the next number");
    case "part":
      return numbers(
        around,
        (issue) => (issue.series?.key === around.issue?.series?.key ? (issue.series?.part ?? null) : null),
        "the next part of the series",
      );
    case "send_at":
      return [...slotChoices(around), ...examples(key)];
    case "date":
    case "updated":
      return [{ label: wallClockAt(around.now, newsletter.timezone).date, detail: "today" }];
    default: {
      const shape = schemaAt(path);
      if (shape?.type === "boolean") return [{ label: "true" }, { label: "false" }];
      return (shape?.enum ?? []).map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
    }
  }
}

function titled<T>(table: Readonly<Record<string, T>>, titleOf: (one: T) => string): readonly Choice[] {
  return Object.entries(table).map(([label, one]) => ({ label, detail: titleOf(one) }));
}

/** Lists the found rules that can be accepted, before all others: `accept:` is about what the editor underlines. */
function ruleChoices({ findings }: Around): readonly Choice[] {
  const found = [...new Set(findings.filter(isAcceptable).map(({ rule }) => rule))];
  const others = Object.entries(RULES).filter(([rule]) => !found.includes(rule));
  return [
    ...found.map((label) => ({ label, detail: "found in this issue" })),
    ...others.map(([label, { means }]) => ({ label, about: means })),
  ];
}

/** Lists the tags of all issues, the most used first. */
function tagChoices({ project }: Around): readonly Choice[] {
  const counts = new Map<string, number>();
  for (const { issue } of project.issues)
    for (const tag of issue?.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([label, count]) => ({ label, detail: count === 1 ? "1 issue" : `${count} issues` }));
}

function languages({ project: { newsletter } }: Around): readonly Choice[] {
  const names = new Intl.DisplayNames("en", { type: "language" });
  const known = [newsletter.lang, ...Object.keys(newsletter.languages), "en", "es", "de", "fr", "pt", "ar"];
  return [...new Set(known)].map((label) => ({ label, detail: names.of(label) ?? label }));
}

function zones({ project: { newsletter } }: Around): readonly Choice[] {
  const all = new Set([newsletter.timezone, "UTC", ...Intl.supportedValuesOf("timeZone")]);
  return [...all].map((label) => ({ label }));
}

type Issue = NonNullable<Around["issue"]>;

function numbers(
  { project, path }: Around,
  numberOf: (issue: Issue) => number | null,
  detail: string,
): readonly Choice[] {
  const others = project.issues.filter(({ source }) => source.path !== path);
  const taken = others.flatMap(({ issue }) => (issue === null ? [] : (numberOf(issue) ?? [])));
  return [{ label: String(Math.max(0, ...taken) + 1), detail }];
}

/** Offers the next free slot of the issue's section, as `send_at: next` would find it today. */
function slotChoices({ project, issue, path, now }: Around): readonly Choice[] {
  const slot = issue?.section?.slot;
  if (slot == null) return [];
  const taken = project.issues.flatMap((one) => {
    const at = one.source.path === path ? null : one.issue?.sendAt;
    return at != null && "at" in at ? [at.at] : [];
  });
  const next = nextSlot(slot, project.newsletter.timezone, now, taken);
  const detail = `the next free slot of ${issue?.section?.title}`;
  return next === null ? [] : [{ label: next.local.replace("T", " "), detail }];
}

function examples(key: string): readonly Choice[] {
  const shape = schemaAt([key]);
  return (shape?.examples ?? []).map((label) => ({
    label,
    ...(label === "next" ? { detail: "the section's next free slot" } : { detail: "an example" }),
  }));
}
