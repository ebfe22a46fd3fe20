import { expect, test } from "vitest";
import { parse } from "yaml";
import { slugOf } from "#src/issue/front-matter/slug-of.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { cpuTime } from "../helpers/cpu-time.ts";
import { NEWSLETTER, parseFile, parseKeys } from "./parse.ts";

test("the smallest issue is a title and a body, and is a draft", () => {
  const { issue, findings } = parseFile("---\ntitle: Hello\n---\n\nGood morning.\n");
  expect(findings).toEqual([]);
  expect(issue).toMatchObject({
    slug: "hello",
    title: "Hello",
    subject: "Hello",
    previewText: "Good morning.",
    description: "Good morning.",
    draft: true,
    sendAt: null,
    date: null,
    template: "digest",
    list: "weekly",
    lang: "en",
    dir: "ltr",
    timezone: "America/Lima",
    archive: "public",
    words: 2,
  });
});

test("every key of the design arrives in the issue", () => {
  const { issue, findings } = parseFile(`---
title: Title
subtitle: Sub
subject: Subject
preview_text: Preview
description: Description
slug: my-slug
aliases: [/issues/old-slug/, older]
canonical_url: https://example.org/original
date: 2026-12-01
updated: 2026-12-03
send_at: 2026-12-01 09:00
timezone: Europe/Madrid
draft: false
issue: 7
section: corner
series: peru
part: 2
authors: [ines]
guests:
  - name: Ada
    role: Engineer
    organization: Works
    bio: Counts.
    image: { src: ./ada.png, alt: Ada }
    url: https://example.org/ada
sponsor: Acme
image: { src: ./cover.png, alt: Cover, caption: Cap, credit: Cred }
tags: [one, "2026"]
template: digest
lang: ar
from: Me <me@example.org>
reply_to: you@example.org
list: weekly
segment: plan:pro
archive: unlisted
accept: [{ rule: subject/too-long, reason: I like it }]
trigger: welcome
---

Text.
`);
  expect(findings).toEqual([]);
  expect(issue).toMatchObject({
    title: "Title",
    subtitle: "Sub",
    subject: "Subject",
    previewText: "Preview",
    description: "Description",
    slug: "my-slug",
    aliases: ["old-slug", "older"],
    canonicalUrl: "https://example.org/original",
    date: "2026-12-01",
    updated: "2026-12-03",
    sendAt: { kind: "wall", local: "2026-12-01T09:00", zone: "Europe/Madrid", at: Date.UTC(2026, 11, 1, 8) },
    timezone: "Europe/Madrid",
    draft: false,
    number: 7,
    section: { key: "corner", title: "Corner", intro: "Hi.", slot: "Tue 09:00" },
    series: { key: "peru", title: "AI in Peru", part: 2 },
    authors: [{ name: "Inés", role: "Editor", url: null }],
    guests: [
      {
        name: "Ada",
        role: "Engineer",
        organization: "Works",
        bio: "Counts.",
        url: "https://example.org/ada",
      },
    ],
    sponsor: { name: "Acme", label: null, url: null, logo: null, disclosure: null },
    tags: ["one", "2026"],
    template: "digest",
    lang: "ar",
    dir: "rtl",
    from: "Me <me@example.org>",
    replyTo: "you@example.org",
    list: "weekly",
    segment: "plan:pro",
    archive: "unlisted",
    accept: [{ rule: "subject/too-long", reason: "I like it" }],
    trigger: "welcome",
  });
  expect(issue?.images.map(({ src, alt, caption, credit }) => ({ src, alt, caption, credit }))).toEqual([
    { src: "./cover.png", alt: "Cover", caption: "Cap", credit: "Cred" },
    { src: "./ada.png", alt: "Ada", caption: null, credit: null },
  ]);
  expect(issue?.keyPlaces["send_at"]).toEqual({ line: 12, column: 1, endLine: 12 });
});

test("a section brings its template and list, and front matter overrules both", () => {
  expect(parseKeys("section: corner").issue).toMatchObject({ template: "interview", list: "news" });
  expect(parseKeys("section: corner", "template: digest", "list: weekly").issue).toMatchObject({
    template: "digest",
    list: "weekly",
  });
});

