import type { Palette, TemplateInput } from "#src/model/template.ts";
import { GAP, MONO, sides } from "#src/render/blocks/styles.ts";

/** The colour schemes of an email; "light" if its template does not follow the reader's scheme. */
export type ColorScheme = "light dark" | "light";

/** Selectors and their declarations. */
type CssRule = readonly [selectors: string, declarations: string];

/**
 * Returns the style sheet for the head: what inline styles cannot say, and what running text says once for all its links, code and lists.
 * An email must be legible without it, because Gmail drops it for some accounts. `uses` tells whether the email has a class (`.lp-tint`), a
 * tag (`code`) or a list in an item (`li ul`); rules for what it does not have are left out, because Gmail counts their bytes.
 */
export function headCss(
  { theme, issue }: Pick<TemplateInput, "theme"> & { readonly issue: Pick<TemplateInput["issue"], "dir"> },
  scheme: ColorScheme = "light dark",
  uses: (name: string) => boolean = () => true,
): string {
  const text = (rules: readonly CssRule[], before = "", end = "") => {
    const kept = rules.map((rule) => ruleFor(rule, uses)).join("");
    return kept === "" ? [] : [before + kept + end];
  };
  const dark = darkRules(theme.dark);
  return [
    `:root{color-scheme:${scheme};supported-color-schemes:${scheme}}`,
    "body{margin:0;padding:0;-webkit-text-size-adjust:100%}",
    "table{border-collapse:collapse;mso-table-lspace:0;mso-table-rspace:0}",
    "a[x-apple-data-detectors]{color:inherit!important;text-decoration:inherit!important}",
    ...text(textRules(theme.light, issue.dir)),
    ...text(phoneRules(issue.dir), "@media (max-width:520px){", "}"),
    /** `lp-whole`: a table whose long words are broken only on phones. */
    ...text([[".lp-whole", WHOLE]], "@media (min-width:521px){", "}"),
    ...text(tabletRules(issue.dir), "@media (max-width:639px){", "}"),
    /** `lp-whole-wide`: a table whose long words are broken only on phones and tablets. */
    ...text([[".lp-whole-wide", WHOLE]], "@media (min-width:640px){", "}"),
    ...(scheme === "light"
      ? []
      : [...text(dark, "@media (prefers-color-scheme:dark){", "}"), ...text(dark.map(inOutlook))]),
  ].join("\n");
}

/** Returns a rule with those of its selectors that name something the email has; empty if there are none. */
function ruleFor([selectors, declarations]: CssRule, uses: (name: string) => boolean): string {
  const kept = selectors.split(",").filter((selector) => (selector.match(NAMED) ?? []).every(uses));
  return kept.length === 0 ? "" : `${kept.join(",")}{${declarations}}`;
}

const NAMED = /\.lp-[\w-]+|(?<= )(?:li ul|li ol|p|li|ul|ol|pre|code|kbd|hr|sup|sub)\b/g;

/**
 * Gmail, Outlook.com, Samsung and Apple make links by themselves (of a telephone number, an address, a date). Such a link has no class of
 * ours and looks like the text around it; their own rules are weaker than the second and third selector of each rule. Nothing about links
 * is `!important`, so that a template's own links keep what they say.
 */
