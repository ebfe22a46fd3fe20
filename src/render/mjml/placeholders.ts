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
    "newsletter.name": newsletter.name,
    "newsletter.tagline": newsletter.tagline ?? null,
    "newsletter.url": newsletter.url,
    "newsletter.postal_address": frame.postalAddress,
    "issue.title": issue.title,
    "issue.subtitle": issue.subtitle,
    "issue.subject": issue.subject,
    "issue.preview_text": issue.previewText,
    "issue.description": issue.description,
    "issue.number": issue.number === null ? null : String(issue.number),
    "issue.lang": issue.lang,
    "issue.dir": issue.dir,
    "issue.start": start,
    "issue.end": end,
    "issue.dateline": frame.dateline,
    "issue.section": frame.section,
    "issue.series": frame.series,
    "issue.byline": frame.byline,
    "issue.intro": frame.intro,
    "cover.url": cover?.url ?? null,
    "cover.width": cover?.width == null ? null : `${cover.width}px`,
    "cover.alt": issue.image?.alt ?? null,
    "cover.caption": cover === null ? null : frame.caption,
    "words.view_online": frame.viewOnline,
    "words.reason": frame.reason,
    "words.unsubscribe": frame.unsubscribe,
    "words.preferences": frame.preferences,
    "urls.web": urls.web,
    "urls.unsubscribe": urls.unsubscribe,
    "urls.preferences": urls.preferences,
    "urls.subscribe": urls.subscribe,
    "urls.forward": urls.forward,
    "urls.reply": urls.reply,
    "logo.light": theme.logo?.light ?? null,
    "logo.dark": theme.logo?.dark ?? null,
    "logo.alt": theme.logo?.alt ?? null,
    "logo.width": theme.logo === null ? null : `${theme.logo.width}px`,
    "logo.pixels": theme.logo === null ? null : String(theme.logo.width),
    "logo.height": theme.logo === null ? null : String(theme.logo.height),
    "logo.url": theme.logo?.url ?? null,
    "logo.dark_width": theme.logo === null ? null : `${(theme.logo.darkSize ?? theme.logo).width}px`,
    "theme.serif": theme.serif,
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
