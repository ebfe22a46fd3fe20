import { wordsIn } from "#src/model/words/catalogue.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { linkLook } from "./inline-html.ts";
import { cell, margin, sans } from "./styles.ts";

/** The calls to forward, subscribe and reply, a line each. */
export function callsHtml(_block: BlockOf<"subscribe">, { input }: Emit, { gap, above }: Stand): string {
  const { newsletter, theme, issue, urls } = input;
  const { ink, tint } = theme.light;
  const words = wordsIn(newsletter, issue.lang).email;
  const calls = [
    [urls.forward, words.forward],
    [urls.subscribe, words.subscribe],
    [urls.reply, words.reply],
  ] as const;
  const lines = calls.map(([url, [link, rest]], index) => {
    return `<p style="${margin(0, index === calls.length - 1 ? 0 : 10)}"><a${linkLook(input)} href="${escapeHtml(url)}"><strong>${escapeHtml(link)}</strong></a> ${escapeHtml(rest)}</p>`;
  });
  const style = `padding:20px;background-color:${tint};${sans(theme, 15, 1.5, 400, ink)}`;
  return cell(lines.join(""), style, "lp-tint lp-ink", gap + 4, above);
}
