import { z } from "zod";
import type { RuleId } from "./rules/rules.ts";
import { isMailClientKey } from "./values/mail-clients.ts";
import { DEFAULT_THEME } from "./theme/default-theme.ts";
import { isZone } from "./wall-clock.ts";
import { writtenWords } from "./words/words-schema.ts";

export const hex = z.string().regex(/^#[0-9a-f]{6}$/i, "expected a colour of six hex digits such as #1a5fb4");
export const key = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "expected small letters, digits and hyphens");
const baseUrl = z.string().transform((url, context) => {
  const base = baseAddress(url);
  if (base !== null) return base;
  context.addIssue("expected an address such as https://news.example.org, without a query");
  return z.NEVER;
});
const zone = z.string().refine(isZone, "expected an IANA time zone such as America/Lima");
const lang = z.string().refine(isLanguage, "expected a language such as en, es-PE or ar");
const text = z.string().trim().min(1);
/** `Name <a@b.c>` or `a@b.c`, on one line. */
export const mailbox = z
  .string()
  .regex(
    /^(?:[^<>\r\n]{1,100}<[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+)$/,
    "expected `Name <a@b.c>` or `a@b.c`",
  );

/** Alerts that `notify` can ask for. */
const ALERTS = ["send.finished", "send.braked", "send.uncertain", "job.failed"] as const;
export type AlertType = (typeof ALERTS)[number];

/** Places that `::share` knows, in the order they have unless the config says otherwise. */
const SHARES = ["mail", "copy", "linkedin", "bluesky", "mastodon", "x", "whatsapp"] as const;

/** A place to share on that Letterpress does not know. */
const ownShare = z.strictObject({
  label: text.max(40),
  url: z
    .string()
    .refine(
      (url) => /^https:\/\/[^/{}]/.test(url) && url.includes("{url}") && URL.canParse(url),
      "expected an https address with {url} in it, and perhaps {title}",
    ),
});

/** project/ checks that the rule exists when it reads the config: the table of all rules is not loaded with every newsletter. */
const ruleId = z.string() as unknown as z.ZodType<RuleId, RuleId>;

const icon = z.strictObject({ light: text, dark: text.optional() });

const palette = z.strictObject({ accent: hex, paper: hex, ink: hex });

const theme = z.strictObject({
  /**
   * The logo in light and in dark mode, as paths relative to the project's root. `width` in CSS pixels; `dark_width` is the width of
   * the dark logo if it differs. Without a logo, the newsletter's name is set in type.
   */
  logo: z
    .strictObject({
      light: text,
      dark: text.optional(),
      alt: text,
      width: z.int().min(20).max(600),
      /** The address that the logo links to; the newsletter's own pages unless given. */
      url: z.url({ protocol: /^https?$/ }).optional(),
      dark_width: z.int().min(20).max(600).optional(),
    })
    .optional(),
  /** The colour of links, buttons and horizontal rules. */
  accent: hex.default(DEFAULT_THEME.accent),
  /** The background of the text. */
  paper: hex.default(DEFAULT_THEME.paper),
  /** The colour of the text. */
  ink: hex.default(DEFAULT_THEME.ink),
  /** The same three colours for readers whose system is dark. */
  dark: palette.default(DEFAULT_THEME.dark),
  /** Font families as CSS lists them, for `serif` and `sans`; each list has a font that every system has. */
  serif: text.default(DEFAULT_THEME.serif),
  sans: text.default(DEFAULT_THEME.sans),
});

const attribute = z.strictObject({
  type: z.enum(["string", "number", "boolean", "date"]),
  /** The name that people use for it: the studio shows it beside the values of one reader. */
  label: text.optional(),
});

const author = z.strictObject({
  name: text,
  role: text.optional(),
  url: z
    .url({ protocol: /^https?$/, error: "expected an address such as https://example.org/page" })
    .optional(),
  /** A few words about the author. With them or a picture, each of the author's issues ends with a card. */
  bio: text.optional(),
  /** A path relative to the project's root; `alt` says what it shows beyond the name. */
  image: z
    .union(
      [
        text.transform((src) => ({ src, alt: undefined })),
        z.strictObject({ src: text, alt: text.optional() }),
      ],
      "expected a path, or { src, alt }",
    )
    .optional(),
});

const section = z.strictObject({
  title: text,
  /** The template of the section's issues that name none. */
  template: key.optional(),
  /** The list that the section's issues go to if they name none. */
  list: key.optional(),
  /** A sentence of the newsletter's own that stands before each issue of the section. */
  intro: text.optional(),
  /** A regular time such as "Tue 09:00". */
  slot: z
    .string()
    .regex(
      /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:[01]\d|2[0-3]):[0-5]\d$/,
      'expected a slot such as "Tue 09:00"',
    )
    .optional(),
});

