/**
 * MJML's HTML, already tight, without what it says and nobody needs: for Outlook 2003 and Internet Explorer, what our own style sheet or
 * an element around says as well, and fonts in five declarations. Gmail counts their bytes. What a template writes itself stays.
 */
export function lean(html: string): string {
  const less = NEEDLESS.reduce((rest, pattern) => rest.replace(pattern, ""), html);
  return brokenOnce(withoutOwnClasses(withoutImageRule(withoutVml(less))))
    .replaceAll('<style type="text/css">', "<style>")
    .replace(/ style="width:(\d+)px" width="\1"/g, ' width="$1"')
    .replace(BODY, "$&margin:0;padding:0;")
    .replace(TEXT, (_, cell: string, align: string, room: string, open: string, look: string) => {
      const own = look.split(";").filter((one) => one !== `text-align:${align}`);
      return `${cell}${room.replace("font-size:0;", "")}${open}${shortFont(own)}"`;
    })
    .replace(SAID_AGAIN, "<div>");
}

/** The last two are the width of columns that have it inline already, because they are alone in their section. */
const NEEDLESS: readonly RegExp[] = [
  /<!--\[if lte mso 11\]><style[^>]*>\s*\.mj-outlook-group-fix[^]*?<!\[endif\]-->/,
  /<!--\[if !mso\]><!--><meta http-equiv="X-UA-Compatible"[^>]*><!--<!\[endif\]-->/,
  /#outlook a \{ padding:0; \}\nbody \{[^}]*\}\ntable, td \{[^}]*\}\n/,
  /(?<=<(?:body|div)\b[^>]*)word-spacing:normal;/g,
  /-ms-interpolation-mode:bicubic;/,
  / xmlns="http:\/\/www\.w3\.org\/1999\/xhtml"/,
  /<style[^>]*>\s*@media only screen and \(min-width:480px\) \{\s*\.mj-column-per-100 \{[^{}]*\}\s*\}\s*<\/style>/,
  /<style media="[^"]*">\s*\.moz-text-html \.mj-column-per-100 \{[^{}]*\}\s*<\/style>/,
];

/** MJML keeps the margins of a page away in its style sheet alone, which some mail programs drop. */
const BODY = /<body\b[^>]*?\sstyle="/;

/** VML draws the background of a section in Outlook. Where none does, nothing is in its namespace. */
function withoutVml(html: string): string {
  return html.includes("<v:") ? html : html.replace(/ xmlns:v="[^"]*"/, "");
}

/** What MJML says of every picture; ours and its own say it themselves. */
function withoutImageRule(html: string): string {
  const images = html.match(/<img\b(?:"[^"]*"|[^>"])*>/g) ?? [];
  return images.every((image) => image.includes("border:0"))
    ? html.replace(/\nimg \{ border:0;[^}]*\}/, "")
    : html;
}

/** The classes that MJML gives by itself, where no style sheet, of the template or of MJML, names one of their kind. */
function withoutOwnClasses(html: string): string {
  const columns = /[*^~|]="?mj-|\.mj-(?:column-per-100|outlook-group-fix)\b/.test(html)
    ? html
    : html.replaceAll(' class="mj-column-per-100 mj-outlook-group-fix"', "");
  return /\.[\w-]+-outlook\b/.test(columns) ? columns : columns.replace(/ class="[\w-]+-outlook"/g, "");
}

/** That long words are broken is said on the element that wraps an email, and not in each of its cells. */
function brokenOnce(html: string): string {
  return ARTICLE.test(html) ? html.replace(BROKEN, "$1").replace(ARTICLE, "$&word-break:break-word;") : html;
}

const ARTICLE = /<div\b[^>]*\brole="article"[^>]*?\sstyle="/;
const BROKEN = /(<td\b[^>]*? style="font-size:0(?:;[^";]*)*?);word-break:break-word(?=")/g;

/** How MJML writes a text: a cell, and an element that says the type and, once more, the side where it begins. */
const TEXT = /(<td align="(\w+)"(?: [\w-]+="[^"]*")*? style=")([^"]*)("><div style=")([^"]*)"/g;

/** Around the text of the issue, which says of its type what the template says of all text. */
const SAID_AGAIN = /<div style="([^"]+)">(?=<div class="lp-text lp-ink" style="\1;)/g;

/**
 * A font as one declaration, in front of what else is said, where there are a family, a size and a height of line. A style with a
 * character reference is left alone (its semicolon separates nothing), and so is one with a value that cannot be a part.
 */
function shortFont(declarations: readonly string[]): string {
  const style = declarations.join(";");
  const of = (name: string) =>
    declarations.findLast((one) => one.startsWith(`${name}:`))?.slice(name.length + 1) ?? "";
  const [size, height, family] = [of("font-size"), of("line-height"), of("font-family")];
  if ([size, height, family].includes("") || /[&!]|\b(?:inherit|initial|unset)\b/.test(style)) return style;
  const look = [of("font-style"), of("font-weight")].filter((value) => value !== "");
  const rest = declarations.filter((one) => !PARTS.test(one));
  return [`font:${[...look, `${size}/${height}`, family].join(" ")}`, ...rest].join(";");
}

const PARTS = /^(?:font-(?:family|size|style|weight)|line-height):/;
