import type { MergeTag, Parts, Slot, SlotContext } from "#src/model/merge-tag.ts";
import { readMatch, TOKEN_OR_MARK } from "#src/model/parts/marks.ts";
import { escapeValue } from "./escape-value.ts";
import type { Region } from "./html-regions.ts";
import { nestParts, type Piece } from "./nest-parts.ts";

/** Values that are the same for every recipient are filled in when the email is cut; only the others become slots. */
export interface Constants {
  readonly tags: readonly MergeTag[];
  /** The value of `urls.web`. */
  readonly web: string;
}

/**
 * Cut text that is in one context as a whole: the subject, or the text part. `refuse` is called, and must throw, for a part for
 * some readers that does not begin and end in it.
 */
export function cutText(
  text: string,
  context: SlotContext,
  constants: Constants,
  refuse: (reason: string) => never = refused,
): Parts {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN_OR_MARK)) {
    const found = readMatch(match);
    pieces.push(text.slice(end, match.index));
    pieces.push("tag" in found ? slotOrConstant({ tag: found.tag, context }, constants) : found);
    end = match.index + match[0].length;
  }
  pieces.push(text.slice(end));
  return nestParts(pieces, refuse);
}

/**
 * What cannot be cut: a merge tag, or a part for some readers, in a place where it cannot stand. `offset` is null if no single place is at
 * fault.
 */
export interface Uncut {
  readonly what: "merge tag" | "part";
  readonly reason: string;
  readonly offset: number | null;
}

/**
 * Cut HTML at its tokens, each in the context of its region. `refuse` is called, and must throw, for a
 * token in a place that no escaping makes safe, such as a style or a tag's name, and for a part for some readers that is not whole.
 */
export function cutHtml(
  html: string,
  regions: readonly Region[],
  constants: Constants,
  refuse: (uncut: Uncut) => never,
): Parts {
  const pieces: Piece[] = [];
  let end = 0;
  let next = 0;
  for (const match of html.matchAll(TOKEN_OR_MARK)) {
    while ((regions[next]?.end ?? Infinity) <= match.index) next += 1;
    const region = regions[next];
    const found = readMatch(match);
    const here = { what: "tag" in found ? "merge tag" : "part", offset: match.index } as const;
    if (region === undefined || match.index < region.start) {
      return refuse({ ...here, reason: "inside markup, where nothing can be escaped" });
    }
    if (region.context === null) return refuse({ ...here, reason: region.reason });
    pieces.push(html.slice(end, match.index));
    end = match.index + match[0].length;
    if (!("tag" in found)) {
      if (region.context !== "text") return refuse({ ...here, reason: "in an attribute" });
      pieces.push(found);
      continue;
    }
    const context =
      region.context === "url" && region.start !== match.index ? "url-component" : region.context;
    pieces.push(slotOrConstant({ tag: found.tag, context }, constants));
  }
  pieces.push(html.slice(end));
  return nestParts(pieces, (reason) => refuse({ what: "part", reason, offset: null }));
}

function slotOrConstant(slot: Slot, { tags, web }: Constants): string | Slot {
  return tags[slot.tag]?.name === "urls.web" ? escapeValue(web, slot.context) : slot;
}

function refused(reason: string): never {
  throw new Error(`A part for some readers is ${reason}.`);
}
