import { CompletionItemKind } from "vscode-languageserver";
import { DIRECTIVES } from "#src/issue/body/directives/directives.ts";
import { TONES } from "#src/issue/body/read-blocks.ts";
import { FILTERS } from "#src/issue/merge-tags/filters.ts";
import { URL_TAGS } from "#src/model/merge-tag.ts";
import { attributesOf } from "#src/model/newsletter.ts";
import { asksAddress } from "#src/model/states.ts";
import type { Around } from "#src/editor/around.ts";
import type { Cursor } from "#src/editor/cursor.ts";
import type { Choice } from "./choice.ts";
import { issueChoices, pictureChoices } from "./file-choices.ts";

type On<K extends Cursor["kind"]> = Extract<Cursor, { kind: K }>;

export function tagChoices({ project, issue }: Around): readonly Choice[] {
  const asks = asksAddress(issue?.trigger ?? null);
  const attributes = asks ? [] : Object.entries(attributesOf(project.newsletter));
  const urls = Object.entries(URL_TAGS).filter(([name]) =>
    asks ? name === "urls.confirm" || name === "urls.web" : name !== "urls.confirm",
  );
  return [
    ...attributes.map(([name, { type }]) => ({ label: `subscriber.${name}`, detail: type })),
    ...urls.map(([label, about]) => ({ label, about })),
  ];
}

export function filterChoices(): readonly Choice[] {
  return Object.entries(FILTERS).map(([label, { takes, about }]) => ({
    label,
    text: takes[0] > 0 ? `${label}: ` : label,
    ...(takes[0] > 0 ? { snippet: `${label}: "$1"` } : {}),
    kind: CompletionItemKind.Function,
    about,
  }));
}

export function calloutChoices(): readonly Choice[] {
  return TONES.map((tone) => ({
    label: `[!${tone.toUpperCase()}]`,
    snippet: `[!${tone.toUpperCase()}]\n> $0`,
  }));
}

/** Directives of a form, and the newsletter's own blocks, which have both forms. */
export function directiveChoices(
  { form }: On<"directive">,
  { project: { blocks } }: Around,
): readonly Choice[] {
  const end = form === "container" ? "\n$0\n:::" : "$0";
  const known = Object.entries(DIRECTIVES).filter(([, { forms }]) => forms.includes(form));
  return [
    ...known.map(([label, { attributes, wordless, about }]) => {
      const [first] = attributes;
      const words = wordless === true || form === "container" || label === "snippet" ? "" : "[$1]";
      const needed =
        label === "snippet" ? "{$2}" : first === "href" || first === "segment" ? `{${first}="$2"}` : "";
      return { label, snippet: `${label}${words}${needed}${end}`, kind: CompletionItemKind.Keyword, about };
    }),
    ...blocks.map((label) => ({
      label,
      snippet: `${label}[$1]{$2}${end}`,
      kind: CompletionItemKind.Module,
      detail: `templates/blocks/${label}`,
    })),
  ];
}

export async function attributeChoices(
  { directive }: On<"attribute">,
  around: Around,
): Promise<readonly Choice[]> {
  if (directive === "snippet")
    return around.project.snippets.map(({ name, text }) => ({ label: name, about: text }));
  if (around.project.blocks.includes(directive)) {
    const own = (await around.attributesOfBlocks())[directive] ?? {};
    return Object.entries(own).map(([name, { description }]) => ({
      ...attributeChoice(name),
      ...(description === undefined ? {} : { about: description }),
    }));
  }
  const known = Object.hasOwn(DIRECTIVES, directive) ? DIRECTIVES[directive] : undefined;
  return (known?.attributes ?? []).map((name) => ({
    ...(name === "secondary" ? { label: name } : attributeChoice(name)),
    about: known?.about ?? "",
  }));
}

function attributeChoice(name: string): Choice {
  return { label: name, text: `${name}=`, snippet: `${name}="$1"`, kind: CompletionItemKind.Property };
}

export async function attributeValueChoices(
  { directive, attribute, typed }: On<"attribute-value">,
  around: Around,
): Promise<readonly Choice[]> {
  const { newsletter } = around.project;
  if (around.project.blocks.includes(directive)) {
    const own = (await around.attributesOfBlocks())[directive]?.[attribute];
    if (own?.choices !== undefined) return own.choices.map((label) => ({ label }));
  }
  switch (attribute) {
    case "href":
    case "url":
      return issueChoices(typed, around);
    case "image":
    case "logo":
    case "src":
      return pictureChoices(around);
    case "section":
      return Object.entries(newsletter.sections).map(([label, { title }]) => ({ label, detail: title }));
    case "tag":
      return [...new Set(around.project.issues.flatMap(({ issue }) => issue?.tags ?? []))].map((label) => ({
        label,
      }));
    case "segment":
      return Object.entries(attributesOf(newsletter)).map(([name, { type }]) => ({
        label: `${name}:`,
        detail: type,
      }));
    case "index":
      return (around.issue?.[directive === "author" ? "authors" : "guests"] ?? []).map(({ name }, index) => ({
        label: String(index),
        detail: name,
      }));
    case "name":
      return directive === "snippet" ? around.project.snippets.map(({ name }) => ({ label: name })) : [];
    default:
      return [];
  }
}
