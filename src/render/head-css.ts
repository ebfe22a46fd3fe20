import type { Block } from "#src/model/block.ts";
import type { Palette, TemplateInput } from "#src/model/template.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { sides } from "#src/render/blocks/styles.ts";

/** The colour schemes an email has; "light" where its template does not follow the reader. */
export type ColorScheme = "light dark" | "light";

/**
 * The style sheet in the head: what inline styles cannot say. An email must read well without it, because Gmail drops
 * it for some accounts and Outlook for Windows ignores most of it.
 */
export function headCss(
  {
    theme,
    issue,
    body,
  }: Pick<TemplateInput, "theme" | "body"> & { readonly issue: Pick<TemplateInput["issue"], "dir"> },
  scheme: ColorScheme = "light dark",
): string {
  const { start } = sides(issue.dir);
  const rules = (scope: string) => darkRules(theme.dark, scope) + outlineRules(body, theme.dark, scope);
  const dark = [
    `@media (prefers-color-scheme:dark){${rules("")}${LOGOS}}`,
    rules("[data-ogsc] "),
    LOGOS.replaceAll(".lp-logo", "[data-ogsc] .lp-logo"),
  ];
  return [
    `:root{color-scheme:${scheme};supported-color-schemes:${scheme}}`,
    "body{margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}",
    "table{border-collapse:collapse;mso-table-lspace:0;mso-table-rspace:0}",
    "a[x-apple-data-detectors]{color:inherit!important;text-decoration:inherit!important}",
    "sup,sub{line-height:0}",
    `@media (max-width:520px){${PHONE.replaceAll("START", start)}}`,
    ...(scheme === "light" ? [] : dark),
  ].join("\n");
}

const PHONE = [
  /** `lp-title`: on phones, the title is smaller. */
  ".lp-title{font-size:27px!important}",
  /** `lp-pad`: on phones, 20 px at the sides. */
  ".lp-pad{padding-left:20px!important;padding-right:20px!important}",
  /** `lp-column`: on phones, a column takes the whole width. */
  ".lp-column{max-width:100%!important}",
  /** `lp-column-text`: on phones, without the space between columns. */
  ".lp-column-text{padding:0!important}",
  /** `lp-stack`: on phones, the rows of a table stand one above the other, each cell with its `data-label`. */
  ".lp-stack,.lp-stack tbody,.lp-stack tr,.lp-stack td{display:block!important;width:auto!important}",
  ".lp-stack thead{display:none!important}",
  ".lp-stack tr{padding:10px 0!important;border-bottom:1px solid #888!important}",
  ".lp-stack td{text-align:START!important;border:0!important;padding:2px 0!important}",
  ".lp-stack td::before{content:attr(data-label);display:block;font-size:12px;font-weight:700}",
].join("");

/** `lp-logo-light`: hidden in dark mode. */
/** `lp-logo-dark`: shown in dark mode only. */
const LOGOS = ".lp-logo-light{display:none!important}.lp-logo-dark{display:block!important}";

/** Outlook's apps set `data-ogsc` and `data-ogsb` instead of answering the media query. */
function darkRules(palette: Palette, scope: string): string {
  const back = scope.replace("ogsc", "ogsb");
  const { ink, paper, muted, accent, tint, rule, onAccent } = palette;
  return [
    /** `lp-paper`: the ground of the email. It also says that the template follows dark mode. */
    `${back}.lp-paper,${back}.lp-paper>div{background-color:${paper}!important}`,
    /** `lp-tint`: the ground of boxes. */
    `${back}.lp-tint{background-color:${tint}!important}`,
    /** `lp-button`: a button, its ground and its words. */
    /** `lp-mj-button`: an `mj-button`, its ground and its words. */
    `${back}.lp-button,${back}.lp-mj-button td,${back}.lp-mj-button a{background-color:${accent}!important}`,
    /** `lp-ink`: words. */
    /** `lp-mj-ink`: words of an MJML tag, whose `css-class` stands around them. */
    `${scope}.lp-ink,${scope}.lp-mj-ink div{color:${ink}!important}`,
    /** `lp-muted`: secondary words. */
    /** `lp-mj-muted`: secondary words of an MJML tag. */
    /** `lp-quiet`: links in secondary words. */
    `${scope}.lp-muted,${scope}.lp-mj-muted div,${scope}a.lp-quiet{color:${muted}!important}`,
    /** `lp-accent`: words in the accent colour. */
    /** `lp-mj-accent`: words of an MJML tag in the accent colour. */
    `${scope}.lp-accent,${scope}.lp-mj-accent div{color:${accent}!important}`,
    `${scope}a.lp-button,${scope}.lp-mj-button a{color:${onAccent}!important}`,
    /** `lp-rule`: hairlines. */
    /** `lp-mj-rule`: an `mj-divider` that is a hairline. */
    `${scope}.lp-rule,${scope}.lp-mj-rule p{border-color:${rule}!important}`,
    /** `lp-edge`: borders in the accent colour. */
    `${scope}.lp-edge{border-color:${accent}!important}`,
    /** `lp-ink-edge`: borders in the colour of the words. */
    /** `lp-mj-ink-rule`: an `mj-divider` in the colour of the words. */
    `${scope}.lp-ink-edge,${scope}.lp-mj-ink-rule p{border-color:${ink}!important}`,
  ].join("");
}

/** Of MJML's own button with an outline; only where there is one, because every rule is bytes in every mail. */
function outlineRules(body: readonly Block[], { accent }: Palette, scope: string): string {
  if (!walkBlocks(body).some((block) => block.kind === "button" && block.secondary === true)) return "";
  /** `lp-mj-outline`: an `mj-button` with an outline, its border and its words. */
  return `${scope}.lp-mj-outline td{border-color:${accent}!important}${scope}.lp-mj-outline a{color:${accent}!important}`;
}

/** Where a style sheet gives everything a font, as react-email's `<Font>` does: bold words and lists keep that of their text. */
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
