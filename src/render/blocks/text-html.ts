import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { inlineHtml } from "./inline-html.ts";
import { cell, GAP, margin, sans, sides } from "./styles.ts";

/** A heading. An interview's question stands under a hairline, so that the eye finds the next one while scrolling. */
export function headingHtml(
  block: BlockOf<"heading">,
  { input }: Emit,
  { first, above: own }: Stand,
): string {
  const { theme } = input;
  const { muted } = theme.light;
  const anchor = block.anchor === undefined ? "" : `<a id="${block.anchor}" name="${block.anchor}"></a>`;
  const text = anchor + inlineHtml(block.children, input);
  const tag = `h${block.depth}`;
  if (block.question) {
    // The hairline is an element of its own: Outlook for Windows draws the border of a heading where it likes, and knows no padding on a
    // heading.
    const line = `<hr class="lp-rule" style="${margin(first ? own : 36, 22)}">`;
    return `${line}<${tag} style="${margin(0, 12)};${sans(theme, 19, 1.4, 700, null)}">${text}</${tag}>`;
  }
  const [size, above, color, name] = {
    2: [23, 40, null, ""] as const,
    3: [19, 30, null, ""] as const,
    4: [15, 26, muted, ` class="lp-muted"`] as const,
  }[block.depth];
  return `<${tag}${name} style="${margin(first ? own : above, 10)};${sans(theme, size, 1.3, 700, color)}">${text}</${tag}>`;
}

/**
 * Renders a paragraph. With the usual space it has no style: the head's style sheet sets that space, and mail programs have one of their
 * own.
 */
export function paragraphHtml(block: BlockOf<"paragraph">, { input }: Emit, { gap, above }: Stand): string {
  const style = above === 0 && gap === GAP ? "" : ` style="${margin(above, gap)}"`;
  return `<p${style}>${paragraphWords(block, input)}</p>`;
}

/** Renders the content of a paragraph, with a label if somebody speaks in it. */
export function paragraphWords(block: BlockOf<"paragraph">, input: Emit["input"]): string {
  return spokenHtml(block, input) ?? inlineHtml(block.children, input);
}

/** Renders words with the name of their speaker before them: a guest's in the accent, one of our own people's in grey. */
function spokenHtml(
  { speaker, children: [name, ...words] }: BlockOf<"paragraph">,
  input: Emit["input"],
): string | null {
  if (speaker === undefined || name?.kind !== "strong") return null;
  const { accent, muted } = input.theme.light;
  const [className, color] = speaker === "guest" ? ["lp-accent", accent] : ["lp-muted", muted];
  const label = `<strong class="${className}" style="font-family:${input.theme.sans};font-size:15px;color:${color}">`;
  return `${label}${inlineHtml(name.children, input)}</strong>${inlineHtml(words, input)}`;
}

/** A quotation, behind a rule on the side where its text starts. */
export function quoteHtml(block: BlockOf<"quote">, emit: Emit, { gap, above }: Stand): string {
  const { theme, issue } = emit.input;
  const { start } = sides(issue.dir);
  const inner = emit.blocks(block.blocks, { ...emit.look, tone: "muted" }, { width: emit.width - 21 });
  const style = `padding:2px 0;padding-${start}:18px;border-${start}:3px solid ${theme.light.rule}`;
  return cell(`<blockquote style="margin:0">${inner}</blockquote>`, style, "lp-rule", gap, above);
}

/** A sentence set large, under a short stroke of the accent. */
export function pullquoteHtml(block: BlockOf<"pullquote">, { input }: Emit, { gap, above }: Stand): string {
  const { theme } = input;
  const { accent, ink, muted } = theme.light;
  const stroke = `<table role="presentation" width="48" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td class="lp-edge" style="border-top:3px solid ${accent};font-size:1px;line-height:14px">\u00A0</td></tr></tbody></table>`;
  const quote = `<p class="lp-ink" style="margin:0;font:italic 24px/1.4 ${theme.serif};color:${ink}">${inlineHtml(block.children, input)}</p>`;
  const cite =
    block.cite === null
      ? ""
      : `<p class="lp-muted" style="margin:10px 0 0;${sans(theme, 14, 1.4, 400, muted)}">${escapeHtml(block.cite)}</p>`;
  return cell(
    `${stroke}<blockquote style="margin:0">${quote}${cite}</blockquote>`,
    "padding:14px 0 12px",
    null,
    gap,
    above,
  );
}

/** A thematic break. */
export function ruleHtml(_block: BlockOf<"rule">, _emit: Emit, { gap }: Stand): string {
  return `<hr class="lp-rule" style="${margin(32, gap + 12)}">`;
}
