import { closest, distance } from "fastest-levenshtein";
import { errorAt } from "#src/model/errors.ts";
import type { Where } from "#src/model/finding.ts";
import type { Palette, TemplateInput } from "#src/model/template.ts";
import { frameWords } from "#src/render/frame-words.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { sides } from "#src/render/blocks/styles.ts";

/** The values for `[[ name ]]` in a `.mjml` template, by name. They are not escaped; null if the issue does not have the value. */
export type Placeholders = Readonly<Record<string, string | null>>;

/** Returns every placeholder with its value for one issue. */
export function placeholders(input: TemplateInput): Placeholders {
  const { issue, newsletter, theme, urls } = input;
  const frame = frameWords(input);
  const { start, end } = sides(issue.dir);
  const cover = issue.image === null ? null : shownImage(issue.image.src, input.images);
  return {
    /** The newsletter's name. */
    "newsletter.name": newsletter.name,
    /** The line under the newsletter's name, if the config has one. */
    "newsletter.tagline": newsletter.tagline ?? null,
    /** The address of the newsletter's pages. */
    "newsletter.url": newsletter.url,
    /** The postal address, which the law requires. */
    "newsletter.postal_address": frame.postalAddress,
    /** The issue's title. */
    "issue.title": issue.title,
    /** The issue's subtitle. */
    "issue.subtitle": issue.subtitle,
    /** The subject in the inbox. */
    "issue.subject": issue.subject,
    /** The line after the subject in the inbox. */
    "issue.preview_text": issue.previewText,
    /** The description for feeds and search. */
    "issue.description": issue.description,
    /** The issue's number, such as `12`. */
    "issue.number": issue.number === null ? null : String(issue.number),
    /** The issue's language, such as `es-PE`. */
    "issue.lang": issue.lang,
    /** The direction of the issue's text: `ltr` or `rtl`. */
    "issue.dir": issue.dir,
    /** The side where a line begins, for `align`: `left` or `right`. */
    "issue.start": start,
    /** The side where a line ends: `right` or `left`. */
    "issue.end": end,
    /** The number and the date in words: “No. 7 · 24 November 2026”. */
    "issue.dateline": frame.dateline,
    /** The title of the issue's section. */
    "issue.section": frame.section,
    /** The title of the issue's series, with the part. */
    "issue.series": frame.series,
    /** The authors and the reading time: “By Inés Carpio and the desk · 6 min read”. */
    "issue.byline": frame.byline,
    /** The section's `intro`: the sentence with which each of its issues begins. */
    "issue.intro": frame.intro,
    /** The address of the cover image. */
    "cover.url": cover?.url ?? null,
    /** The width at which the cover image is shown, such as `592px`. */
    "cover.width": cover?.width == null ? null : `${cover.width}px`,
    /** The cover image's alt text. */
    "cover.alt": issue.image?.alt ?? null,
    /** The cover image's caption and credit. */
    "cover.caption": cover === null ? null : frame.caption,
    /** The words of the link to read online. */
    "words.view_online": frame.viewOnline,
    /** Why the reader gets this. */
    "words.reason": frame.reason,
    /** The words of the link to unsubscribe. */
    "words.unsubscribe": frame.unsubscribe,
    /** The words of the link to the reader's preferences. */
    "words.preferences": frame.preferences,
    /** The address of the issue online; nothing with `archive: none`. */
    "urls.web": urls.web,
    /** The address at which the reader unsubscribes: each reader's own. */
    "urls.unsubscribe": urls.unsubscribe,
    /** The address of the reader's preferences: each reader's own. */
    "urls.preferences": urls.preferences,
    /** The address of the subscribe form. */
    "urls.subscribe": urls.subscribe,
    /** A `mailto:` address that begins an email to a friend. */
    "urls.forward": urls.forward,
    /** A `mailto:` address that begins a reply to the newsletter. */
    "urls.reply": urls.reply,
    /** The address of the logo's image. */
    "logo.light": theme.logo?.light ?? null,
    /** The address of the logo's image for dark mode, if the theme has one. */
    "logo.dark": theme.logo?.dark ?? null,
    /** The logo's alt text. */
    "logo.alt": theme.logo?.alt ?? null,
    /** The logo's width, such as `120px`. */
    "logo.width": theme.logo === null ? null : `${theme.logo.width}px`,
    /** The logo's width as a number, such as `120`. */
    "logo.pixels": theme.logo === null ? null : String(theme.logo.width),
    /** The logo's height as a number. */
    "logo.height": theme.logo === null ? null : String(theme.logo.height),
    /** The address that the logo links to. */
    "logo.url": theme.logo?.url ?? null,
    /** The logo's width in dark mode, such as `120px`. */
    "logo.dark_width": theme.logo === null ? null : `${(theme.logo.darkSize ?? theme.logo).width}px`,
    /** The font stack for running text. */
    "theme.serif": theme.serif,
    /** The font stack for headings, tables and small print. */
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