test.each([
  ["date: 2026-12-01", { date: "2026-12-01" }],
  ["send_at: 2026-12-01 09:00", { sendAt: { kind: "wall", local: "2026-12-01T09:00" }, date: "2026-12-01" }],
  ["send_at: 2026-12-01 09:00:00", { sendAt: { kind: "wall", local: "2026-12-01T09:00" } }],
  ["send_at: 2026-12-01T09:00", { sendAt: { kind: "wall", local: "2026-12-01T09:00" } }],
  ["subtitle: on", { subtitle: "on" }],
  ["subtitle: 12:30:45", { subtitle: "12:30:45" }],
])("%s is read as it is written, in every zone", (line, expected) => {
  const { issue, findings } = parseKeys(line);
  expect(findings).toEqual([]);
  expect(issue).toMatchObject(expected);
});

test.each([
  ["a word for a boolean", "draft: no", "front-matter/not-a-boolean 3:8", "draft: false", { draft: false }],
  [
    "a word for a boolean in capitals",
    "draft: YES",
    "front-matter/not-a-boolean 3:8",
    "draft: true",
    { draft: true },
  ],
  ["a leading zero", "issue: 010", "front-matter/leading-zero 3:8", "issue: 10", { number: 10 }],
  [
    "a version that is a number",
    "subtitle: 1.10",
    "front-matter/not-text 3:11",
    'subtitle: "1.10"',
    { subtitle: "1.10" },
  ],
  [
    "a year in a list of words",
    "tags: [peru, 2026]",
    "front-matter/not-text 3:14",
    'tags: [peru, "2026"]',
    { tags: ["peru", "2026"] },
  ],
  [
    "a cut-off title",
    "subtitle: Issue #12 is here",
    "front-matter/cut-off 3:16",
    'subtitle: "Issue #12 is here"',
    { subtitle: "Issue #12 is here" },
  ],
  [
    "a list that is text",
    "tags: peru; policy",
    "front-matter/not-a-list 3:1",
    "tags: [peru, policy]",
    { tags: ["peru", "policy"] },
  ],
])("%s is found, fixed and previewed as meant", (_, line, said, fixed, issue) => {
  const result = parseKeys(line);
  expect(result.said).toEqual([said]);
  expect(result.fixed).toContain(`\n${fixed}\n`);
  expect(result.issue).toMatchObject(issue);
  expect(parseFile(result.fixed).findings).toEqual([]);
});

test.each([
  ["subtitle: AI in Peru: part 2", "front-matter/colon-in-value 3:11", 'subtitle: "AI in Peru: part 2"'],
  ["subtitle: @x", "front-matter/special-start 3:11", 'subtitle: "@x"'],
  ["subtitle: *b c", "front-matter/special-start 3:11", 'subtitle: "*b c"'],
  ["subtitle: &b x", "front-matter/special-start 3:11", 'subtitle: "&b x"'],
  ["subtitle: !x y", "front-matter/special-start 3:11", 'subtitle: "!x y"'],
  ["subtitle: `x y", "front-matter/special-start 3:11", 'subtitle: "`x y"'],
  ["subtitle: %x", "front-matter/special-start 3:11", 'subtitle: "%x"'],
  ["subtitle: {{ urls.web }}", "front-matter/special-start 3:11", 'subtitle: "{{ urls.web }}"'],
  [
    'subtitle: {{ subscriber.first_name | default: "you" }}, hi',
    "front-matter/special-start 3:11",
    `subtitle: '{{ subscriber.first_name | default: "you" }}, hi'`,
  ],
  [
    'subtitle: Hi {{ subscriber.first_name | default: "you" }}',
    "front-matter/colon-in-value 3:11",
    `subtitle: 'Hi {{ subscriber.first_name | default: "you" }}'`,
  ],
])("%s is refused with the quotation marks it needs", (line, said, fixed) => {
  const result = parseKeys(line);
  expect(result.issue).toBeNull();
  expect(result.said).toEqual([said]);
  expect(result.fixed).toContain(`\n${fixed}\n`);
  expect(parseFile(result.fixed).findings).toEqual([]);
});

test("a key that appears twice is found at its second place", () => {
  const { issue, said } = parseKeys("subtitle: one", "subtitle: two");
  expect(said).toEqual(["front-matter/duplicate-key 4:1"]);
  expect(issue).not.toBeNull();
});

test("tabs at the start of lines become spaces", () => {
  const { said, fixed } = parseKeys("image:", "\tsrc: ./a.png", "\talt: A");
  expect(said).toEqual(["front-matter/tab 4:1", "front-matter/tab 5:1"]);
  expect(parseFile(fixed)).toMatchObject({ findings: [], issue: { image: { src: "./a.png" } } });
});

