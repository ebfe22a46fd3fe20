import {
  splitTokens,
  TOKEN,
  type MergeTag,
  type Parts,
  type Slot,
  type SlotContext,
} from "#src/model/merge-tag.ts";
import { escapeValue } from "./escape-value.ts";
import type { Region } from "./html-regions.ts";

/** Values that are the same for every recipient are filled in when the email is cut; only the others become slots. */
export interface Constants {
  readonly tags: readonly MergeTag[];
  /** The value of `urls.web`. */
  readonly web: string;
}

/** Cut text that is in one context as a whole: the subject, or the text part. */
export function cutText(text: string, context: SlotContext, constants: Constants): Parts {
  return merged(
    splitTokens(text).map((piece) =>
      typeof piece === "string" ? piece : slotOrConstant({ tag: piece, context }, constants),
    ),
  );
}

/**
 * Cut HTML at its tokens, each in the context of its region. `refuse` is called, and must throw, for a
 * token in a place that no escaping makes safe, such as a style or a tag's name.
 */
export function cutHtml(
  html: string,
  regions: readonly Region[],
  constants: Constants,
  refuse: (reason: string, offset: number) => never,
): Parts {
  const pieces: (string | Slot)[] = [];
  let end = 0;
  let next = 0;
  for (const match of html.matchAll(TOKEN)) {
    while ((regions[next]?.end ?? Infinity) <= match.index) next += 1;
    const region = regions[next];
    const [tag] = splitTokens(match[0]);
    if (region === undefined || match.index < region.start || typeof tag !== "number") {
      return refuse("inside markup, where nothing can be escaped", match.index);
    }
    if (region.context === null) return refuse(region.reason, match.index);
    const context =
      region.context === "url" && region.start !== match.index ? "url-component" : region.context;
    pieces.push(html.slice(end, match.index), slotOrConstant({ tag, context }, constants));
    end = match.index + match[0].length;
  }
  pieces.push(html.slice(end));
  return merged(pieces);
}

function slotOrConstant(slot: Slot, { tags, web }: Constants): string | Slot {
  return tags[slot.tag]?.name === "urls.web" ? escapeValue(web, slot.context) : slot;
}

function merged(pieces: readonly (string | Slot)[]): Parts {
  const parts: (string | Slot)[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (typeof piece === "string" && typeof last === "string") parts[parts.length - 1] = last + piece;
    else if (piece !== "") parts.push(piece);
  }
  return parts;
}
