import type { SlotContext } from "#src/model/merge-tag.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";

/** A subject longer than this comes from a broken value, and some mail servers refuse the whole message. */
const LONGEST_HEADER_VALUE = 200;

/** Line ends, tabs and every other control, C1 and Unicode's line separators included: none may end a header or a line. */
// oxlint-disable-next-line no-control-regex -- removing controls is the point
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/gu;
/** Embeddings, overrides and isolates (they reorder what follows) and the byte order mark. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
/** Letters written from right to left, and the marks that act like one. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/**
 * A reader's value, made safe for its place.
 * - text, attribute: HTML-escaped; plain: as it is. In all three a right-to-left value is isolated, so that it cannot
 *   reorder the sentence around it.
 * - header: one line, at most 200 characters.
 * - url-component: percent-encoded, quotes included.
 * - url: kept if it is an absolute http, https or mailto address, else `#`, a link that leads nowhere.
 * Controls become a space, bidirectional controls vanish, a lone surrogate becomes U+FFFD. Never fails.
 */
export function escapeValue(value: string, context: SlotContext): string {
  switch (context) {
    case "text":
    case "attribute":
      return escapeHtml(isolated(clean(value)));
    case "plain":
      return isolated(clean(value));
    case "header":
      return shortened(clean(value));
    case "url-component":
      return encodeURIComponent(clean(value)).replace(/[!'()*]/g, percent);
    case "url":
      return escapeHtml(safeUrl(value));
  }
}

function clean(value: string): string {
  return value.toWellFormed().replace(CONTROLS, " ").replace(BIDI_CONTROLS, "");
}

function isolated(value: string): string {
  return RIGHT_TO_LEFT.test(value) ? FIRST_STRONG_ISOLATE + value + POP_ISOLATE : value;
}

function shortened(value: string): string {
  if (value.length <= LONGEST_HEADER_VALUE) return value;
  return `${value.slice(0, LONGEST_HEADER_VALUE - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Controls are removed, not replaced: browsers drop them too, and `java\nscript:` would be read as one word there. */
function safeUrl(value: string): string {
  const url = value.toWellFormed().replace(CONTROLS, "").replace(BIDI_CONTROLS, "").trim();
  return URL.canParse(url) && /^(?:https?|mailto):/i.test(url) ? url.replace(/\s/gu, "%20") : "#";
}
