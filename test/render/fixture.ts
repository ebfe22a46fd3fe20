import { readFile } from "node:fs/promises";
import type { Block, ImageRef, Inline, Place } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";
import { BUILT_IN_TAGS, RATE_TAG, tokenOf, type MergeTag } from "#src/model/merge-tag.ts";
import { newsletterSchema, type Newsletter, type NewsletterConfig } from "#src/model/newsletter.ts";
import type { AskedSegment } from "#src/model/parts/asked-segment.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import type { Images, Template, TemplateInput } from "#src/model/template.ts";
import Interview from "../../templates/interview.tsx";

export const place: Place = { line: 1, column: 1, endLine: 1 };
export const text = (value: string): Inline => ({ kind: "text", text: value });
export const paragraph = (...children: (string | Inline)[]): Block => ({
  kind: "paragraph",
  children: children.map((child) => (typeof child === "string" ? text(child) : child)),
  place,
});
export const link = (url: string, label: string): Inline => ({
  kind: "link",
  url,
  title: null,
  children: [text(label)],
  place,
});

/** `{{ subscriber.first_name | default: "there" }}`, the first tag after the built-in ones. */
export const FIRST_NAME = tokenOf(3, 20);
/** `{{ subscriber.home_page }}`, for whole addresses. */
export const HOME_PAGE = tokenOf(4);
export const tags: readonly MergeTag[] = [
  ...BUILT_IN_TAGS,
  {
    name: "subscriber.first_name",
    filters: [{ name: "default", args: ["there"] }],
    source: '{{ subscriber.first_name | default: "there" }}',
  },
  { name: "subscriber.home_page", filters: [], source: "{{ subscriber.home_page }}" },
];

const picture = (src: string, alt: string, caption: string | null = null): ImageRef => ({
  src,
  alt,
  caption,
  credit: null,
  place,
});

export const images: Images = {
  "./press.png": { url: "https://news.example.org/a/0123.png", width: 592, height: 296, most: 1184 },
  "logo.png": { url: "https://news.example.org/a/89ab.png", width: 360, height: 80 },
  "logo-dark.png": { url: "https://news.example.org/a/cdef.png", width: 360, height: 80 },
  "play:./youtube-dQw4w9WgXcQ.jpg": { url: "https://news.example.org/a/ff01.jpg", width: 592, height: 333 },
  "icon:icon.png": { url: "https://news.example.org/a/ff02.png", width: 24, height: 24 },
  "author:ada": { url: "https://news.example.org/a/ada0.png", width: 176, height: 176 },
  "./portrait.png": { url: "https://news.example.org/a/4567.png", width: 400, height: 400 },
};

const noSponsor = { label: null, url: null, logo: null, disclosure: null };

