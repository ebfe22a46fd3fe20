/** Matches a comment, a whole element whose text must stay as written, or a tag. */
const PIECE =
  /<!--[^]*?-->|<(pre|textarea|script|style)\b(?:"[^"]*"|'[^']*'|[^>"'])*>[^]*?<\/\1\s*>|<\/?[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi;

/** Elements beside which white space is invisible, because no text flows around them. */
const BLOCKS =
  /^<\/?(?:html|head|body|title|meta|link|style|xml|noscript|o:[a-z]+|div|table|thead|tbody|tr|td|th|p|h[1-6]|ul|ol|li|pre|blockquote|hr|center|br)\b/i;

/**
 * Removes the indentation of MJML's HTML, which is up to half of the bytes: Gmail counts it. White space beside a tag that begins or ends a
 * line goes, and any other run with a line end in it becomes that line end. Nothing inside `pre` changes, and no attribute's value but that
 * of `style`.
 */
export function tighten(html: string): string {
  let result = "";
  let end = 0;
  let before = "";
  for (const match of html.matchAll(PIECE)) {
    const [piece] = match;
    result += textBetween(html.slice(end, match.index), before, piece) + tightPiece(piece, match[1]);
    end = match.index + piece.length;
    before = piece;
  }
  return (result + html.slice(end)).trim();
}

function textBetween(text: string, before: string, after: string): string {
  if (!/\s/.test(text)) return text;
  const flat = text.replace(/[ \t\r]*\n\s*/g, "\n");
  if (!flat.includes("\n")) return flat;
  return flat.replace(/^\n/, isEdge(before) ? "" : "\n").replace(/\n$/, isEdge(after) ? "" : "\n");
}

function isEdge(piece: string): boolean {
  return piece === "" || piece.startsWith("<!--") || BLOCKS.test(piece);
}

function tightPiece(piece: string, raw: string | undefined): string {
  if (piece.startsWith("<!--")) return tightComment(piece);
  if (raw === undefined) return tightTag(piece);
  if (raw.toLowerCase() !== "style") return piece;
  return piece.replace(/\s*\n\s*/g, "\n");
}

const ATTRIBUTE = /\s+([^\s"'=<>/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g;

/** Leaves one space before each attribute, drops an empty style or class, and shortens a style. Any other value stays as it is. */
function tightTag(tag: string): string {
  const tight = tag.replace(ATTRIBUTE, (_, name: string, value: string | undefined) => {
    if (value === undefined) return ` ${name}`;
    const isStyle = name.toLowerCase() === "style";
    const inner = isStyle ? tightStyle(value) : value;
    return (isStyle || name.toLowerCase() === "class") && /^(["'])\1$/.test(inner) ? "" : ` ${name}=${inner}`;
  });
  return tight.replace(/\s+(\/?>)$/, "$1");
}

function tightStyle(value: string): string {
  return value
    .replace(/\s*\n\s*/g, "")
    .replace(/(?<![\w.#-])0px/g, "0")
    .replace(/;(["'])$/, "$1");
}

/** Outlook reads its comments as HTML, so they are tightened as well. */
function tightComment(comment: string): string {
  const [, open = "", inner = "", close = ""] =
    /^(<!--\[if [^\]]*\]>)([^]*)(<!\[endif\]-->)$/.exec(comment) ?? [];
  return open === "" ? comment.replace(/\s*\n\s*/g, " ") : `${open}${tighten(inner)}${close}`;
}
