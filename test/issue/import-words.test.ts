import { expect, test } from "vitest";
import type { Post, System } from "#src/issue/exports/post.ts";
import { tidyPost } from "#src/issue/import/tidy-post.ts";
import { writeIssue } from "#src/issue/import/write-issue.ts";
import { seededRandom } from "../crash/seeded-random.ts";

const SYSTEMS: readonly System[] = ["beehiiv", "buttondown", "ghost", "substack"];
const BLOCKS = [
  "p",
  "div",
  "h1",
  "h2",
  "h3",
  "h5",
  "blockquote",
  "ul",
  "ol",
  "table",
  "pre",
  "figure",
  "section",
  "details",
  "dl",
  "form",
  "center",
  "iframe",
  "callout",
  "button",
  "hidden",
];
const INLINES = [
  "strong",
  "em",
  "a",
  "code",
  "sup",
  "u",
  "span",
  "br",
  "img",
  "s",
  "mark",
  "anchor",
  "badlink",
  "tag",
  "small",
];
const MARKS = [
  "",
  "",
  "*",
  "_",
  "#",
  "1.",
  "- ",
  "[x]",
  "|",
  "`",
  "&lt;",
  "&amp;",
  ":::",
  "::x",
  "> ",
  "!",
  "{{ x }}",
  "{",
  "~~",
  "\\",
  "「",
  "」",
  "。",
  "عرب",
  "雨",
  "9:30",
  "https://a.example/x?y=1&z=2",
];

/** HTML of no sense at all, and the words in it that a reader sees. */
function randomHtml(seed: number): { readonly html: string; readonly words: readonly string[] } {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
  const words: string[] = [];
  const word = () => {
    const one = `word${seed}x${words.length}`;
    words.push(one);
    return `${pick(MARKS)}${pick(["", " "])}${one}${pick(["", " "])}${pick(MARKS)}`;
  };
  const inline = (depth: number): string => {
    const kind = depth === 0 ? "" : pick(["", "", ...INLINES]);
    if (kind === "") return `${word()} `;
    if (kind === "br") return "<br>";
    if (kind === "tag") return "{{ first_name | friend }}";
    if (kind === "img") return `<img src="https://pics.example/${seed}.png" alt="${pick(["", "alt"])}">`;
    const inner = Array.from({ length: 1 + Math.floor(random() * 2) }, () => inline(depth - 1)).join("");
    if (kind === "a") return `<a href="https://x.example/a b?c=1&amp;d=2">${inner}</a>`;
    if (kind === "anchor") return `<a href="#top">${inner}</a>`;
    if (kind === "badlink")
      return `<a href="${pick(["javascript:x", "tel:1", "{{ rp_url }}", "/p/x", ""])}">${inner}</a>`;
    return `<${kind}>${inner}</${kind}>`;
  };
  const line = () => Array.from({ length: 1 + Math.floor(random() * 3) }, () => inline(2)).join("");
  const block = (depth: number): string => {
    const kind = pick(depth === 0 ? ["p", "h2"] : BLOCKS);
    const inner = () =>
      depth === 0 || random() < 0.5
        ? line()
        : Array.from({ length: 1 + Math.floor(random() * 2) }, () => block(depth - 1)).join("");
    switch (kind) {
      case "ul":
      case "ol":
        return `<${kind}><li>${inner()}</li><li>${inner()}</li></${kind}>`;
      case "dl":
        return `<dl><dt>${line()}</dt><dd>${inner()}</dd></dl>`;
      case "table":
        return `<table>${pick(["", "<caption>Of all</caption>"])}<tr><th>${line()}</th><th>${line()}</th></tr><tr><td>${inner()}</td><td><p>${line()}</p><p>${line()}</p></td></tr></table>`;
      case "figure":
        return `<figure><img src="https://pics.example/f.png"><figcaption>${line()}</figcaption></figure>`;
      case "details":
        return `<details><summary>${line()}</summary>${inner()}</details>`;
      case "form":
        return `<form><p>${line()}</p></form>`;
      case "iframe":
        return `<iframe src="https://player.example/1"></iframe>`;
      case "callout":
        return `<div class="callout-block kg-card kg-callout-card"><div class="kg-callout-text">${line()}</div></div>`;
      case "button":
        return `<p class="button-wrapper"><a class="button" href="https://x.example/">${line()}</a></p>`;
      case "hidden":
        return `<div style="display: none">unseen</div>`;
      default:
        return `<${kind}>${inner()}</${kind}>`;
    }
  };
  const html = Array.from({ length: 4 }, () => block(2)).join("\n");
  return { html, words };
}

function post(html: string): Post {
  const none = {
    subtitle: null,
    subject: null,
    previewText: null,
    description: null,
    canonicalUrl: null,
    image: null,
    number: null,
  };
  const body = { kind: "html", text: html } as const;
  return {
    ...none,
    origin: "x",
    id: "1",
    title: "Title",
    slug: "x",
    publishedAt: 0,
    url: null,
    path: null,
    access: "everyone",
    authors: [],
    tags: [],
    body,
    folder: ".",
  };
}

function convert(html: string, system: System) {
  const tidy = tidyPost(post(html), { system, attributes: ["first_name"] });
  const pictures = new Map(
    tidy.pictures.map((src) => [src, { kind: "link", url: src, note: null } as const]),
  );
  const wish = {
    system,
    attributes: ["first_name"],
    date: "2025-01-01",
    slug: "x",
    authors: new Map(),
    numbers: new Set<number>(),
    lang: null,
    pictures,
    site: null,
    pathOf: () => null,
  };
  return writeIssue(tidy, wish, "issues/x.md");
}

test("whatever a post holds, every word of it is in the Markdown or a finding names it", () => {
  const lost: string[] = [];
  for (let seed = 1; seed <= 80; seed += 1) {
    const { html, words } = randomHtml(seed);
    const { text, findings } = convert(html, SYSTEMS[seed % SYSTEMS.length]!);
    // The product's own search for lost words, and one that shares nothing with it.
    for (const one of findings)
      if (one.rule === "import/words-lost") lost.push(`${seed}: ${one.message}\n${html}`);
    const all = text + findings.map(({ message }) => message).join(" ");
    const plain = all
      .replaceAll("\\", "")
      .replace(/&#x(\w+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
    for (const word of words) if (!plain.includes(word)) lost.push(`${seed}: ${word} in ${html}\n${text}`);
    if (lost.length > 3) break;
  }
  expect(lost).toEqual([]);
});

test("a word that a conversion would lose is an error that names it", () => {
  const tidy = tidyPost(post("<p>Kept and 失われた gone.</p>"), { system: "ghost", attributes: [] });
  tidy.root.children = [];
  const wish = {
    system: "ghost",
    attributes: [],
    date: null,
    slug: "x",
    authors: new Map(),
    numbers: new Set<number>(),
    lang: null,
    pictures: new Map(),
    site: null,
    pathOf: () => null,
  } as const;
  const { findings } = writeIssue(tidy, wish, "issues/x.md");
  expect(findings.find(({ rule }) => rule === "import/words-lost")).toMatchObject({
    severity: "error",
    message: "These words of the post are not in the file: Kept and 失 わ れ た gone.",
  });
});