/** One day of a ramp. Below a hundred messages a day, there would be days on which no batch fits. */
const rampDay = z.strictObject({
  /** Messages on that day at most. */
  per_day: z.int().min(100, "expected at least 100 messages a day: what goes to Resend in one call"),
  /** Messages an hour at most on that day. */
  per_hour: z.int().positive().optional(),
});

const ramp = z
  .array(rampDay)
  .min(1)
  .refine(
    (days) => days.every((day, index) => index === 0 || day.per_day >= (days[index - 1]?.per_day ?? 0)),
    "expected a ramp that grows: each day at least as many messages as the day before",
  );

/** How long something is kept, as a number of `unit`; `false` keeps it permanently. */
const keptFor = (unit: "days" | "hours", least: number) =>
  z.union([
    z.literal(false),
    z.int().min(least, `expected at least ${least} ${unit}, or false to keep it permanently`),
  ]);

/** How long the ledger keeps what it no longer needs. Books, exclusions, consents, emails and images always stay. */
const retention = z.strictObject({
  /** Days for which addresses and merged values of deliveries stay after the end of their send. */
  address_days: keptFor("days", 1).default(30),
  /** Days for which events keep more than link, time, kind and the subtype of a bounce. */
  payload_days: keptFor("days", 7).default(90),
  /** Hours for which events of mail that is not ours stay. In that time, mail of a batch of unknown fate may turn out to be ours. */
  unmatched_hours: keptFor("hours", 24).default(72),
  /** Days for which finished confirmation and welcome mails stay, with their events. */
  trigger_days: keptFor("days", 1).default(30),
});

const notified = z.strictObject({
  url: z.url(),
  /** The alerts that go to this address; all of them unless given. */
  on: z
    .array(z.enum(ALERTS))
    .min(1)
    .default([...ALERTS]),
});