test("a blank line before the front matter, which would be mailed, is found and removed", () => {
  const { said, fixed, issue } = parseFile("\n\n---\ntitle: Hello\n---\nText.\n");
  expect(said).toEqual(["front-matter/not-first-line 3:1"]);
  expect(issue?.body).toHaveLength(1);
  expect(fixed).toBe("---\ntitle: Hello\n---\nText.\n");
});

test("a byte order mark and Windows line ends change nothing but a note", () => {
  const { said, issue, fixed } = parseFile(
    "\uFEFF---\r\ntitle: Hello\r\nissue: 3\r\n---\r\nOne.\r\n\r\n## Two?\r\n",
  );
  expect(said).toEqual(["front-matter/byte-order-mark 1:1"]);
  expect(issue).toMatchObject({ title: "Hello", number: 3, keyPlaces: { issue: { line: 3, column: 1 } } });
  expect(issue?.body[1]).toMatchObject({ kind: "heading", place: { line: 7, column: 1, endLine: 7 } });
  expect(fixed.startsWith("---")).toBe(true);
});

test.each(["js", "javascript", "json", "toml", "coffee", "yml"])(
  "front matter in %s is refused, and never run",
  (language) => {
    const text = `---${language}\n(globalThis.letterpressRan = true, { title: "x" })\n---\nText.\n`;
    const { issue, said } = parseFile(text);
    expect(issue).toBeNull();
    expect(said).toEqual(["front-matter/language 1:1"]);
    expect("letterpressRan" in globalThis).toBe(false);
  },
);

test("---yaml and a fence with trailing blanks are front matter", () => {
  expect(parseFile("---yaml\ntitle: Hello\n---  \nText.\n").findings).toEqual([]);
  expect(parseFile("---yaml \ntitle: Hello\nissue: 010\n---\nText.\n").said).toEqual([
    "front-matter/leading-zero 3:8",
  ]);
  expect(parseFile("---  \ntitle: Hello\nissue: 010\n---\nText.\n").said).toEqual([
    "front-matter/leading-zero 3:8",
  ]);
  expect(parseFile("---  \ntitle: Hello\n---\nText.\n").findings).toEqual([]);
});

test.each([
  ["no front matter", "Good morning.\n", "front-matter/missing 1:1"],
  ["an empty file", "", "front-matter/missing 1:1"],
  ["TOML", "+++\ntitle = 'x'\n+++\n", "front-matter/language 1:1"],
  ["no end", "---\ntitle: Hello\n\nGood morning.\n", "front-matter/unclosed 1:1"],
  ["an end that is a longer line", "---\ntitle: Hello\n----\nText.\n", "front-matter/unclosed 3:1"],
  ["a rule in place of front matter", "---\n\nGood morning.\n\n---\n\nMore.\n", "front-matter/not-keys 1:4"],
  ["a list in place of keys", "---\n- a\n- b\n---\nText.\n", "front-matter/not-keys 1:4"],
])("%s leaves nothing to preview, and says so", (_, text, said) => {
  const result = parseFile(text);
  expect(result.issue).toBeNull();
  expect(result.said).toEqual([said]);
});

test("front matter without an end is closed at the first blank line", () => {
  expect(parseFile("---\ntitle: Hello\n\nGood morning.\n").fixed).toBe(
    "---\ntitle: Hello\n---\n\nGood morning.\n",
  );
  expect(parseFile("---\r\ntitle: Hello\r\n\r\nHi.\r\n").fixed).toBe(
    "---\r\ntitle: Hello\r\n---\n\r\nHi.\r\n",
  );
});

test("an issue parsed twice from the same text is the same issue", () => {
  const text = "---\ntitle: Hello\ntags: [a]\n---\nText.\n";
  const first = parseFile(text).issue;
  if (first !== null) (first.tags as string[]).push("changed");
  expect(parseFile(text).issue?.tags).toEqual(["a"]);
});

