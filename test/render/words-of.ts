/** The words a reader of the HTML meets, in order: visible text, and alt text where a picture stands. */
export function wordsOfHtml(html: string): string[] {
  const body = html
    .slice(html.indexOf("<body"))
    .replace(/<!--[^]*?-->/g, "")
    .replace(/<div style="display:none[^]*?<\/div>/g, "")
    .replace(/<img\b[^>]*display:\s*none[^>]*>/g, "")
    .replace(/<img\b[^>]*?\balt="([^"]*)"[^>]*>/g, " $1 ")
    .replace(/<span\b[^>]*aria-hidden="true"[^>]*>[^<]*<\/span>/g, "")
    .replace(/<\/?(?:strong|em|del|sub|code|a|span)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)),
    )
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&amp;", "&");
  return words(body);
}

/** The words of the text part without what only it has: addresses, marks, `Q:` and `A:`. */
export function wordsOfText(text: string): string[] {
  const plain = text
    .replace(/ \((?:https?:[^)\s]*|[^()\s@]+@[^()\s]+)\)/g, "")
    .replace(/: https?:\S+/g, "")
    .replace(/\[Image: ([^\]]*)\]/g, "$1")
    .replace(/\[[ x]\] /g, "")
    .replace(/^(Q|A): /gm, "")
    .replace(/^\s*\d+\. /gm, " ")
    .replace(/^\[(\d+)\]/gm, "$1.")
    .replace(/\[(\d+)\]/g, " $1 ")
    .replace(/^(Note|Tip|Important|Warning|Caution):/gm, "$1");
  return words(plain);
}

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu) ?? [];
}