export const newsletterSchema = z.strictObject({
  name: text.max(100),
  /** A line under the newsletter's name, on readers' pages. */
  tagline: text.optional(),
  /** The public address of the newsletter's pages, without a slash at its end; `PUBLIC_URL` in the environment overrides it. */
  url: baseUrl,
  /** `Name <a@b.c>`: the sender, at a domain that Resend has verified. */
  from: mailbox,
  /** The address that replies go to; the sender's unless given. */
  reply_to: mailbox.optional(),
  /** The sender's postal address, which the law asks for in every mail. */
  postal_address: text,
  /** The IANA zone of `send_at`, slots and dates, such as America/Lima. */
  timezone: zone,
  /** The language of issues that name none, and of readers' pages. */
  lang: lang.default("en"),
  /** Other languages that readers' pages are offered in. */
  languages: z.array(lang).default([]),
  /**
   * The texts of Letterpress itself around an issue, in its built-in mails and on readers' pages, by language: texts that it lacks, or
   * that you want to say differently. docs/reference/words.md lists all of them.
   */
  words: z.record(lang, writtenWords).default({}),
  /**
   * Where subscribers live. `ledger`: in a database of this newsletter. `resend`: as contacts at Resend, which sends each issue as one
   * broadcast; no ledger, no server.
   */
  audience: z.enum(["ledger", "resend"]).default("ledger"),
  /** With `audience: "resend"`: the branch whose latest commit decides what is sent. On any other commit, `letterpress tick` only reads. */
  branch: text.default("main"),
  /** The first list is the default one. */
  lists: z
    .record(
      key,
      z.strictObject({
        title: text,
        /** What its readers get, and how often. */
        description: text.optional(),
        /** `double`: a reader who subscribes by the form confirms by mail first. `single`: no confirmation. */
        opt_in: z.enum(["double", "single"]).default("double"),
        /** With `audience: "resend"`: the segment that holds its contacts, and the topic that readers leave; names or ids. */
        segment: text.optional(),
        /** Readers who leave the list leave this topic; without one they leave everything that the team sends. */
        topic: text.optional(),
      }),
    )
    .refine((lists) => Object.keys(lists).length > 0, "expected at least one list")
    .refine((lists) => !("all" in lists), "`all` means every list where readers leave; choose another name"),
  /** Kinds of issues with a title, template, list, intro and slot of their own, by the name that front matter uses. */
  sections: z.record(key, section).default({}),
  /** Issues that belong together, by the name that front matter uses. */
  series: z.record(key, z.strictObject({ title: text })).default({}),
  /** Who writes, by the name that front matter uses. */
  authors: z.record(key, author).default({}),
  /** Subscribers' attributes, by name (snake_case), with their types. `first_name` and `last_name` are always there. */
  attributes: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), attribute).default({}),
  /** The template used where neither issue nor section names one. */
  template: key.default("interview"),
  /** Colours, fonts and logo, for emails and readers' pages. */
  theme: theme.prefault({}),
  /** Links in the footer, in words or as icons. */
  social: z
    .array(
      z.strictObject({
        label: text,
        url: z.url(),
        /** Paths relative to the project's root, shown 24 px wide with the label as alt text; `dark` for readers whose system is dark. */
        icon: icon.optional(),
      }),
    )
    .default([]),
  /**
   * The places on which `::share` lets readers share an issue, in this order. For any other place, write a label and an address with
   * `{url}` and perhaps `{title}` in it.
   */
  share: z
    .array(z.union([z.enum(SHARES), ownShare]))
    .min(1)
    .default([...SHARES]),
  /**
   * How many of the readers use which mail program, as parts of any sum: `gmail` for all of Gmail's programs, `outlook/windows` for one
   * of Outlook's. If a program does not support something, preflight says how many readers use that program. docs/mail-programs.md lists
   * the names, and the parts unless given.
   */
  clients: z
    .record(
      z
        .string()
        .refine(isMailClientKey, "expected a mail program such as gmail, apple-mail or outlook/windows"),
      z.number().min(0),
    )
    .default({}),
  /**
   * The severity that a rule's findings get in place of their own: `off`, `info`, `warning` or `error`, by the rule's id,
   * such as `link/generic-text`. A rule that protects readers can only be raised. docs/reference/rules.md lists all
   * rules.
   */
  rules: z.partialRecord(ruleId, z.enum(["off", "info", "warning", "error"])).default({}),
  /**
   * The spelling check, with Hunspell's dictionaries. Off unless given; `npm install --save-dev hunspell-wasm dictionary-en` installs
   * what it needs.
   */
  spelling: z
    .strictObject({
      /** By language: a package with a dictionary, such as dictionary-en-gb, or a folder of the project with index.aff and index.dic. */
      dictionaries: z.record(lang, text),
      /** Words that are right although no dictionary has them. Names of the newsletter, its authors and guests need not be here. */
      known: z.array(text).default([]),
    })
    .optional(),
  /** How fast a send goes out. */
  pace: z
    .strictObject({
      /** Messages an hour at most, for every send. */
      per_hour: z.int().positive().optional(),
      /**
       * How a send grows that is much larger than any before it: messages on the first day, on the second and so on; the last
       * line holds for all days that follow. `false`: all at once, without asking. Not given: a person is asked about each
       * such send.
       */
      ramp: z.union([z.literal(false), ramp]).optional(),
    })
    .prefault({}),
  /** The first wave: a small part of a large send goes ahead, so that a fault is seen before every reader has the issue. */
  wave: z
    .strictObject({
      /** A send to more readers than this has a first wave. */
      above: z.int().positive().default(2000),
      /** The share (0 to 1) of the readers who are in the first wave. */
      share: z.number().min(0).max(1).default(0.02),
      /** Minutes until the other readers follow. */
      minutes: z.int().min(0).default(10),
      /** `true`: the other readers wait for `letterpress approve`. */
      approve: z.boolean().default(false),
    })
    .prefault({}),
  /** Shares (0 to 1) of permanent bounces and complaints at which a send pauses. */
  brake: z
    .strictObject({
      /** Permanent bounces, as a share of the mails that were delivered or bounced. */
      bounces: z.number().min(0).max(1).default(0.04),
      /** Complaints, as a share of the mails that were delivered. */
      complaints: z.number().min(0).max(1).default(0.001),
    })
    .prefault({}),
  /**
   * What happens to a reader whose mails bounce transiently (a full mailbox, an absence, a server that is down) in `sends`
   * sends in a row, over at least `days` days, with nothing delivered: the reader rests for `rest_days` days, gets one
   * issue as a try, and is suppressed if that bounces, too.
   */
  bounces: z
    .strictObject({
      sends: z.int().min(2).default(3),
      days: z.int().min(1).default(14),
      rest_days: z.int().min(1).default(30),
    })
    .prefault({}),
  /** Limits of the public form. A person whose form exceeds them sees the same page as everybody else. */
  subscribe: z
    .strictObject({
      /** Confirmation and welcome mails an hour; the others wait their turn. */
      mails_per_hour: z.int().positive().default(500),
      /** Forms an hour from one network: an IPv4 /24, an IPv6 /64. */
      forms_per_network: z.int().positive().default(60),
    })
    .prefault({}),
  /** How long the ledger keeps what it no longer needs; `false` keeps it. */
  retention: retention.prefault({}),
  /** Addresses to which alerts are posted, each signed with NOTIFY_SECRET; a bare address gets every alert. */
  notify: z.array(z.union([z.url().transform((url) => ({ url, on: [...ALERTS] })), notified])).default([]),
  /** Addresses of subscribers whose copies always go out with the first wave. */
  editors: z.array(z.email()).default([]),
  resend: z
    .strictObject({
      /**
       * A name for the Resend team. Newsletters that send through one Resend team and one ledger share its pace if they
       * give the same name here.
       */
      team: key.default("default"),
      /**
       * With `audience: "resend"`: the id of a draft at Resend that is older than every broadcast of this newsletter. A list of
       * broadcasts without this draft was not read to its end, and nothing is written.
       */
      oldest: text.optional(),
      /** Whether the domain at Resend counts opens and rewrites links. `letterpress connect` compares this with Resend. */
      tracking: z
        .strictObject({ opens: z.boolean().default(false), clicks: z.boolean().default(false) })
        .prefault({}),
    })
    .prefault({}),
});