test("an alias bomb is a finding and is not unpacked", () => {
  const lines = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (let index = 0; index < 8; index += 1) {
    const [from, to] = [String.fromCharCode(97 + index), String.fromCharCode(98 + index)];
    lines.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(", ")}]`);
  }
  let findings: readonly Finding[] = [];
  const took = cpuTime(() => ({ findings } = parseKeys(...lines)));
  expect(took).toBeLessThan(1000);
  expect(findings.map(({ rule }) => rule)).toContain("front-matter/aliases");
});

test.each([
  ["subttle: x", "subttle is not a key of front matter.", "Did you mean subtitle?"],
  ["Title: x", "Title is not a key of front matter.", "Did you mean title?"],
  [
    "status: sent",
    "status is not a key of front matter.",
    "Write draft: true or draft: false. What was sent is in the ledger, not in the file.",
  ],
  [
    "id: em_123",
    "id is not a key of front matter.",
    "Remove it: issue files hold no ids, so that a copied file is a new issue.",
  ],
])("%s is no key", (line, message, hint) => {
  const { findings } = parseKeys(line);
  expect(findings).toMatchObject([
    { rule: "front-matter/unknown-key", severity: "error", line: 3, column: 1, message, hint },
  ]);
});

test.each([
  ["preheader: Look", "preview_text: Look", { previewText: "Look" }],
  ["email_subject: Look", "subject: Look", { subject: "Look" }],
  ["dek: Look", "subtitle: Look", { subtitle: "Look" }],
  ["excerpt: Look", "description: Look", { description: "Look" }],
  ["permalink: /archive/look/", "slug: look", {}],
  ["redirect_from: [a]", "aliases: [a]", { aliases: ["a"] }],
  ["pubDate: 2026-12-01", "date: 2026-12-01", { date: "2026-12-01" }],
  ["lastmod: 2026-12-01", "updated: 2026-12-01", { updated: "2026-12-01" }],
  ["scheduled_at: 2026-12-01 09:00", "send_at: 2026-12-01 09:00", { date: "2026-12-01" }],
  ["tz: Europe/Madrid", "timezone: Europe/Madrid", { timezone: "Europe/Madrid" }],
  ["published: false", "draft: true", { draft: true }],
  ["status: draft", "draft: true", { draft: true }],
  ["number: 3", "issue: 3", { number: 3 }],
  ["category: plain", "section: plain", { section: { key: "plain" } }],
  ["series: [peru]", "series: peru", { series: { key: "peru" } }],
  ["author: ines", "authors:\n  - ines", { authors: [{ name: "Inés" }] }],
  ["guest: { name: Ada }", "guests:\n  - name: Ada", { guests: [{ name: "Ada" }] }],
  ["categories: [a, b]", "tags: [a, b]", { tags: ["a", "b"] }],
  ["canonical: https://example.org/x", "canonical_url: https://example.org/x", {}],
  ["byline: ines", "authors:\n  - ines", { authors: [{ name: "Inés" }] }],
  ["layout: interview", "template: interview", { template: "interview" }],
  ["locale: es-PE", "lang: es-PE", { lang: "es-PE" }],
  ["email_only: true", "archive: none", { archive: "none" }],
  ["content_tags: a;b", "tags:\n  - a\n  - b", { tags: ["a", "b"] }],
  ["lists: [news]", "list: news", { list: "news" }],
])("%s is understood, with its own name as the edit", (line, fixed, issue) => {
  const result = parseKeys(line);
  expect(result.findings).toMatchObject([
    { rule: "front-matter/alias", severity: "warning", line: 3, column: 1 },
  ]);
  expect(result.issue).toMatchObject(issue);
  expect(result.fixed).toContain(`\n${fixed}\n`);
  expect(parseFile(result.fixed).findings).toEqual([]);
});

test("a cover with its alt text in a key of its own becomes one image", () => {
  const result = parseKeys(
    "feature_image: ./a.png",
    "feature_image_alt: A sea",
    "feature_image_caption: At noon",
  );
  expect(result.findings.map(({ rule }) => rule)).toEqual([
    "front-matter/alias",
    "front-matter/alias",
    "front-matter/alias",
  ]);
  expect(result.issue?.image).toMatchObject({ src: "./a.png", alt: "A sea", caption: "At noon" });
  const again = parseFile(result.fixed);
  expect(again.findings).toEqual([]);
  expect(again.issue?.image).toMatchObject({ src: "./a.png", alt: "A sea", caption: "At noon" });
});

test("a key and its alias together are one too many", () => {
  expect(parseKeys("subject: a", "email_subject: b").said).toEqual(["front-matter/duplicate-key 4:1"]);
});

test.each([
  ["title", "---\nsubtitle: x\n---\nText.\n", "front-matter/title-missing 1:1"],
  ["a value for the title", "---\ntitle:\n---\nText.\n", "front-matter/title-missing 1:1"],
])("without %s the slug is shown, and an error", (_, text, said) => {
  const result = parseFile(text);
  expect(result.said).toEqual([said]);
  expect(result.issue?.title).toBe("hello");
});

test.each([
  ["section: cornr", "section/unknown 3:10", "Did you mean corner?"],
  ["series: pero", "series/unknown 3:9", "Did you mean peru?"],
  ["authors: [inez]", "authors/unknown 3:11", "Did you mean ines?"],
  ["list: weakly", "list/unknown 3:7", "Did you mean weekly?"],
  ["template: intervew", "template/unknown 3:11", "Did you mean interview?"],
  ["section: zzzzzzzz", "section/unknown 3:10", "Known are corner, plain."],
])("%s names nothing there is", (line, said, hint) => {
  const result = parseKeys(line);
  expect(result.said).toEqual([said]);
  expect(result.findings[0]?.hint).toBe(hint);
});

test.each([
  ["issue: -1", "front-matter/invalid 3:8"],
  ["issue: seven", "front-matter/invalid 3:8"],
  ["date: 2026-02-30", "front-matter/invalid 3:7"],
  ["date: 01/12/2026", "front-matter/invalid 3:7"],
  ["timezone: Lima", "front-matter/invalid 3:11"],
  ["archive: secret", "front-matter/invalid 3:10"],
  ["lang: not a language", "front-matter/invalid 3:7"],
  ["from: nobody", "front-matter/invalid 3:7"],
  ["canonical_url: javascript:alert(1)", "front-matter/invalid 3:16"],
  ["guests: [{ name: A, url: ftp://x.y }]", "front-matter/invalid 3:26"],
  ["guests: [{ role: A }]", "front-matter/invalid 3:10"],
  ["guests: [{ name: A, rol: B }]", "front-matter/unknown-key 3:10"],
  ["image: { src: ./a.png, alt: A, width: 3 }", "front-matter/unknown-key 3:8"],
  ["accept: [{ rule: a }]", "front-matter/invalid 3:10"],
  ["part: 2", "series/part-alone 3:7"],
  ["slug: Not A Slug", "front-matter/invalid 3:7"],
  ["image: ./cover.png", "image/no-alt 3:8"],
])("%s is refused at its place", (line, said) => {
  expect(parseKeys(line).said).toEqual([said]);
});

test("a name that is no slug is found", () => {
  const text = "---\ntitle: Hello\n---\nText.\n";
  expect(parseFile(text, "issues/2026-12-01-Año Nuevo.md").said).toEqual(["slug/invalid 1:1"]);
  expect(parseFile(text, "issues/2026-12-01-hello/index.md").issue?.slug).toBe("hello");
  expect(parseFile("---\ntitle: Hello\nslug: other\n---\nText.\n").issue?.slug).toBe("other");
});

test("our private-use characters cannot be written, not even in YAML's notation", () => {
  const { said, issue } = parseKeys('subtitle: "a \\uE000\\uE010\\uE001"');
  expect(said).toEqual(["characters/reserved 3:11"]);
  expect(issue?.subtitle).not.toContain("\uE000");
});

test.each(["from", "reply_to"])("a line break in %s, which would start a header, is a finding", (key) => {
  for (const line of [
    "The Desk\\r\\nBcc: x@y.z <a@b.example>",
    "The Desk\\nBcc: x <a@b.example>",
    "a@b.example\\r\\n",
  ]) {
    const { findings, issue } = parseKeys(`${key}: "${line}"`);
    expect(findings).toMatchObject([{ rule: "front-matter/invalid", severity: "error", line: 3 }]);
    expect([issue?.from, issue?.replyTo]).toEqual([null, null]);
  }
});

test.each(["constructor", "toString", "hasOwnProperty", "__proto__"])(
  "a key that every object has is unknown like any other: %s",
  (name) => {
    const { findings } = parseKeys(`${name}: x`);
    expect(findings).toMatchObject([
      { rule: "front-matter/unknown-key", hint: expect.any(String) as string, line: 3 },
    ]);
  },
);

test("brackets that are nested too deeply are a mistake of the file, and its slug is still its own", () => {
  const { said, findings } = parseFile(`---\ntitle: ${"[".repeat(20_000)}\n---\n\nHello.\n`);
  expect(said).toHaveLength(1);
  expect(findings[0]?.message.length).toBeLessThan(1000);
  expect(said[0]).toMatch(/^(?:issue\/too-deep|front-matter\/)/);
});

test.each([
  ['---\ntitle: "A slip\nslug: mine\n---\n\nHello.\n', "mine"],
  ["---\nslug: 'mine' # ours\ntitle: [\n---\n\nHello.\n", "mine"],
  ["---\ntitle: [\n---\n\nHello.\n", "hello"],
])("a slip elsewhere in front matter leaves the slug that is written there: %j", async (text, slug) => {
  expect(await slugOf("issues/2026-12-01-hello.md", text)).toBe(slug);
});

test.each([
  "2026-12-01 20:10:00 -0500",
  "2026-12-01T09:00:00Z",
  "2026-12-01T09:00:00.000-05:00",
  '"2026-12-01 09:00"',
  "2026-12-1",
  "2026/12/01",
  "2026.12.01 09:00",
  "20261201",
  "2026-12-01 9:00 PM",
  "December 1, 2026",
  "1 December 2026",
  "Dec 1st, 2026 at 20:10",
  "Tue, 01 Dec 2026 20:10:00 -0500",
  "Tue Dec 01 2026 20:10:00 GMT-0500 (Peru Standard Time)",
])("date: %s is an error with the day as its fix, and is shown", (written) => {
  const { issue, said, findings, fixed } = parseKeys(`date: ${written}`);
  expect(said).toEqual(["front-matter/invalid 3:7"]);
  expect(findings[0]?.hint).toContain("Write 2026-12-01.");
  expect(issue?.date).toBe("2026-12-01");
  expect(fixed).toContain("\ndate: 2026-12-01\n");
  expect(parseFile(fixed).findings).toEqual([]);
});

test.each([
  "01/12/2026",
  "12-01-2026",
  "2026-13-01 09:00",
  "2026-02-30T09:00:00Z",
  "soon",
  "2026121",
  "2026-12-01 (draft)",
])("date: %s is an error without a fix, because its day is a guess", (written) => {
  expect(parseKeys(`date: ${written}`).findings).toMatchObject([{ rule: "front-matter/invalid", fix: null }]);
});

test("dates of other systems get our key and the day alone", () => {
  const { fixed } = parseKeys("pubDate: 2026-12-01T09:00:00Z", "lastmod: 2026-12-02 10:00:00 +0100");
  expect(fixed).toContain("\ndate: 2026-12-01\nupdated: 2026-12-02\n");
});

test("a layout of another system is removed with its line, one of ours renamed", () => {
  for (const line of ["layout: post", "type: newsletter", "layout: default"]) {
    const { said, fixed, issue } = parseKeys(line, "issue: 3");
    expect(said).toEqual(["front-matter/alias 3:1"]);
    expect(fixed).toContain("---\ntitle: Hello\nissue: 3\n---\n");
    expect(issue?.template).toBe("digest");
  }
  expect(parseKeys("layout: post # as in the blog").fixed).toContain("\n # as in the blog\n");
  expect(parseKeys("layout: intervew").said).toEqual(["front-matter/alias 3:1", "template/unknown 3:9"]);
});

test.each([
  ["author: Inés", "authors:\n  - ines"],
  ["authors: Inés", "authors: [ines]"],
  ["authors: [Inés]", "authors: [ines]"],
  ["authors: inés", "authors: [ines]"],
  ["authors: By INES", "authors: [ines]"],
  ["author: Inés <ines@example.org>", "authors:\n  - ines"],
  ["authors:\n  - Inés", "authors: [ines]"],
  ["authors:\n  - { name: Inés, role: Editor }", "authors: [ines]"],
])("%s names an author of the config", (written, expected) => {
  const { issue, fixed } = parseKeys(...written.split("\n"));
  expect(issue?.authors).toMatchObject([{ name: "Inés" }]);
  const again = parseFile(fixed).fixed;
  expect(again).toContain(`\ntitle: Hello\n${expected}\n---\n`);
  expect(parseFile(again).findings).toEqual([]);
});

test("of several authors the known are shown, and each who is not is named", () => {
  const { issue, findings } = parseKeys("authors: Inés and Bo Lind");
  expect(issue?.authors).toMatchObject([{ name: "Inés" }]);
  expect(findings).toMatchObject([
    { rule: "authors/unknown", message: "newsletter.config.ts has no author Bo Lind." },
  ]);
});

test.each([
  ["Jane Doe, John Roe", ["Jane Doe", "John Roe"]],
  ["Jane Doe and John Roe", ["Jane Doe", "John Roe"]],
  ["Jane Doe & John Roe", ["Jane Doe", "John Roe"]],
  ["Jane Doe, John Roe, and Ana Li", ["Jane Doe", "John Roe", "Ana Li"]],
  ["Jane A. Doe; John O’Roe", ["Jane A. Doe", "John O’Roe"]],
  ["Ana de la Cruz y José Díaz", ["Ana de la Cruz", "José Díaz"]],
  ["Анна Смирнова, Олег Белов", ["Анна Смирнова", "Олег Белов"]],
  ["王小明、李雷", ["王小明", "李雷"]],
  ["jane, john", ["jane", "john"]],
])("%s is several authors, whichever key names them", (line, names) => {
  for (const written of [`author: "${line}"`, `byline: "${line}"`, `authors: "${line}"`]) {
    const { fixed, findings } = parseKeys(written);
    expect(parse(fixed.split("---")[1] ?? "")).toMatchObject({ authors: names });
    expect(findings.filter(({ rule }) => rule === "authors/unknown")).toHaveLength(names.length);
  }
  expect(parseKeys(`authors: ["${line}"]`).findings.map(({ rule }) => rule)).toEqual(
    names.map(() => "authors/unknown"),
  );
});

test.each([
  "Doe, Jane",
  "Doe, Jane and Roe, John",
  "Jane and John Doe",
  "Smith, Jones and Co.",
  "Johnson & Johnson",
  "Simon and Schuster",
  "Santiago Ramón y Cajal",
  "Jane Doe, PhD",
  "Jane Doe, Senior Editor",
  "Jane Doe, Jr.",
  "Jane Doe, The Daily Times",
  "Department of Research and Development",
  "The Bread Bakers and Butter Makers",
  "Jane Doe with the desk",
])("whether %s is one author is asked, and no edit guesses it", (line) => {
  for (const written of [`author: "${line}"`, `authors: "${line}"`]) {
    const { fixed, findings } = parseKeys(written);
    expect(fixed).toContain(`\n${written}\n`);
    expect(findings[0]).toMatchObject({
      line: 3,
      fix: null,
      hint: expect.stringContaining(
        `Write authors: ["${line}"] for one author, or one item for each: authors: [`,
      ),
    });
  }
});

test("one author stays one: a known name turned round, and a name without a separator", () => {
  expect(parseKeys('author: "Jane van Doe"').fixed).toContain("authors:\n  - Jane van Doe\n");
  const parseWith = (authors: Newsletter["authors"], line: string) =>
    parseFile(`---\ntitle: Hello\n${line}\n---\n\nGood morning.\n`, "issues/hello.md", [], {
      ...NEWSLETTER,
      authors,
    });
  const known = parseWith({ carpio: { name: "Inés Carpio" } }, 'author: "Carpio, Inés"');
  expect(known.findings.map(({ rule }) => rule)).not.toContain("authors/unknown");
  expect(known.issue?.authors).toMatchObject([{ key: "carpio" }]);
  const firm = parseWith({ firm: { name: "Smith, Jones and Co." } }, 'author: "Smith, Jones and Co."');
  expect(firm.issue?.authors).toMatchObject([{ key: "firm" }]);
});

test("what the file alone says about an author is not lost", () => {
  const { issue, findings } = parseKeys("authors:", "  - name: Inés", "    url: https://example.org/");
  expect(issue?.authors).toMatchObject([{ name: "Inés" }]);
  expect(findings).toMatchObject([{ rule: "authors/by-name", severity: "warning", fix: null }]);
});

test("an author who is nowhere is told with what to write where", () => {
  const { findings } = parseKeys("authors: [Bo Lind]");
  expect(findings).toMatchObject([
    {
      rule: "authors/unknown",
      fix: null,
      hint: 'Add to newsletter.config.ts: authors: { bo: { name: "Bo Lind" } }. Then write authors: [bo].',
    },
  ]);
});

test("what a page of another system is told means nothing here, and goes", () => {
  const { findings, fixed } = parseKeys("comments: true", "toc: false", "weight: 3", "issue: 4");
  expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(
    Array(3).fill("warning front-matter/alias"),
  );
  expect(fixed).toContain("---\ntitle: Hello\nissue: 4\n---\n");
});
