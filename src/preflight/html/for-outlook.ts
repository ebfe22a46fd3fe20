/** The version of Word in today's Outlook for Windows. */
const VERSION = 16;

const HIDDEN = /<!--\[if ([^\]]*)\]>([\s\S]*?)<!\[endif\]-->/g;
const REVEALED = /<!--\[if ([^\]]*)\]>\s*(?:<!-->|-->)([\s\S]*?)<!--\s*<!\[endif\]-->/g;
const BARE = /<!\[if ([^\]]*)\]>([\s\S]*?)<!\[endif\]>/g;

/** The HTML as Outlook for Windows reads it: what its comments hold counts, and what is hidden from it does not. */
export function forOutlook(html: string): string {
  const kept = (_: string, condition: string, inner: string) => (holds(condition) ? inner : "");
  return html
    .replace(REVEALED, kept)
    .replace(HIDDEN, kept)
    .replace(BARE, kept)
    .replace(/<!--[\s\S]*?-->/g, "");
}

/** `mso`, `!mso`, `gte mso 9`, `(mso)|(IE)`, `mso & !IE`. */
function holds(condition: string): boolean {
  return condition
    .replace(/[()]/g, " ")
    .split("|")
    .some((either) => either.split("&").every((both) => isTrue(both.trim().toLowerCase())));
}

function isTrue(term: string): boolean {
  if (term.startsWith("!")) return !isTrue(term.slice(1).trim());
  const [, operator = "eq", name = "", number] =
    /^(?:(lt|lte|gt|gte)\s+)?(mso|ie|vml|true)\b\s*([\d.]+)?$/.exec(term) ?? [];
  if (name === "" || name === "ie") return false;
  if (number === undefined) return true;
  const difference = VERSION - Number.parseFloat(number);
  return (
    {
      lt: difference < 0,
      lte: difference <= 0,
      gt: difference > 0,
      gte: difference >= 0,
      eq: difference === 0,
    }[operator] ?? false
  );
}