/** What a person writes in newsletter.config.ts. */
export type NewsletterConfig = z.input<typeof newsletterSchema>;

/** The publication, complete: every default filled in. */
export type Newsletter = z.output<typeof newsletterSchema>;
export type ThemeConfig = Newsletter["theme"];

/**
 * Returns an address to which paths can be appended, without the slashes at its end; null for anything else. A query, a
 * fragment or a user in it would end up in the middle of every link.
 */
export function baseAddress(text: string): string | null {
  if (!/^https?:\/\/[^\s?#\\]+$/i.test(text) || !URL.canParse(text)) return null;
  const { hostname, username, password } = new URL(text);
  return hostname === "" || username !== "" || password !== "" ? null : text.replace(/\/+$/, "");
}

/** True for a language tag in which dates and words can be formatted: any other tag throws where it is used. */
export function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** The type of every attribute that a merge tag or segment may name. */
export function attributesOf(
  newsletter: Newsletter,
): Readonly<Record<string, { type: "string" | "number" | "boolean" | "date" }>> {
  return { first_name: { type: "string" }, last_name: { type: "string" }, ...newsletter.attributes };
}

/** The list an issue goes to when neither it nor its section names one. */
export function defaultList(newsletter: Newsletter): string {
  return Object.keys(newsletter.lists)[0] ?? "";
}
