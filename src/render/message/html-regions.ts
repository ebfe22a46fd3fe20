import type { SlotContext } from "#src/model/merge-tag.ts";

/** A stretch of HTML in which a merge tag's value may stand, escaped for `context`; null means that it must not. */
export type Region = { readonly start: number; readonly end: number } & (
  | { readonly context: Extract<SlotContext, "text" | "attribute" | "url"> }
  | { readonly context: null; readonly reason: string }
);

const URL_ATTRIBUTES = new Set(["href", "src", "action", "background", "cite", "poster"]);
const FORBIDDEN_ATTRIBUTES = /^(?:style|srcset|on.*)$/;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/dgu;

/**
 * The text and attribute values of an HTML document that we rendered ourselves (well-formed tags, quoted
 * attributes), in order. What is inside Outlook's conditional comments counts as markup, because Outlook reads it.
 */
export function htmlRegions(html: string): Region[] {
  const regions: Region[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    const end = open === -1 ? html.length : open;
    if (end > at) regions.push({ start: at, end, context: "text" });
    at = open === -1 ? end : readMarkup(html, open, regions);
  }
  return regions;
}

/** Reads one tag, comment or declaration at `open`; returns the offset after it. */
function readMarkup(html: string, open: number, regions: Region[]): number {
  if (html.startsWith("<!--[if", open)) return after(html, "]>", open);
  if (html.startsWith("<!--", open)) {
    const end = after(html, "-->", open);
    regions.push({ start: open, end, context: null, reason: "inside a comment" });
    return end;
  }
  const name = /^<\/?([a-z][^\s/>]*)/iu.exec(html.slice(open, open + 40))?.[1]?.toLowerCase();
  if (name === undefined) return after(html, ">", open);
  const end = readTag(html, open + 1 + name.length, regions);
  if ((name !== "style" && name !== "script") || html[open + 1] === "/") return end;
  const close = html.toLowerCase().indexOf(`</${name}`, end);
  const stop = close === -1 ? html.length : close;
  regions.push({ start: end, end: stop, context: null, reason: `inside <${name}>` });
  return stop;
}

/** Reads attributes from `from` to the tag's `>`, which a quoted value may contain. */
function readTag(html: string, from: number, regions: Region[]): number {
  let at = from;
  while (at < html.length && html[at] !== ">") {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(html);
    const close = html.indexOf(">", at);
    if (match === null || match.index > close) return close === -1 ? html.length : close + 1;
    const [, name = ""] = match;
    const range = match.indices?.[2] ?? match.indices?.[3];
    if (range !== undefined) regions.push(attributeRegion(name.toLowerCase(), range[0], range[1]));
    at = match.index + match[0].length;
    while (/[\s/]/.test(html[at] ?? "")) at += 1;
  }
  return at + 1;
}

function attributeRegion(name: string, start: number, end: number): Region {
  if (FORBIDDEN_ATTRIBUTES.test(name)) {
    return { start, end, context: null, reason: `in the attribute ${name}` };
  }
  return { start, end, context: URL_ATTRIBUTES.has(name) ? "url" : "attribute" };
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}
