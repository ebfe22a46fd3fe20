import { expect, test } from "vitest";
import type { Finding } from "#src/model/finding.ts";
import { known } from "#src/model/facts.ts";
import { BUILT_IN_TAGS, tokenOf } from "#src/model/merge-tag.ts";
import { preflight } from "#src/preflight/preflight.ts";
import {
  NEWSLETTER,
  type Changes,
  heading,
  html,
  letter,
  paragraph,
  place,
  plain,
  text,
  UNSUBSCRIBE,
} from "./build-letter.ts";

function findings(changes: Changes = {}): readonly Finding[] {
  const { issue, email, facts } = letter(changes);
  return preflight(issue, email, facts);
}

function rules(changes: Changes = {}): string[] {
  return findings(changes).map(({ severity, rule }) => `${severity} ${rule}`);
}

test("finds nothing in a letter that is in order", () => {
  expect(findings()).toEqual([]);
});

const link = (url: string, words: string) => ({
  issue: { links: [{ url, text: words, place: place(12, 4) }] },
});
const image = (alt: string) => ({ src: "a.png", alt, caption: null, credit: null, place: place(9) });
const guest = { name: "Ada", role: null, organization: null, bio: null, image: null, url: null };
const NAME = { name: "subscriber.first_name", filters: [], source: "{{ subscriber.first_name }}" };
const LINKS = `<a href="https://museum.example/a/page/with/words?and=a&amp;query=1">x</a>`.repeat(200);
const names = (count: number) => Array.from({ length: count }, () => ({ tag: 3, context: "text" as const }));
const TRACKING = { ...NEWSLETTER, resend: { ...NEWSLETTER.resend, tracking: { opens: true, clicks: true } } };
const sponsor = { name: "Acme & Co", label: null, url: null, logo: null, disclosure: null };
const filler = (bytes: number) => html(`<p>${"x".repeat(bytes)}</p>`);

