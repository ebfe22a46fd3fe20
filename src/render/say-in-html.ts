import { directionOf } from "#src/model/words/direction-of.ts";
import { sayVoices, voiceOf, withoutVoices } from "#src/model/words/voice.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { htmlRegions } from "#src/render/message/html-regions.ts";

/**
 * Gives marked words (`inVoice`) in HTML their language and direction: otherwise a screen reader would pronounce English words as German,
 * and a line of them would run the wrong way in an Arabic letter. An attribute cannot say it, so its words lose the mark.
 */
export function sayInHtml(html: string): string {
  if (withoutVoices(html) === html) return html;
  let end = 0;
  let result = "";
  for (const { start, end: stop, context } of htmlRegions(html)) {
    const inner = html.slice(start, stop);
    const opening = html.slice(html.lastIndexOf("<", start), start);
    const isPlain = context !== "text" || TEXT_ONLY.test(opening);
    result += html.slice(end, start) + (isPlain ? withoutVoices(inner) : sayVoices(inner, span));
    end = stop;
  }
  return withoutVoices(result + html.slice(end));
}

/** Returns words as HTML, with other HTML, such as a link, in the place of `place`; marked as a whole if they are in another language. */
export function saidAround(words: string, place: string, html: string): string {
  const [before = "", ...after] = withoutVoices(words).split(place).map(escapeHtml);
  const said = before + html + after.join("");
  const lang = voiceOf(words, "");
  return lang === "" ? said : span(said, lang);
}

/** Elements that hold text and no other elements. */
const TEXT_ONLY = /^<(?:title|option|textarea)\b[^>]*>$/i;

function span(text: string, lang: string): string {
  return `<span lang="${escapeHtml(lang)}" dir="${directionOf(lang)}">${text}</span>`;
}