function textRules({ accent, tint, rule, ink }: Palette, dir: "ltr" | "rtl"): readonly CssRule[] {
  const { end } = sides(dir);
  const nested = dir === "rtl" ? "8px 26px 0 0" : "8px 0 0 26px";
  const links = (name: string) =>
    /** `lp-paper`: the background of the email. It also says that the template follows dark mode. */
    /** `lp-text`: text of the issue, or of your own. What mail programs turn into a link by themselves (a telephone number, a date) looks like the text around it. */
    ["", ".lp-paper ", "#MessageViewBody "].map((before) => `${before}.lp-text ${name}`).join(",");
  return [
    [links("a"), "color:inherit;text-decoration:inherit"],
    /** `lp-a`: a link in `lp-text` that looks like a link. */
    [links(".lp-a"), `color:${accent};text-decoration:underline`],
    /** `lp-quiet`: a link in secondary text. */
    [links(".lp-quiet"), "text-decoration:underline"],
    // A thumb hits a link more easily if the link is in one piece.
    /** `lp-apart`: one of several links on a line, kept in one piece with the space after it. */
    [".lp-apart", "display:inline-block"],
    [".aBn", "border:0!important"],
    [".lp-text p", `margin:0 0 ${GAP}px`],
    [".lp-text li", "margin:0 0 8px"],
    [".lp-text li ul,.lp-text li ol", `margin:${nested};padding:0`],
    [
      ".lp-text code,.lp-text kbd",
      `padding:1px 4px;border-radius:3px;background-color:${tint};font-family:${MONO};font-size:.88em`,
    ],
    [".lp-text kbd", `border:1px solid ${rule}`],
    [".lp-text pre code", "padding:0;font-size:14px"],
    [".lp-text hr", `border:0;border-top:1px solid ${rule}`],
    [".lp-text sup,.lp-text sub", "font-size:12px;line-height:0"],
    [".lp-text sup a", "padding:0 2px"],
    /** `lp-data`: a table in the issue. */
    [".lp-data", "font-variant-numeric:tabular-nums"],
    [".lp-data td", `padding:8px 0;padding-${end}:14px;border-bottom:1px solid ${rule}`],
    [".lp-data th", `padding:8px 0;padding-${end}:14px;border-bottom:2px solid ${ink};font-size:13px`],
    /** `lp-wide`: a cell of figures with a column of words after it, which needs more space. */
    [".lp-data .lp-wide", `padding-${end}:30px`],
    /** `lp-end`: a cell of the last column, with no space after its words. */
    [".lp-data .lp-end", `padding-${end}:0`],
  ];
}

/** For tables in which no word need be broken. */
const WHOLE = "word-break:normal!important";

function phoneRules(dir: "ltr" | "rtl"): readonly CssRule[] {
  return [
    /** `lp-title`: a title, which is smaller on phones. */
    [".lp-title", "font-size:27px!important"],
    /** `lp-pad`: a cell, with 20 px at its sides on phones. */
    /** `lp-section`: an `mj-section`, with 20 px at its sides on phones. */
    [".lp-pad,.lp-section>table>tbody>tr>td", "padding-left:20px!important;padding-right:20px!important"],
    /** `lp-stack`: a table whose cells stand one below the other on phones, each under its heading. */
    ...stackRules(".lp-stack", dir),
  ];
}

/** Rules for a screen that is wider than a phone but too narrow for two columns, or for a table of long words. */
function tabletRules(dir: "ltr" | "rtl"): readonly CssRule[] {
  return [
    /** `lp-column`: a column, which takes the whole width on narrow screens. */
    [".lp-column", "max-width:100%!important"],
    /** `lp-column-text`: the text of a column, which on narrow screens has its space to the next column below it, not beside it. */
    [".lp-column-text", `padding-${sides(dir).end}:0!important;padding-bottom:${GAP}px!important`],
    /** `lp-stack-wide`: like `lp-stack`, but on tablets as well, for a table with long words. */
    ...stackRules(".lp-stack-wide", dir),
  ];
}

/** Stacks the rows of a table below each other, each cell under its heading. */
function stackRules(name: string, dir: "ltr" | "rtl"): readonly CssRule[] {
  const { start } = sides(dir);
  const each = (...tags: readonly string[]) => tags.map((tag) => name + tag).join(",");
  return [
    [each("", " tbody", " tr", " td"), "display:block!important;width:auto!important"],
    [each(" thead"), "display:none!important"],
    [each(" tr"), "padding:10px 0!important;border-bottom:1px solid #888!important"],
    [each(" td"), `text-align:${start}!important;border:0!important;padding:2px 0!important`],
    /** `lp-label`: the heading in a cell, shown only if its table is stacked. */
    [each(" .lp-label"), "display:block!important;font-size:12px;font-weight:700"],
  ];
}