/** One block of every kind; a kind that has variants shows them. */
export const everyKind: { readonly [K in Exclude<Block["kind"], "own">]: readonly Block[] } = {
  heading: [
    { kind: "heading", depth: 2, question: false, children: [text("A heading")], place },
    { kind: "heading", depth: 3, question: false, children: [text("One below")], place },
    { kind: "heading", depth: 4, question: false, children: [text("The smallest")], place },
    { kind: "heading", depth: 2, question: true, children: [text("What is a question?")], place },
    paragraph("An answer."),
  ],
  paragraph: [
    paragraph(
      "Plain, ",
      { kind: "strong", children: [text("strong")] },
      ", ",
      { kind: "emphasis", children: [text("emphatic")] },
      ", ",
      { kind: "delete", children: [text("struck")] },
      " and ",
      { kind: "code", text: "code < here" },
      " with a ",
      link("https://example.org/?a=1&b=2", "link"),
      ", a line",
      { kind: "break" },
      "break, H",
      { kind: "html", tag: "sub", children: [text("2")] },
      "O, a note",
      { kind: "footnote", number: 1 },
      ' and quotes: “curly” & "straight" <angle>.',
    ),
  ],
  list: [
    {
      kind: "list",
      ordered: false,
      start: 1,
      place,
      items: [
        { checked: null, place, blocks: [paragraph("Lead")] },
        {
          checked: null,
          place,
          blocks: [
            paragraph("Ink"),
            {
              kind: "list",
              ordered: true,
              start: 3,
              place,
              items: [
                { checked: null, place, blocks: [paragraph("black")] },
                { checked: null, place, blocks: [paragraph("red")] },
              ],
            },
          ],
        },
      ],
    },
    {
      kind: "list",
      ordered: false,
      start: 1,
      place,
      items: [
        { checked: true, place, blocks: [paragraph("Set")] },
        { checked: false, place, blocks: [paragraph("Printed")] },
      ],
    },
  ],
  quote: [{ kind: "quote", blocks: [paragraph("Somebody said so."), paragraph("Twice.")], place }],
  pullquote: [
    { kind: "pullquote", children: [text("A sentence worth a second look.")], cite: "A reader", place },
  ],
  image: [
    { kind: "image", image: picture("./press.png", "A hand press", "Built in 1820."), url: null, place },
  ],
  button: [
    { kind: "button", url: "https://example.org/join", children: [text("Join the press")], place },
    { kind: "button", url: "https://example.org/read", secondary: true, children: [text("Read on")], place },
  ],
  buttons: [
    {
      kind: "buttons",
      blocks: [
        { kind: "button", url: "https://example.org/come", children: [text("Come to the fair")], place },
        {
          kind: "button",
          url: "https://example.org/sell",
          secondary: true,
          children: [text("Sell at it")],
          place,
        },
      ],
      place,
    },
  ],
  gallery: [
    {
      kind: "gallery",
      blocks: [
        { kind: "image", image: picture("./press.png", "The bed", "Before the fire."), url: null, place },
        { kind: "image", image: picture("./press.png", "The bar"), url: "https://example.org/bar", place },
      ],
      place,
    },
    {
      kind: "gallery",
      blocks: ["First", "Second", "Third"].map((alt) => ({
        kind: "image",
        image: picture("./portrait.png", alt),
        url: null,
        place,
      })),
      place,
    },
  ],
  card: [
    {
      kind: "card",
      url: "https://example.org/essay?a=1&b=2",
      video: null,
      image: picture("./press.png", ""),
      children: [text("An essay on type & time")],
      blocks: [paragraph("Ten pages about one letter.")],
      place,
    },
    {
      kind: "card",
      url: "https://example.org/plain",
      video: null,
      image: null,
      children: [text("A card of words")],
      blocks: [],
      place,
    },
    {
      kind: "card",
      url: "https://youtu.be/dQw4w9WgXcQ",
      video: { site: "YouTube", id: "dQw4w9WgXcQ" },
      image: picture("./youtube-dQw4w9WgXcQ.jpg", ""),
      children: [],
      blocks: [],
      place,
    },
    {
      kind: "card",
      url: "https://vimeo.com/76979871",
      video: { site: "Vimeo", id: "76979871" },
      image: picture("./vimeo-76979871.jpg", ""),
      children: [text("How a page is set")],
      blocks: [],
      place,
    },
  ],
  contents: [
    {
      kind: "contents",
      children: [],
      entries: [
        { anchor: "part-1", children: [text("Where does the lead go?")] },
        { anchor: "part-2", children: [text("Who melts it?")] },
      ],
      place,
    },
    {
      kind: "heading",
      depth: 2,
      question: true,
      anchor: "part-1",
      children: [text("Where does the lead go?")],
      place,
    },
    {
      kind: "paragraph",
      speaker: "guest",
      children: [{ kind: "strong", children: [text("Omar:")] }, text(" Into the pot.")],
      place,
    },
    {
      kind: "paragraph",
      speaker: "author",
      children: [{ kind: "strong", children: [text("Ada:")] }, text(" And then?")],
      place,
    },
    {
      kind: "heading",
      depth: 2,
      question: false,
      anchor: "part-2",
      children: [text("Who melts it?")],
      place,
    },
  ],
  share: [{ kind: "share", place }],
  rate: [
    { kind: "rate", children: [], place },
    { kind: "rate", children: [text("Was it worth your time?")], place },
  ],
  code: [
    {
      kind: "code",
      lang: "ts",
      text: 'if (a < b && "c") {\n  print("{{ subscriber.first_name }}");\n}',
      place,
    },
  ],
  table: [
    {
      kind: "table",
      align: [null, "right"],
      head: [{ children: [text("Thing")] }, { children: [text("Count")] }],
      rows: [
        [{ children: [text("Letters")] }, { children: [text("1,200")] }],
        [{ children: [text("Rules")] }, { children: [text("9")] }],
      ],
      place,
    },
    {
      kind: "table",
      align: [null, null, null, "center", "right", "right"],
      head: ["One", "Two", "Three", "Four", "Five", "Six"].map((word) => ({ children: [text(word)] })),
      rows: [
        ["first", "second", "third", "fourth", "fifth", "incomprehensibilities"].map((word) => ({
          children: [text(word)],
        })),
      ],
      place,
    },
  ],
  rule: [paragraph("Before."), { kind: "rule", place }, paragraph("After.")],
  callout: (["note", "tip", "important", "warning", "caution"] as const).map((tone) => ({
    kind: "callout",
    tone,
    blocks: [paragraph(`This is a ${tone} indeed.`)],
    place,
  })),
  guest: [
    { kind: "guest", index: 0, place },
    { kind: "guest", index: 1, place },
  ],
  subscribe: [{ kind: "subscribe", place }],
  author: [{ kind: "author", index: 0, place }],
  sponsor: [
    { kind: "sponsor", ...noSponsor, name: "Type & Sons", blocks: [paragraph("We cast letters.")], place },
    {
      kind: "sponsor",
      name: "Ink Ltd",
      label: "Presented by",
      url: "https://example.org/ink?a=1&b=2",
      logo: picture("./press.png", "The mark of Ink"),
      disclosure: "They paid for this part and did not read it before.",
      blocks: [paragraph("We mix colours.")],
      place,
    },
  ],
  series: [{ kind: "series", place }],
  related: [{ kind: "related", index: 0, section: null, tag: null, limit: 3, place }],
  tags: [{ kind: "tags", place }],
  columns: [{ kind: "columns", columns: [[paragraph("Left side.")], [paragraph("Right side.")]], place }],
  only: [
    {
      kind: "only",
      asked: 0,
      blocks: [
        paragraph("All of the story, dear ", FIRST_NAME, "."),
        {
          kind: "list",
          ordered: false,
          start: 1,
          place,
          items: [
            {
              checked: null,
              place,
              blocks: [
                paragraph("And a list"),
                { kind: "only", asked: 1, blocks: [paragraph("with more in Peru.")], otherwise: [], place },
              ],
            },
          ],
        },
      ],
      otherwise: [paragraph("The beginning of the story.")],
      place,
    },
    paragraph("Everybody reads this."),
  ],
  endnotes: [
    { kind: "endnotes", notes: [[paragraph("See the first source.")], [paragraph("And the other.")]], place },
  ],
};

