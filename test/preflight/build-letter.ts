import type { Block, Inline, Place } from "#src/model/block.ts";
import type { Email } from "#src/model/email.ts";
import { type Facts, known, type LinkAnswer, unavailable } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import { BUILT_IN_TAGS, type MergeTag, type Parts } from "#src/model/merge-tag.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { inlinesOf, plainText, walkBlocks } from "#src/model/walk-blocks.ts";
import { outsideLinks } from "#src/preflight/links/outside-links.ts";
import type { TemplateText } from "#src/model/template.ts";

/** An issue and its email with nothing to find, and what a test changes about them. */
export interface Changes {
  readonly issue?: Partial<Issue>;
  readonly subject?: string;
  /** In place of the subject, where it has slots. */
  readonly subjectParts?: Parts;
  readonly html?: Parts;
  readonly text?: Parts;
  readonly tags?: readonly MergeTag[];
  readonly from?: string;
  readonly replyTo?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly facts?: Partial<Facts>;
}

export const NEWSLETTER = newsletterSchema.parse({
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  reply_to: "letters@news.example.org",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
});

/** What made the email, as far as its faults are looked for in it. */
export const TEMPLATE: TemplateText = {
  path: "templates/interview.tsx",
  source: "export default (input) => (\n  <p>Hi {{ username }}</p>\n);\n",
};

export function place(line: number, column = 1): Place {
  return { line, column, endLine: line };
}

export function text(words: string): readonly Inline[] {
  return [{ kind: "text", text: words }];
}

export function paragraph(words: string, line = 10): Block {
  return { kind: "paragraph", children: text(words), place: place(line) };
}

export function heading(
  words: string,
  line: number,
  options: { depth?: 2 | 3 | 4; question?: boolean } = {},
): Block {
  const { depth = 2, question = false } = options;
  return { kind: "heading", depth, question, children: text(words), place: place(line) };
}

const SHELL_START =
  '<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>A letter</title></head><body>';

/** Slot of the unsubscribe link, the first of the built-in tags. */
export const UNSUBSCRIBE = { tag: 0, context: "url" } as const;

export function html(body: string): Parts {
  return [
    `${SHELL_START}${body}<p>You get this because you subscribed.</p><p>The Letter, 12 Press Street,<br>Lima <a class="x" href="`,
    UNSUBSCRIBE,
    '">Unsubscribe</a></p></body></html>',
  ];
}

export function plain(body: string): Parts {
  return [`${body}\n\nThe Letter, 12 Press Street, Lima\nUnsubscribe: `, { tag: 0, context: "plain" }];
}

/** Every address outside answers with a page. */
function answersOf(issue: Issue): Record<string, LinkAnswer> {
  const answer: LinkAnswer = { kind: "ok", moved: null, home: false, type: "text/html" };
  return Object.fromEntries(outsideLinks(issue, NEWSLETTER).map(({ asked }) => [asked, answer]));
}

function wordsOf(body: readonly Block[]): string {
  const inlines = [...walkBlocks(body)].flatMap(inlinesOf);
  return inlines.map((one) => plainText(one)).join(" ");
}

export function letter(changes: Changes = {}): { issue: Issue; email: Email; facts: Facts } {
  const body = "A body with enough words for a letter that is worth reading.";
  const issue: Issue = {
    slug: "hello",
    path: "issues/2026-12-01-hello.md",
    title: "How a letter is made",
    subtitle: null,
    subject: "How a letter is made",
    previewText: "From the first line to the last reader, with everything that can go wrong between.",
    description: "",
    aliases: [],
    aliasPaths: [],
    canonicalUrl: null,
    date: "2026-12-01",
    updated: null,
    sendAt: null,
    timezone: "America/Lima",
    draft: true,
    number: 1,
    section: null,
    series: null,
    authors: [],
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
    body: [paragraph(body)],
    related: [],
    mergeTags: changes.tags ?? BUILT_IN_TAGS,
    asked: [],
    links: [],
    images: [],
    snippets: [],
    words: 12,
    keyPlaces: {
      title: place(2),
      subject: place(3),
      preview_text: place(4),
      draft: place(5),
      accept: place(6),
    },
    ...changes.issue,
  };
  const email: Email = {
    format: 1,
    from: changes.from ?? NEWSLETTER.from,
    replyTo: changes.replyTo === undefined ? (NEWSLETTER.reply_to ?? null) : changes.replyTo,
    subject: changes.subjectParts ?? [changes.subject ?? issue.subject],
    html: changes.html ?? html(`<p>${wordsOf(issue.body)}</p>`),
    text: changes.text ?? plain(body),
    headers: changes.headers ?? { "List-Id": "The Letter <weekly.news.example.org>" },
    list: "weekly",
    tags: changes.tags ?? BUILT_IN_TAGS,
    digest: "0".repeat(64),
  };
  const facts: Facts = {
    newsletter: NEWSLETTER,
    source: "",
    template: TEMPLATE,
    now: known(Date.UTC(2026, 10, 24)),
    images: known({}),
    readers: unavailable("no ledger was opened"),
    logo: known(null),
    deep: known(null),
    pastLocalTime: unavailable("no ledger was opened"),
    dns: unavailable("it is not asked here"),
    spam: unavailable("it is not asked here"),
    links: known(answersOf(issue)),
    earlier: known([]),
    spelling: known(null),
    ...changes.facts,
  };
  return { issue, email, facts };
}
