import { wordsIn } from "#src/model/words/catalogue.ts";
import type { BlockOf, Emit, Stand } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { inlineHtml } from "#src/render/blocks/inline-html.ts";
import { cell, sans } from "#src/render/blocks/styles.ts";
import { BETWEEN, buttonRow } from "./buttons-html.ts";
import { rateLinks } from "./rate-links.ts";

/** The class of the cell with the question and its answers: a page made from a mail finds the cell by it and leaves it out. */
export const RATE_CLASS = "lp-rate";

/**
 * Renders "How was it?" with three buttons in words that weigh the same: none is louder than the others, and no colour says what a word
 * does not.
 */
export function rateHtml(block: BlockOf<"rate">, { input }: Emit, { gap, above }: Stand): string {
  const links = rateLinks(input);
  if (links.length === 0) return "";
  const { newsletter, theme, issue } = input;
  const { ink, rule } = theme.light;
  const question =
    block.children.length > 0
      ? inlineHtml(block.children, input)
      : escapeHtml(wordsIn(newsletter, issue.lang).email.rate.question);
  const title = `<p class="lp-ink" style="margin:0 0 10px;${sans(theme, 15, 1.5, 700, ink)}">${question}</p>`;
  const row = buttonRow(
    links.map(({ label, url }) => ({ url, label: escapeHtml(label), secondary: true })),
    input,
  );
  const style = `padding:14px 0 ${16 - BETWEEN}px;border-top:1px solid ${rule};border-bottom:1px solid ${rule}`;
  return cell(title + row, style, `lp-rule ${RATE_CLASS}`, gap + 4, above);
}