function darkRules(palette: Palette): readonly CssRule[] {
  const { ink, paper, muted, accent, tint, rule, onAccent } = palette;
  return [
    [".lp-paper,.lp-paper>div", `background-color:${paper}!important`],
    /** `lp-tint`: the background of boxes. */
    [".lp-tint,.lp-text code,.lp-text kbd", `background-color:${tint}!important`],
    /** `lp-button`: the background and words of a button. */
    /** `lp-mj-button`: the background and words of an `mj-button`. */
    [".lp-button,.lp-mj-button td,.lp-mj-button a", `background-color:${accent}!important`],
    /** `lp-ink`: text in the main colour. */
    /** `lp-mj-ink`: the text of an MJML tag in the main colour. MJML puts a `css-class` on an element around the text. */
    [".lp-ink,.lp-mj-ink div", `color:${ink}!important`],
    /** `lp-muted`: secondary text. */
    /** `lp-mj-muted`: secondary text of an MJML tag. */
    [".lp-muted,.lp-mj-muted div,a.lp-quiet", `color:${muted}!important`],
    /** `lp-accent`: text in the accent colour. */
    /** `lp-mj-accent`: the text of an MJML tag in the accent colour. */
    /** `lp-mj-outline`: the border and words of an `mj-button` with an outline. */
    [".lp-accent,.lp-text .lp-a,.lp-mj-accent div,.lp-mj-outline a", `color:${accent}!important`],
    ["a.lp-button,.lp-mj-button a", `color:${onAccent}!important`],
    /** `lp-rule`: hairlines. */
    /** `lp-mj-rule`: an `mj-divider` that is a hairline. */
    [".lp-rule,.lp-data td,.lp-text kbd,.lp-mj-rule p", `border-color:${rule}!important`],
    /** `lp-edge`: borders in the accent colour. */
    [".lp-edge,.lp-mj-outline td", `border-color:${accent}!important`],
    /** `lp-ink-edge`: borders in the colour of the text. */
    /** `lp-mj-ink-rule`: an `mj-divider` in the colour of the text. */
    [".lp-ink-edge,.lp-data th,.lp-mj-ink-rule p", `border-color:${ink}!important`],
    /** `lp-logo-light`: a logo that is hidden in dark mode. */
    [".lp-logo-light", "display:none!important"],
    /** `lp-logo-dark`: a logo that is shown only in dark mode. */
    [".lp-logo-dark", "display:block!important"],
    /** `lp-icon-dark`: an icon that is shown only in dark mode. */
    [".lp-icon-dark", "display:inline!important"],
  ];
}

/** Outlook's apps set `data-ogsc` and `data-ogsb` instead of answering the media query. */
function inOutlook([selectors, declarations]: CssRule): CssRule {
  const scope = declarations.startsWith("background-color") ? "[data-ogsb]" : "[data-ogsc]";
  const scoped = selectors.split(",").map((selector) => `${scope} ${selector}`);
  return [scoped.join(","), declarations];
}

/** For a style sheet that gives everything a font, as react-email's `<Font>` does: bold words and lists keep the font of their text. */
export const OWN_FONT = ".lp-ink *,.lp-muted *{font-family:inherit}";

/** Meta tags of both families, in addition to what MJML writes: name and content. */
export function headMeta(scheme: ColorScheme = "light dark"): readonly (readonly [string, string])[] {
  return [
    ["color-scheme", scheme],
    ["supported-color-schemes", scheme],
    ["format-detection", "telephone=no, date=no, address=no, email=no, url=no"],
  ];
}

/** What a phone needs to show an email at its width: name and content. */
export const VIEWPORT = ["viewport", "width=device-width, initial-scale=1"] as const;

/** Outlook for Windows scales images on a 120 dpi screen without this. */
export const OUTLOOK_SETTINGS =
  "<!--[if mso]><noscript><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml></noscript><![endif]-->";
