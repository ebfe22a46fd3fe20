import { z } from "zod";
import { key, mailbox } from "#src/model/newsletter.ts";
import { isZone } from "#src/model/wall-clock.ts";
import { isDate } from "./is-date.ts";

const text = z.string().trim().min(1, "expected some text");
const webUrl = z.url({ protocol: /^https?$/, error: "expected an address such as https://example.org/page" });
const date = z.string().refine(isDate, "expected a calendar date such as 2026-12-01");

/** `alt` may be missing here, so that the finding has the image's place and the words used for every image. */
export const image = z.strictObject({
  src: text,
  alt: z.string().trim().optional(),
  caption: text.optional(),
  credit: text.optional(),
});

const imageOrPath = z.union(
  [text.transform((src) => ({ src })), image],
  "expected {src, alt, caption, credit}",
);

export const guest = z.strictObject({
  name: text,
  role: text.optional(),
  organization: text.optional(),
  bio: text.optional(),
  image: imageOrPath.optional(),
  url: webUrl.optional(),
});

export const acceptance = z.strictObject({ rule: text, reason: text });

/** Every key front matter may have. Keys are checked one by one, so that one mistake does not hide the others. */
export const frontMatterSchema = z.strictObject({
  title: text,
  subtitle: text,
  subject: text,
  preview_text: text,
  description: text,
  slug: key,
  aliases: z.array(text),
  canonical_url: webUrl,
  date,
  updated: date,
  send_at: text,
  timezone: z.string().refine(isZone, "expected an IANA time zone such as America/Lima"),
  draft: z.boolean(),
  issue: z.int().positive(),
  section: text,
  series: text,
  part: z.int().positive(),
  authors: z.array(text),
  guests: z.array(guest),
  sponsor: text,
  image: imageOrPath,
  tags: z.array(text),
  template: text,
  lang: z.string().refine(isLanguage, "expected a language such as en, es-PE or ar"),
  from: mailbox,
  reply_to: mailbox,
  list: text,
  segment: text,
  archive: z.enum(["public", "unlisted", "none"]),
  accept: z.array(acceptance),
  trigger: z.enum(["confirm", "welcome"]),
});

export type FrontMatterKey = keyof typeof frontMatterSchema.shape;
/** Front matter without its invalid values. */
export type FrontMatterValues = Partial<z.output<typeof frontMatterSchema>>;

export const KEYS = Object.keys(frontMatterSchema.shape) as readonly FrontMatterKey[];

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
