import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { inlineHtml } from "./inline-html.ts";
import { cell, sans, serif, sides } from "./styles.ts";

/** A heading. An interview's question stands under a hairline, so that the eye finds the next one while scrolling. */
export function headingHtml(block: BlockOf<"heading">, { input }: Emit, { first }: Stand): string {
  const { theme } = input;
  const { ink, rule, muted } = theme.light;
  const anchor = block.anchor === undefined ? "" : `<a id="${block.anchor}" name="${block.anchor}"></a>`;
  const text = anchor + inlineHtml(block.children, input);
  const tag = `h${block.depth}`;
  if (block.question) {
    const space = first ? "margin:0 0 12px" : "margin:36px 0 12px";
    return `<${tag} class="lp-ink lp-rule" style="${space};padding:22px 0 0;border-top:1px solid ${rule};${sans(theme, 19, 1.4, 700, ink)}">${text}</${tag}>`;
  }
  const [size, above, color, name] = {
    2: [23, 40, ink, "lp-ink"] as const,
    3: [19, 30, ink, "lp-ink"] as const,
    4: [15, 26, muted, "lp-muted"] as const,
  }[block.depth];
  const space = `margin:${first ? 0 : above}px 0 10px`;
  return `<${tag} class="${name}" style="${space};${sans(theme, size, 1.3, 700, color)}">${text}</${tag}>`;
}

/** A paragraph. */
export function paragraphHtml(block: BlockOf<"paragraph">, { input, look }: Emit, { gap }: Stand): string {
  const text = spokenHtml(block, input) ?? inlineHtml(block.children, input);
  return `<p class="lp-${look.tone}" style="margin:0 0 ${gap}px;${serif(input.theme, look)}">${text}</p>`;
}

/** Words with the name of who says them before them: a guest's in the accent, one of our own in grey. */
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
export function quoteHtml(block: BlockOf<"quote">, emit: Emit, { gap }: Stand): string {
  const { theme, issue } = emit.input;
  const { start } = sides(issue.dir);
  const inner = emit.blocks(block.blocks, { ...emit.look, tone: "muted" });
  const style = `padding:2px 0;padding-${start}:18px;border-${start}:3px solid ${theme.light.rule}`;
  return cell(`<blockquote style="margin:0">${inner}</blockquote>`, style, "lp-rule", gap);
}

/** A sentence set large, under a short stroke of the accent. */
export function pullquoteHtml(block: BlockOf<"pullquote">, { input }: Emit, { gap }: Stand): string {
  const { theme } = input;
  const { accent, ink, muted } = theme.light;
  const stroke = `<table role="presentation" width="48" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td class="lp-edge" style="border-top:3px solid ${accent};font-size:1px;line-height:14px">&nbsp;</td></tr></tbody></table>`;
  const quote = `<p class="lp-ink" style="margin:0;font-family:${theme.serif};font-size:24px;line-height:1.4;font-style:italic;color:${ink}">${inlineHtml(block.children, input)}</p>`;
  const cite =
    block.cite === null
      ? ""
      : `<p class="lp-muted" style="margin:10px 0 0;${sans(theme, 14, 1.4, 400, muted)}">${escapeHtml(block.cite)}</p>`;
  return cell(
    `${stroke}<blockquote style="margin:0">${quote}${cite}</blockquote>`,
    "padding:14px 0 12px",
    null,
    gap,
  );
}

/** A thematic break. */
export function ruleHtml(_block: BlockOf<"rule">, { input }: Emit, { gap }: Stand): string {
  return `<hr class="lp-rule" style="margin:${gap + 12}px 0;border:0;border-top:1px solid ${input.theme.light.rule}">`;
}
