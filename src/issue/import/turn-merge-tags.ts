import type { Element, ElementContent, Parents, Root } from "hast";
import { isElement, make, property, text } from "./hast.ts";
import { ourName } from "#src/issue/merge-tags/other-names.ts";
import { BUILT_IN_TAGS } from "#src/model/merge-tag.ts";
import type { Notes } from "./notes.ts";
import type { System } from "#src/issue/exports/post.ts";

/**
 * Tags for a reader's own values in other systems. `{{ … }}` is beehiiv's and Buttondown's, `{% … %}` Buttondown's conditions,
 * `%%…%%` Substack's, `{first_name, "there"}` Ghost's. `{{` and `{%` alone (OPEN) would open a tag of ours.
 */
const BRACES = String.raw`\{\{\{?[^{}\n]*\}\}\}?|\{%[^%\n]*%\}`;
const FOREIGN: Readonly<Record<System, string>> = {
  beehiiv: BRACES,
  buttondown: BRACES,
  ghost: String.raw`\{(?:first_name|name|email)(?:,\s*["“][^"”{}\n]*["”])?\}|${BRACES}`,
  substack: String.raw`%%[a-z_]+%%|${BRACES}`,
};
const OPEN = String.raw`\{\{|\{%`;

const ALWAYS = ["subscriber.first_name", "subscriber.last_name", ...BUILT_IN_TAGS.map(({ name }) => name)];

interface Around {
  readonly system: System;
  /** The attributes that newsletter.config.ts declares. */
  readonly attributes: readonly string[];
}

/** Turns merge tags of other systems into ours. A tag without a counterpart becomes code, where nothing evaluates it, with a finding. */
export function turnMergeTags(root: Root, around: Around, notes: Notes): void {
  const pattern = new RegExp(`${FOREIGN[around.system]}|${OPEN}`, "giu");
  const visit = (parent: Parents) => {
    const children: ElementContent[] = [];
    for (const child of parent.children) {
      if (child.type === "text") children.push(...turned(child.value, pattern, around, notes));
      else if (child.type !== "doctype") children.push(child);
      if (!isElement(child)) continue;
      turnAttributes(child, pattern, around);
      // In code a tag is text, in both systems.
      if (!isElement(child, "code", "pre")) visit(child);
    }
    parent.children = children;
  };
  visit(root);
}

function turned(value: string, pattern: RegExp, around: Around, notes: Notes): ElementContent[] {
  const pieces: ElementContent[] = [];
  let from = 0;
  for (const match of value.matchAll(pattern)) {
    if (match.index > from) pieces.push(text(value.slice(from, match.index)));
    from = match.index + match[0].length;
    const tag = ours(match[0], around);
    if (tag !== null) pieces.push(make("letterpress-tag", { dataSource: tag }, [text(tag)]));
    else pieces.push(asCode(match[0], notes));
  }
  return from === 0 ? [text(value)] : [...pieces, ...(from < value.length ? [text(value.slice(from))] : [])];
}

function asCode(source: string, notes: Notes): ElementContent {
  const code = make("code", { dataSource: source }, [text(source)]);
  // beehiiv's tags for referrals stand among words of their own; all of that is left out together.
  if (/^\{\{\s*rp_/.test(source)) return code;
  const message = `${source} has no counterpart here, and stands as code.`;
  const hint = "Write what readers are to see, or one of the tags in docs/write.md.";
  return notes.on({ severity: "warning", rule: "import/merge-tag", message, hint }, [code]);
}

/** In an address a known tag stays. In `alt` and `title` it becomes the text that readers without a value would see. */
function turnAttributes(element: Element, pattern: RegExp, around: Around): void {
  const href = property(element, "href");
  if (href !== null && href.search(pattern) !== -1) {
    const tag = ours(decodedBraces(href).trim(), around);
    if (tag !== null) element.properties["href"] = tag;
  }
  for (const name of ["alt", "title"]) {
    const value = property(element, name);
    if (value !== null)
      element.properties[name] = value.replace(pattern, (source) => fallbackOf(source) ?? "");
  }
}

function decodedBraces(href: string): string {
  return href.replaceAll("%7B", "{").replaceAll("%7D", "}").replaceAll("%7C", "|").replaceAll("%20", " ");
}

/** Turns merge tags in a line of front matter, where no code can stand: a space after the brace keeps the others text. */
export function turnLine(line: string, around: Around): string {
  const pattern = new RegExp(`${FOREIGN[around.system]}|${OPEN}`, "giu");
  return line.replace(pattern, (source) => ours(source, around) ?? source.replaceAll(/\{(?=[{%])/g, "{ "));
}

/** Returns our tag for one of another system; null if there is none. */
function ours(source: string, { attributes }: Around): string | null {
  const name = /^[{%]+\s*([\w.]+)/.exec(source)?.[1];
  if (name === undefined || source.startsWith("{%")) return null;
  const own = ourName(name, [...ALWAYS, ...attributes.map((one) => `subscriber.${one}`)]);
  if (own === null || !/[}%]$/.test(source)) return null;
  const fallback = own.startsWith("urls.") ? null : fallbackOf(source);
  return `{{ ${own}${fallback === null ? "" : ` | default: ${JSON.stringify(fallback)}`} }}`;
}

/** What readers without a value see: after `|`, `default:` or a comma, with or without quotation marks. */
function fallbackOf(source: string): string | null {
  const written = /[|,]\s*(?:default\s*:\s*)?(.*?)\s*[}%]+$/.exec(source)?.[1];
  const bare = written?.replace(/^["'“]|["'”]$/g, "").trim() ?? "";
  return bare === "" || /["\\]/.test(bare) ? null : bare;
}
