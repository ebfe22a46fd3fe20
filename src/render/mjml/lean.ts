import { withoutVml } from "./without-vml.ts";

/**
 * Removes from MJML's HTML, which is already tight, what nobody needs: what is for Outlook 2003 and Internet Explorer, what our own style
 * sheet or an element around says as well, and fonts in five declarations. Gmail counts their bytes. What a template writes itself stays.
 */
export function lean(html: string): string {
  const less = NEEDLESS.reduce((rest, pattern) => rest.replace(pattern, ""), html);
  return directedOnce(brokenOnce(withoutOwnClasses(withoutImageRule(withoutVml(less)))))
    .replaceAll('<style type="text/css">', "<style>")
    .replace(/ style="width:(\d+)px" width="\1"/g, ' width="$1"')
    .replace(BODY, "$&margin:0;padding:0;")
    .replace(TEXT, (_, cell: string, align: string, room: string, open: string, look: string) => {
      const own = look.split(";").filter((one) => one !== `text-align:${align}`);
      return `${cell}${room.replace("font-size:0;", "")}${open}${shortFont(own)}"`;
    })
    .replaceAll(
      ' border="0" cellpadding="0" cellspacing="0" role="presentation"',
      ' cellpadding="0" cellspacing="0" role="presentation"',
    )
    .replaceAll(
      ' role="presentation" style="vertical-align:top" width="100%"',
      ' role="presentation" width="100%"',
    )
    .replaceAll("<!--[if mso | IE]>", "<!--[if mso]>")
    .replaceAll(">&#8202;</div>", ">\u200A</div>")
    .replace("p { display:block;margin:13px 0; }", "p{margin:13px 0}")
    .replace(SAID_AGAIN, "<div>");
}

/** The last two match the width of columns that are alone in their section and have that width inline already. */
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

/** MJML removes the margins of a page in its style sheet alone, which some mail programs drop. */
const BODY = /<body\b[^>]*?\sstyle="/;

/** Removes MJML's rule for every picture if all pictures, as ours and MJML's own do, say it themselves. */
function withoutImageRule(html: string): string {
  const images = html.match(/<img\b(?:"[^"]*"|[^>"])*>/g) ?? [];
  return images.every((image) => image.includes("border:0"))
    ? html.replace(/\nimg \{ border:0;[^}]*\}/, "")
    : html;
}

/** Removes the classes that MJML adds by itself, unless a style sheet, of the template or of MJML, names one of their kind. */
function withoutOwnClasses(html: string): string {
  const columns = /[*^~|]="?mj-|\.mj-(?:column-per-100|outlook-group-fix)\b/.test(html)
    ? html
    : html.replaceAll(' class="mj-column-per-100 mj-outlook-group-fix"', "");
  return /\.[\w-]+-outlook\b/.test(columns) ? columns : columns.replace(/ class="[\w-]+-outlook"/g, "");
}

/** Says on the element that wraps an email that long words are broken, instead of in each of its cells. */
function brokenOnce(html: string): string {
  return ARTICLE.test(html) ? html.replace(BROKEN, "$1").replace(ARTICLE, "$&word-break:break-word;") : html;
}

/** Leaves the direction to the element that wraps an email: its columns and cells inherit it. */
function directedOnce(html: string): string {
  const dir = /<div\b[^>]*\brole="article"[^>]*\sdir="(\w+)"/.exec(html)?.[1];
  return dir === undefined
    ? html
    : html
        .replaceAll(`<td style="direction:${dir};font-size:0;`, '<td style="font-size:0;')
        .replaceAll(`;direction:${dir};display:inline-block;`, ";display:inline-block;");
}

const ARTICLE = /<div\b[^>]*\brole="article"[^>]*?\sstyle="/;
const BROKEN = /(<td\b[^>]*? style="font-size:0(?:;[^";]*)*?);word-break:break-word(?=")/g;

/** How MJML writes a text: a cell, and an element in it that sets the type and repeats the side where the text begins. */
const TEXT = /(<td align="(\w+)"(?: [\w-]+="[^"]*")*? style=")([^"]*)("><div style=")([^"]*)"/g;

/**
 * Matches an element around something that sets its type itself: the text of the issue, which sets what the template sets for all text; a
 * title alone; masthead and footer.
 */
const SAID_AGAIN =
  /<div style="([^"]+)">(?=<div class="lp-text lp-ink" style="\1;|<h1\b[^>]*\sstyle="[^"]*\bfont:[^"]*\bcolor:[^"]*"[^>]*>(?:(?!<\/h1>)[^])*<\/h1>\s*<\/div>|<table role="presentation" width="100%" cellspacing="0"><tbody><tr><td class="lp-(?:ink-edge|rule)")/g;

/**
 * Writes a font as one declaration, before all others, if family, size and line height are there. A style with a character reference is
 * left alone (its semicolon separates nothing), and so is one with a value that cannot be a part of a `font` declaration.
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
