import { frontMatterArea } from "./front-matter-area.ts";

/** What somebody is typing, if it can be completed. `typed` begins at `start` and ends at the cursor. */
export type Cursor = { readonly typed: string; readonly start: number } & (
  | { readonly kind: "key"; readonly parents: readonly string[] }
  /** `path` is the key, after the keys that contain it: `guests`, `name`. */
  | { readonly kind: "value"; readonly path: readonly string[] }
  | { readonly kind: "tag" | "filter" | "callout" }
  | { readonly kind: "directive"; readonly form: "leaf" | "container" }
  | { readonly kind: "attribute"; readonly directive: string }
  | { readonly kind: "attribute-value"; readonly directive: string; readonly attribute: string }
  | { readonly kind: "target"; readonly of: "link" | "picture" }
);

/**
 * Returns what the cursor at `offset` is in; null for prose. Only lines are looked at: while an issue is typed it is
 * often not valid Markdown.
 */
export function cursorAt(text: string, offset: number): Cursor | null {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const line = text.slice(lineStart, offset);
  const tag = tagIn(line, offset);
  if (tag !== null) return tag;
  const area = frontMatterArea(text);
  if (area !== null && offset < area.start) return null;
  if (area !== null && lineStart < area.end && offset <= area.end)
    return yamlIn(line, text.slice(area.start, lineStart), offset);
  return bodyIn(line, offset);
}

function tagIn(line: string, offset: number): Cursor | null {
  const open = line.lastIndexOf("{{");
  if (open === -1 || line.indexOf("}}", open) !== -1) return null;
  const inner = line.slice(open + 2);
  const typed = /[\w.]*$/.exec(inner)?.[0] ?? "";
  const before = inner.slice(0, inner.length - typed.length);
  const start = offset - typed.length;
  if (/^-?\s*$/.test(before)) return { kind: "tag", typed, start };
  return /\|\s*$/.test(before) ? { kind: "filter", typed, start } : null;
}

/** Keys whose values are lists of plain words: a dash begins a value. */
const LISTS = new Set(["authors", "tags", "aliases"]);

function yamlIn(line: string, above: string, offset: number): Cursor | null {
  const [, lead = "", rest = ""] = /^(\s*(?:-\s+)*)(.*)$/.exec(line) ?? [];
  const parents = parentsOf(lead, above);
  const [, key, gap = "", value = ""] = /^([\w-]+):(\s*)(.*)$/.exec(rest) ?? [];
  if (key === undefined) {
    if (!/^["']?[\w/.-]*$/.test(rest)) return null;
    if (lead.includes("-") && LISTS.has(parents.at(-1) ?? ""))
      return { kind: "value", path: parents, ...unquoted(rest, offset) };
    return { kind: "key", parents, typed: rest, start: offset - rest.length };
  }
  return gap === "" ? null : valueIn(value, [...parents, key], offset);
}

/** A value, or a part of a value in brackets or braces. */
function valueIn(value: string, path: readonly string[], offset: number): Cursor | null {
  const inner = /[[{,]([^[\]{},]*)$/.exec(value)?.[1];
  if (inner === undefined || !/^[[{]/.test(value)) {
    return /[\]}]\s*$/.test(value) ? null : { kind: "value", path, ...unquoted(value, offset) };
  }
  const part = inner.trimStart();
  // `[a, b` is a list of values, `{src: a` and `[{name: a` hold keys.
  if (value.lastIndexOf("{") === -1) return { kind: "value", path, ...unquoted(part, offset) };
  const [, key, gap, written = ""] = /^([\w-]+):(\s+)(.*)$/.exec(part) ?? [];
  if (key !== undefined && gap !== undefined)
    return { kind: "value", path: [...path, key], ...unquoted(written, offset) };
  return /^[\w-]*$/.test(part)
    ? { kind: "key", parents: path, typed: part, start: offset - part.length }
    : null;
}

function unquoted(written: string, offset: number) {
  const typed = written.replace(/^["']/, "");
  return { typed, start: offset - typed.length };
}

/** Returns the keys that contain a line with this indentation, the outermost first. */
function parentsOf(lead: string, above: string): readonly string[] {
  const parents: string[] = [];
  let column = lead.length;
  for (const line of above.split("\n").toReversed()) {
    if (column === 0) break;
    const [, indent = "", key] = /^(\s*(?:-\s+)*)([\w-]+):/.exec(line) ?? [];
    if (key === undefined || indent.length >= column) continue;
    parents.unshift(key);
    column = indent.length;
  }
  return parents;
}

function bodyIn(line: string, offset: number): Cursor | null {
  const [, colons, name] = /^[\s>]*(:{2,})([\w-]*)$/.exec(line) ?? [];
  if (colons !== undefined && name !== undefined) {
    const form = colons.length === 2 ? "leaf" : "container";
    return { kind: "directive", form, typed: name, start: offset - name.length };
  }
  const [, directive, inner] = /^[\s>]*:{2,}([\w-]+)(?:\[.*\])?\{([^{}]*)$/.exec(line) ?? [];
  if (directive !== undefined && inner !== undefined) return attributeIn(directive, inner, offset);
  const callout = /^\s*(?:>\s*)+(\[!?\w*)$/.exec(line)?.[1];
  if (callout !== undefined) return { kind: "callout", typed: callout, start: offset - callout.length };
  const [, mark, target] = /(!?)\[[^[\]]*\]\(<?([^()<>\s]*)$/.exec(line) ?? [];
  if (target === undefined) return null;
  return {
    kind: "target",
    of: mark === "!" ? "picture" : "link",
    typed: target,
    start: offset - target.length,
  };
}

function attributeIn(directive: string, inner: string, offset: number): Cursor | null {
  const [, attribute, typed] = /([\w-]+)=(?:"([^"]*)|'[^']*|[^\s"']*)$/.exec(inner) ?? [];
  if (attribute !== undefined) {
    const written = typed ?? /=['"]?([^'"]*)$/.exec(inner)?.[1] ?? "";
    // A closed quotation is complete.
    if (/=(?:"[^"]*"|'[^']*')$/.test(inner)) return null;
    return { kind: "attribute-value", directive, attribute, typed: written, start: offset - written.length };
  }
  const name = /(?:^|\s)([\w-]*)$/.exec(inner)?.[1];
  return name === undefined
    ? null
    : { kind: "attribute", directive, typed: name, start: offset - name.length };
}