test.each<[string, Changes, string]>([
  ["an empty subject", { subject: " " }, "error subject/empty"],
  ["a line break in the subject", { subject: "How a letter\r\nBcc: x@y.z" }, "error subject/line-break"],
  ["a long subject", { subject: "é".repeat(61) }, "warning subject/too-long"],
  ["a short subject", { subject: "Hello" }, "warning subject/too-short"],
  ["a subject in capitals", { subject: "HOW A LETTER IS MADE" }, "warning subject/capitals"],
  ["a fake reply", { subject: "Re: how a letter is made" }, "warning subject/fake-reply"],
  ["no preview_text of its own", { issue: { keyPlaces: {} } }, "warning preview-text/missing"],
  ["a short preview text", { issue: { previewText: "Too short." } }, "warning preview-text/too-short"],
  ["a long preview text", { issue: { previewText: "a ".repeat(70) } }, "warning preview-text/too-long"],
  [
    "a preview text that repeats the subject",
    { issue: { previewText: "How a letter is made" } },
    "warning preview-text/same-as-subject",
  ],
  ["a sender at a free mail provider", { from: "Me <me@gmail.com>" }, "error sender/free-mail"],
  ["replies to nobody", { replyTo: "no-reply@news.example.org" }, "warning sender/no-reply"],
  [
    "a share row in an issue that is not online",
    { issue: { archive: "none", body: [paragraph("Text."), { kind: "share", place: place(14) }] } },
    "error share/not-online",
  ],
  [
    "a question how it was in a mail to one person",
    {
      issue: {
        trigger: "welcome",
        archive: "none",
        body: [paragraph("Text."), { kind: "rate", children: [], place: place(14) }],
      },
    },
    "error rate/one-person",
  ],
  [
    "a placeholder in a card's title",
    {
      issue: {
        body: [
          {
            kind: "card",
            url: "https://a.example",
            video: null,
            image: null,
            children: text("Then TK happens."),
            blocks: [],
            place: place(10),
          },
        ],
      },
    },
    "error writing/placeholder",
  ],
  ["a ready issue without a time", { issue: { draft: false } }, "info schedule/no-time"],
  [
    "a placeholder in the body",
    { issue: { body: [paragraph("Then TK happens.")] } },
    "error writing/placeholder",
  ],
  [
    "a skipped heading level",
    { issue: { body: [heading("Down", 11, { depth: 4 })] } },
    "warning heading/skipped-level",
  ],
  ["a link without words", link("https://a.example/", " "), "error link/no-text"],
  ["a link to this machine", link("http://localhost:3000/x", "The draft"), "error link/unreachable"],
  ["a link to a private address", link("https://192.168.1.4/", "The router"), "error link/unreachable"],
  ["a password in a link", link("https://u:p@a.example/", "The report"), "error link/unreachable"],
  [
    "a link text that names another host",
    link("https://evil.example/", "https://bank.com/login"),
    "error link/another-host",
  ],
  ["a link text that says nothing", link("https://a.example/", "Click here"), "warning link/generic-text"],
  [
    "an alt text that is a file name",
    { issue: { images: [image("IMG_0042.png")] } },
    "warning image/alt-is-a-name",
  ],
  ["a very long alt text", { issue: { images: [image("word ".repeat(30))] } }, "warning image/alt-too-long"],
  [
    "a heavy image",
    {
      issue: { images: [image("A press")] },
      facts: {
        images: known({ "a.png": { bytes: 300_000, pixelWidth: 1200, shownWidth: 600, shownHeight: 400 } }),
      },
    },
    "warning image/heavy",
  ],
  [
    "an image that is too small for its place",
    {
      issue: { images: [image("A press")] },
      facts: {
        images: known({ "a.png": { bytes: 3000, pixelWidth: 300, shownWidth: 600, shownHeight: 400 } }),
      },
    },
    "warning image/blurred",
  ],
  [
    "an unresolved tag in the HTML",
    { html: html("<p>Hello {{ first_name }}</p>") },
    "error merge-tag/left-over",
  ],
  [
    "an encoded tag in a link",
    { html: html('<a href="https://a.example/%7B%7Bx%7D%7D">x</a>') },
    "error merge-tag/left-over",
  ],
  [
    "undefined in the plain text",
    { text: plain("Hello undefined, twelve words are wanted here so that this is long enough.") },
    "error merge-tag/left-over",
  ],
  ["an object in the subject", { subject: "News for [object Object]" }, "error merge-tag/left-over"],
  ["a token nobody resolved", { html: html(`<p>${tokenOf(3)}</p>`) }, "error merge-tag/left-over"],
  ["an email without the issue", { html: html("<p>Every issue is this one.</p>") }, "warning body/missing"],
  [
    "an email with one short word of the issue",
    {
      issue: { body: [paragraph("Yes."), paragraph("The museum has moved to the harbour.")] },
      html: html("<p>Yes, every issue is this one.</p>"),
    },
    "warning body/missing",
  ],
  [
    "a sponsor whom the HTML does not name",
    { issue: { sponsor }, text: plain("Sponsored by Acme & Co") },
    "error sponsor/undisclosed",
  ],
  [
    "a sponsor whom the plain text does not name",
    { issue: { sponsor }, html: html("<p>Sponsored by Acme &amp; Co</p>") },
    "error sponsor/undisclosed",
  ],
  ["no unsubscribe link in the HTML", { html: html("").slice(0, 1) }, "error unsubscribe/missing"],
  [
    "an unsubscribe address that is no link",
    { html: ["<!doctype html>", UNSUBSCRIBE] },
    "error unsubscribe/missing",
  ],
  ["no unsubscribe link in the plain text", { text: plain("").slice(0, 1) }, "error unsubscribe/missing"],
  [
    "no postal address in the plain text",
    { text: ["twelve words ".repeat(6), UNSUBSCRIBE] },
    "error postal-address/missing",
  ],
  ["a stub of a plain text", { issue: { words: 400 } }, "warning text/stub"],
  ["a large mail", { html: filler(80_000) }, "warning size/large"],
  ["a mail that Gmail cuts", { html: filler(100_000) }, "error size/clipped"],
  [
    "a mail that long names make large",
    { html: [...filler(79_500), ...names(3)], tags: [...BUILT_IN_TAGS, NAME] },
    "warning size/large",
  ],
  [
    "a mail that is large for those readers alone who get the longer part",
    {
      html: [...filler(70_000), { asked: 0, only: ["x".repeat(5000), ...names(40)], otherwise: ["x"] }],
      tags: [...BUILT_IN_TAGS, NAME],
    },
    "warning size/large",
  ],
  [
    "a mail that Gmail cuts once Resend has made its links tracked ones",
    { html: [...filler(60_000), LINKS], facts: { newsletter: TRACKING } },
    "error size/clipped",
  ],
  [
    "a mail without a charset",
    { html: html("").map((part) => (typeof part === "string" ? part.replace('charset="utf-8"', "") : part)) },
    "error shell/incomplete",
  ],
  ["a script", { html: html("<script>x</script>") }, "error shell/forbidden"],
  ["an event handler", { html: html('<p onclick="x()">x</p>') }, "error shell/forbidden"],
  ["a C1 control character", { text: plain("It\u0092s a letter") }, "error characters/damaged"],
  [
    "questions without a guest",
    {
      issue: {
        body: [
          heading("Why?", 11, { question: true }),
          paragraph("Because."),
          heading("How?", 13, { question: true }),
          paragraph("So."),
        ],
      },
    },
    "warning interview/no-guest",
  ],
  [
    "a single question",
    { issue: { guests: [guest], body: [heading("Why?", 11, { question: true }), paragraph("Because.")] } },
    "warning interview/few-questions",
  ],
  [
    "a question without an answer",
    {
      issue: {
        guests: [guest],
        body: [
          heading("Why?", 11, { question: true }),
          heading("How?", 12, { question: true }),
          paragraph("So."),
        ],
      },
    },
    "error interview/unanswered",
  ],
])("finds %s", (_, changes, expected) => {
  expect(rules(changes)).toContain(expected);
});