/** The segments that parts are for. */
const asked: readonly AskedSegment[] = [
  {
    query: "plan:pro",
    rule: { kind: "attribute", name: "plan", type: "string", operator: "=", value: "pro" },
  },
  {
    query: "country:PE",
    rule: { kind: "attribute", name: "country", type: "string", operator: "=", value: "PE" },
  },
];

export function issueWith(body: readonly Block[], changes: Partial<Issue> = {}): Issue {
  return {
    slug: "from-lead-to-light",
    path: "issues/2026-11-24-from-lead-to-light.md",
    title: "From lead to light",
    subtitle: "How a page is made",
    subject: "From lead to light, and back",
    previewText: "A short walk through the shop.",
    description: "A short walk through the shop.",
    aliases: [],
    aliasPaths: [],
    canonicalUrl: null,
    date: "2026-11-24",
    updated: null,
    sendAt: null,
    timezone: "America/Lima",
    draft: true,
    number: 7,
    section: { key: "corner", title: "Insider’s Corner", intro: "One guest and our questions.", slot: null },
    series: { key: "shop", title: "In the shop", part: 2, previous: null },
    authors: [
      { key: "ada", name: "Ada", role: null, bio: null, image: null, url: null },
      { key: "bo", name: "Bo", role: null, bio: null, image: null, url: null },
    ],
    guests: [],
    sponsor: null,
    image: null,
    tags: [],
    template: "interview",
    lang: "en",
    dir: "ltr",
    from: null,
    replyTo: null,
    list: "weekly",
    segment: null,
    archive: "public",
    accept: [],
    trigger: null,
    body,
    related: [],
    mergeTags: walkBlocks(body).some(({ kind }) => kind === "rate") ? [...tags, RATE_TAG] : tags,
    asked: [...walkBlocks(body)].some(({ kind }) => kind === "only") ? asked : [],
    links: [],
    images: [],
    snippets: [],
    words: 1400,
    keyPlaces: {},
    ...changes,
  };
}

/** What an issue has that lacks nothing, so that every kind of block has something to show. */
export const complete: Partial<Issue> = {
  authors: [
    {
      key: "ada",
      name: "Ada Lindqvist",
      role: "Editor",
      bio: "Reads every line twice.",
      image: picture("author:ada", ""),
      url: "https://example.org/ada",
    },
    { key: "bo", name: "Bo", role: null, bio: null, image: null, url: null },
  ],
  tags: ["lead", "light & shadow"],
  series: {
    key: "shop",
    title: "In the shop",
    part: 2,
    previous: { slug: "the-first-day", part: 1, title: "The first day", lang: "en", dir: "ltr" },
  },
  related: [
    [
      { slug: "on-ink", title: "On ink & water", lang: "en", dir: "ltr" },
      { slug: "al-papel", title: "Del plomo al papel", lang: "es", dir: "ltr" },
    ],
  ],
};

export const guests: Issue["guests"] = [
  {
    name: "Inés Carpio",
    role: "Maintainer",
    organization: "The Press",
    bio: "Counts the copies.",
    image: picture("./portrait.png", "A portrait of Inés"),
    url: "https://example.org/ines",
  },
  { name: "Omar Ben Ali", role: null, organization: null, bio: null, image: null, url: null },
];

export function newsletterWith(changes: Partial<NewsletterConfig> = {}): Newsletter {
  return newsletterSchema.parse({
    name: "The Composing Stick",
    url: "https://news.example.org",
    from: "The Composing Stick <desk@example.org>",
    postal_address: "1 Type Street, Lima 15063, Peru",
    timezone: "America/Lima",
    lists: { weekly: { title: "The weekly letter" } },
    ...changes,
  });
}

const read = (path: string) => readFile(new URL(`../../templates/${path}`, import.meta.url), "utf8");

export const interview: Template = {
  family: "react",
  name: "interview",
  path: "templates/interview.tsx",
  source: await read("interview.tsx"),
  component: Interview as (input: TemplateInput) => unknown,
};

export const digest: Template = {
  family: "mjml",
  name: "digest",
  path: "templates/digest.mjml",
  source: await read("digest.mjml"),
  parts: {},
};

export const families = [
  ["react", interview],
  ["mjml", digest],
] as const;
