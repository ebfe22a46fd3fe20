import type { TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";

/** Inboxes show about this many characters; if the preview text is shorter, the body's first words follow. */
const SHOWN = 130;
const MOST_FILLERS = 45;
/**
 * A grapheme joiner, a non-joiner and a space that no inbox drops. They are written as characters, because Gmail counts an entity's
 * letters.
 */
const FILLER = "\u034F\u200C\u00A0";

/** Renders the hidden preview text, followed by blanks; `more`: attributes of its element. */
export function preheaderHtml({ issue }: TemplateInput, more = ""): string {
  if (issue.previewText === "") return "";
  const length = Array.from(issue.previewText).length;
  const fillers = FILLER.repeat(Math.min(MOST_FILLERS, Math.max(0, SHOWN - length)));
  return `<div${more} style="display:none;max-height:0;max-width:0;overflow:hidden;mso-hide:all">${escapeHtml(issue.previewText)}<span aria-hidden="true">${fillers}</span></div>`;
}
