import { wordsIn } from "#src/model/words/catalogue.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { cell, sans } from "./styles.ts";

/** Forward, subscribe and reply, a line each. */
export function callsHtml(_block: BlockOf<"subscribe">, { input }: Emit, { gap }: Stand): string {
  const { newsletter, theme, issue, urls } = input;
  const { ink, accent, tint } = theme.light;
  const words = wordsIn(newsletter, issue.lang).email;
  const calls = [
    [urls.forward, words.forward],
    [urls.subscribe, words.subscribe],
    [urls.reply, words.reply],
  ] as const;
  const lines = calls.map(
    ([url, [link, rest]]) =>
      `<p class="lp-ink" style="margin:0;padding:5px 0;${sans(theme, 15, 1.5, 400, ink)}"><a class="lp-accent" href="${escapeHtml(url)}" style="color:${accent};font-weight:600;text-decoration:underline">${escapeHtml(link)}</a> ${escapeHtml(rest)}</p>`,
  );
  return cell(lines.join(""), `padding:15px 20px;background-color:${tint}`, "lp-tint", gap + 4);
}
