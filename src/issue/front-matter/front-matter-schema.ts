import { z } from "zod";
import { TRIGGERS } from "#src/model/states.ts";
import { isLanguage, key, mailbox } from "#src/model/newsletter.ts";
import { isZone } from "#src/model/wall-clock.ts";
import { isDate } from "./is-date.ts";

const text = z.string().trim().min(1, "expected some text");
const webUrl = z.url({ protocol: /^https?$/, error: "expected an address such as https://example.org/page" });
const date = z.string().refine(isDate, "expected a calendar date such as 2026-12-01");

/** The schema accepts an image without `alt`, so that the finding has the image's place and the words used for every image. */
export const image = z.strictObject({
  src: text,
  alt: z.string().trim().optional(),
  caption: text.optional(),
  credit: text.optional(),
});

const imageOrPath = z.union(
  [text.transform((src): z.output<typeof image> => ({ src })), image],
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

export const sponsor = z.strictObject({
  name: text,
  label: text.optional(),
  url: webUrl.optional(),
  logo: imageOrPath.optional(),
  disclosure: text.optional(),
});

export const acceptance = z.strictObject({ rule: text, reason: text });

/** Every key front matter may have. Keys are checked one by one, so that one mistake does not hide the others. */
export const frontMatterSchema = z.strictObject({
  title: text.describe("The title. The only key that an issue must have."),
  subtitle: text.describe("Text under the title."),
  subject: text.describe("The subject in the inbox, with merge tags; the title unless given."),
  preview_text: text.describe(
    "The line after the subject in the inbox: 40 to 130 characters, with merge tags.",
  ),
  description: text.describe("For feeds and search; preview_text unless given."),
  slug: key.describe("Its name in addresses and commands; the file's name without its date unless given."),
  aliases: z.array(text).describe("Earlier slugs. A renamed issue needs its old one here."),
  canonical_url: webUrl.describe("The address of the original, if it was published elsewhere."),
  date: date.meta({ description: "A calendar date, shown as written.", examples: ["2026-12-01"] }),
  updated: date.meta({
    description: "When something was corrected, shown beside the authors.",
    examples: ["2026-12-03"],
  }),
  send_at: text.meta({
    description: "When to send: a time in `timezone`, ISO with an offset, a time with `local`, or `next`.",
    examples: ["2026-12-01 09:00", "2026-12-01T09:00:00-05:00", "2026-12-01 09:00 local", "next"],
  }),
  timezone: z
    .string()
    .refine(isZone, "expected an IANA time zone such as America/Lima")
    .meta({ description: "The zone of send_at; the newsletter's unless given.", examples: ["America/Lima"] }),
  draft: z.boolean().describe("true unless given: a draft can be previewed and tested, never scheduled."),
  issue: z.int().positive().describe("Its number, as in “Issue 12”."),
  section: text.describe("A key of `sections` in newsletter.config.ts: sets template, list, intro and slot."),
  series: text.describe("A key of `series` in newsletter.config.ts."),
  part: z
    .int()
    .positive()
    .describe("The issue's number in its series; the part before it is linked under the text."),
  authors: z
    .array(text)
    .describe("Keys of `authors` in newsletter.config.ts, with a card for who has words or a picture there."),
  guests: z.array(guest).describe("{name, role, organization, bio, image, url}: only the name is required."),
  sponsor: z
    .union(
      [text.transform((name): z.output<typeof sponsor> => ({ name })), sponsor],
      "expected {name, label, url, logo, disclosure}",
    )
    .describe(
      "Who paid for the issue: a name, or {name, label, url, logo, disclosure}. Shown above the text.",
    ),
  image: imageOrPath.describe("The cover: {src, alt, caption, credit}."),
  tags: z.array(text).describe("A list of words, shown under the text; `::related` finds issues by them."),
  template: text.describe("A file of templates/ without its extension."),
  lang: z
    .string()
    .refine(isLanguage, "expected a language such as en, es-PE or ar")
    .meta({ description: "The language of the issue; sets its direction too.", examples: ["es-PE"] }),
  from: mailbox.describe("`Name <a@b.c>`; the newsletter's unless given."),
  reply_to: mailbox.describe("`Name <a@b.c>`; the newsletter's unless given."),
  list: text.describe("A key of `lists` in newsletter.config.ts."),
  segment: text.describe("A rule over the list's subscribers, such as plan:pro -country:US."),
  archive: z.enum(["public", "unlisted", "none"]).describe("Where it is online; public unless given."),
  accept: z.array(acceptance).describe("{rule, reason}: findings that you have looked at and accept."),
  trigger: z.enum(TRIGGERS).describe("An email to one person, after what they did."),
});

export type FrontMatterKey = keyof typeof frontMatterSchema.shape;
/** Front matter without its invalid values. */
export type FrontMatterValues = Partial<z.output<typeof frontMatterSchema>>;

export const KEYS = Object.keys(frontMatterSchema.shape) as readonly FrontMatterKey[];