test.each<[string, Changes]>([
  ["a link text that is a file name", link("https://github.com/x/main.ts", "main.ts")],
  ["a link that shows its own host without www", link("https://www.example.org/a", "example.org/a")],
  ["a link that is wholly a merge tag", link(tokenOf(2), "Read it online")],
  ["TODO as a Spanish word", { issue: { lang: "es", body: [paragraph("Lo dijo TODO el mundo.")] } }],
  [
    "braces in code, where they are printed as typed",
    {
      issue: { body: [{ kind: "code", lang: null, text: "Hello {{ name }}", place: place(10) }] },
      html: html("<pre><code>Hello {{ name }}</code></pre>"),
      text: plain("    Hello {{ name }}\ntwelve words are wanted here so that this text is long enough"),
    },
  ],
  [
    "the word undefined where the author wrote it",
    {
      issue: { body: [paragraph("It returns undefined then.")] },
      html: html("<p>It returns undefined then.</p>"),
      text: plain("It returns undefined then, and twelve words are wanted here as well."),
    },
  ],
  [
    "the number of a footnote between the words of the issue",
    {
      issue: {
        body: [
          {
            kind: "paragraph",
            children: [...text("The museum has moved"), { kind: "footnote", number: 1 }, ...text(" twice.")],
            place: place(10),
          },
        ],
      },
      html: html("<p>The museum has moved<sup>1</sup> twice.</p>"),
    },
  ],
  [
    "a report that is set in the interview template",
    { issue: { body: [heading("Lima", 11), paragraph("A report.")] } },
  ],
])("lets %s pass", (_, changes) => {
  expect(rules(changes)).toEqual([]);
});

test("names file, line and column of what the author wrote", () => {
  const [finding] = findings(link("http://127.0.0.1/", "The draft"));
  expect(finding).toMatchObject({ file: "issues/2026-12-01-hello.md", line: 12, column: 4 });
});

test("points a finding about the subject at its key", () => {
  expect(findings({ subject: "Hi" })[0]).toMatchObject({ line: 3 });
});

test("warns of a past send_at while the issue is a draft and only mentions it afterwards", () => {
  const at = Date.UTC(2026, 10, 1);
  const sendAt = { kind: "instant", zone: "America/Lima", at, source: "2026-11-01T00:00Z" } as const;
  expect(rules({ issue: { sendAt } })).toEqual(["warning schedule/past"]);
  expect(rules({ issue: { sendAt, draft: false } })).toEqual(["info schedule/past"]);
});

test("asks for a default where readers lack an attribute, as an error once their number is known", () => {
  const tag = { name: "subscriber.city", filters: [], source: "{{ subscriber.city }}" };
  const tags = [...BUILT_IN_TAGS, tag];
  const body = html("<p>A body with enough words for a letter that is worth reading. Greetings to</p>");
  const issue = { body: [paragraph(`Greetings to ${tokenOf(3)} and all who live there`, 14)] };
  expect(rules({ tags, html: body })).toEqual(["warning merge-tag/no-fallback"]);
  const lacking = (n: number) =>
    known({
      subscribers: 250,
      onList: 250,
      attributes: { city: { lacking: n, addresses: 0, fillers: 0, capitals: 0, longest: 12 } },
      inPart: [],
    });
  const finding = findings({ tags, html: body, issue, facts: { readers: lacking(41) } }).find(
    ({ rule }) => rule === "merge-tag/no-fallback",
  );
  expect(finding?.line).toBe(14);
  expect(finding?.message).toContain("41 of 250 readers");
  expect(finding?.severity).toBe("error");
  expect(rules({ tags, html: body, facts: { readers: lacking(0) } })).toEqual(["info merge-tag/no-fallback"]);
});

test("sorts errors before warnings", () => {
  const body = [heading("Deep", 11, { depth: 4 }), paragraph("TK", 12)];
  expect(findings({ issue: { body } }).map(({ severity }) => severity)).toEqual(["error", "warning"]);
});

test("reads words in nested blocks and across styles", () => {
  const nested = {
    kind: "list" as const,
    ordered: false,
    start: 1,
    place: place(20),
    items: [
      {
        checked: null,
        place: place(21),
        blocks: [
          {
            kind: "paragraph" as const,
            place: place(21),
            children: [{ kind: "strong" as const, children: text("T") }, ...text("K here")],
          },
        ],
      },
    ],
  };
  expect(findings({ issue: { body: [nested] } })[0]).toMatchObject({ rule: "writing/placeholder", line: 21 });
});
