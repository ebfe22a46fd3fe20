import { closest, distance } from "fastest-levenshtein";
import { errorAt } from "#src/model/errors.ts";
import type { Where } from "#src/model/finding.ts";
import type { Palette, TemplateInput } from "#src/model/template.ts";
import { frameWords } from "#src/render/frame-words.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { sides } from "#src/render/blocks/styles.ts";

/** What `[[ name ]]` in a `.mjml` template stands for, not escaped; null where the issue has no such thing. */
export type Placeholders = Readonly<Record<string, string | null>>;

/** Every placeholder with its value for one issue. */
export function placeholders(input: TemplateInput): Placeholders {
  const { issue, newsletter, theme, urls } = input;
  const frame = frameWords(input);
  const { start, end } = sides(issue.dir);
  const cover = issue.image === null ? null : shownImage(issue.image.src, input.images);
  return {
    /** The newsletter's name. */
    "newsletter.name": newsletter.name,
    /** The line under its name, where the config has one. */
    "newsletter.tagline": newsletter.tagline ?? null,
    /** The address of its pages. */
    "newsletter.url": newsletter.url,
    /** The postal address, which the law asks for. */
    "newsletter.postal_address": frame.postalAddress,
    /** The title. */
    "issue.title": issue.title,
    /** Text under the title. */
    "issue.subtitle": issue.subtitle,
    /** The subject in the inbox. */
    "issue.subject": issue.subject,
    /** The line after the subject in the inbox. */
    "issue.preview_text": issue.previewText,
    /** For feeds and search. */
    "issue.description": issue.description,
    /** Its number, as in 12. */
    "issue.number": issue.number === null ? null : String(issue.number),
    /** Its language, such as `es-PE`. */
    "issue.lang": issue.lang,
    /** `ltr` or `rtl`. */
    "issue.dir": issue.dir,
    /** The side where text begins, for `align`: `left` or `right`. */
    "issue.start": start,
    /** The side where text ends. */
    "issue.end": end,
    /** Number and date in words: “No. 7 · 24 November 2026”. */
    "issue.dateline": frame.dateline,
    /** The title of its section. */
    "issue.section": frame.section,
    /** The title of its series, with the part. */
    "issue.series": frame.series,
    /** Authors and reading time: “By Inés Carpio and the desk · 6 min read”. */
    "issue.byline": frame.byline,
    /** The sentence that its section begins with. */
    "issue.intro": frame.intro,
    /** The cover image as it is served. */
    "cover.url": cover?.url ?? null,
    /** Its shown width, such as `592px`. */
    "cover.width": cover?.width == null ? null : `${cover.width}px`,
    /** Its alt text. */
    "cover.alt": issue.image?.alt ?? null,
    /** Its caption and credit. */
    "cover.caption": cover === null ? null : frame.caption,
    /** The words of the link to read online. */
    "words.view_online": frame.viewOnline,
    /** Why the reader gets this. */
    "words.reason": frame.reason,
    /** The words of the link to unsubscribe. */
    "words.unsubscribe": frame.unsubscribe,
    /** The words of the link to choose. */
    "words.preferences": frame.preferences,
    /** The issue online; nothing with `archive: none`. */
    "urls.web": urls.web,
    /** Each reader's link to unsubscribe. */
    "urls.unsubscribe": urls.unsubscribe,
    /** Each reader's link to choose lists. */
    "urls.preferences": urls.preferences,
    /** The form. */
    "urls.subscribe": urls.subscribe,
    /** An email to a friend, begun. */
    "urls.forward": urls.forward,
    /** An email to the newsletter, begun. */
    "urls.reply": urls.reply,
    /** The logo's address. */
    "logo.light": theme.logo?.light ?? null,
    /** The logo for dark mode, where the theme has one. */
    "logo.dark": theme.logo?.dark ?? null,
    /** The logo's alt text. */
    "logo.alt": theme.logo?.alt ?? null,
    /** Its width, such as `120px`. */
    "logo.width": theme.logo === null ? null : `${theme.logo.width}px`,
    /** Its width as a number, such as `120`. */
    "logo.pixels": theme.logo === null ? null : String(theme.logo.width),
    /** Its height as a number. */
    "logo.height": theme.logo === null ? null : String(theme.logo.height),
    /** Where the logo leads. */
    "logo.url": theme.logo?.url ?? null,
    /** Its width in dark mode, such as `120px`. */
    "logo.dark_width": theme.logo === null ? null : `${(theme.logo.darkSize ?? theme.logo).width}px`,
    /** The font stack of running text. */
    "theme.serif": theme.serif,
    /** The font stack of headings, tables and small print. */
    "theme.sans": theme.sans,
    ...colors("light", theme.light),
    ...colors("dark", theme.dark),
  };
}

/** The value of a placeholder. Throws `template/failed` for a name that does not exist, with the nearest that does. */
export function placeholder(values: Placeholders, name: string, where: Where): string | null {
  if (Object.hasOwn(values, name)) return values[name] ?? null;
  const nearest = closest(name, Object.keys(values));
  const hint = distance(name, nearest) <= name.length / 2 ? ` Did you mean [[ ${nearest} ]]?` : "";
  throw errorAt("template/failed", where, `there is no placeholder [[ ${name} ]].${hint}`);
}

function colors(scheme: "light" | "dark", palette: Palette): Record<string, string> {
  return Object.fromEntries(
    Object.entries(palette).map(([name, color]) => {
      const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return [`theme.${scheme}.${snake}`, String(color)];
    }),
  );
}
