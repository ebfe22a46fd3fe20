import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Block } from "#src/model/block.ts";
import type { Images } from "#src/model/template.ts";
import { loadOwnBlocks } from "#src/project/templates/load-own-blocks.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { parseFile } from "../issue/parse.ts";
import { families, images as served, issueWith, newsletterWith, place } from "../render/fixture.ts";
import { lookWithAxe } from "./look-with-axe.ts";
import { openBrowser } from "./open-browser.ts";

const NEWSLETTER = newsletterWith();
const PAGE = "https://news.example.org/sample";
const ALL_BLOCKS = join(import.meta.dirname, "../render/all-blocks/index.md");
const WIDTHS = [320, 375, 600, 1200];

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  await page.route(/^https?:/, (route) => route.abort());
});
afterAll(() => browser.close());

type Family = (typeof families)[number];

async function htmlOf(body: string | readonly Block[], [, template]: Family, images: Images = served) {
  const parsed = typeof body === "string" ? parseFile(body).issue : issueWith(body);
  if (parsed === null) throw new Error("The issue does not parse.");
  const issue = { ...parsed, guests: parsed.guests };
  const email = await renderEmail({ issue, newsletter: NEWSLETTER, template, images });
  return personalise(email, { subscriber: {}, urls: { unsubscribe: PAGE, preferences: PAGE, web: PAGE } })
    .html;
}

async function show(html: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.setContent(html, { waitUntil: "load" });
}

const look = <T>(script: string): Promise<T> => page.evaluate<T>(script);

/** `title: x` and a body; its first line is line 4. */
const issue = (...lines: readonly string[]) => ["---", "title: A case", "---", ...lines, ""].join("\n");

for (const family of families) {
  const [name] = family;

  test(`bullets, numbers of three figures and boxes stand inside the column in ${name}`, async () => {
    const lines = [
      "- One",
      "- Two",
      "  1. Nested",
      "",
      "98. Ninety-eight",
      "99. Ninety-nine",
      "100. One hundred",
      "",
      "- [x] A task that is long enough to run over to a second line on a phone, so one sees the hanging indent",
      "- [ ] Another",
      "",
      "  With a second paragraph.",
      "",
      "- A plain item",
    ];
    await show(await htmlOf(issue(...lines), family), 320);
    const texts = await look<readonly { words: string; left: number; room: number }[]>(`(() => {
      const column = [...document.querySelectorAll(".lp-text")].at(-2).getBoundingClientRect().left;
      return [...document.querySelectorAll("li, tr[role=listitem] td:last-child")].map((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        const room = range.getBoundingClientRect().left - column;
        return { words: one.textContent, left: column, room };
      });
    })()`);
    const roomOf = (words: string) => texts.find((one) => one.words.startsWith(words))?.room ?? -1;
    // A figure of this type is eleven px wide at most, a bullet and a box are narrower than the room for one figure.
    expect(roomOf("One hundred")).toBeGreaterThanOrEqual(3 * 11 + 9);
    for (const words of ["One", "A task", "Another", "A plain item"])
      expect(roomOf(words)).toBeGreaterThanOrEqual(24);
    expect(roomOf("A task")).toBe(roomOf("A plain item"));
    const marks = await look<readonly number[]>(
      `[...document.querySelectorAll("tr[role=listitem] td:first-child span")].map((one) => Math.round(one.getBoundingClientRect().left))`,
    );
    expect(marks).toEqual([20, 20, 20]);
  });

  test(`a label stands close to its list and apart from what is above it in ${name}`, async () => {
    const lines = [
      "**Positive effects:**",
      "",
      "- One",
      "- Two",
      "",
      "**Negative effects:**",
      "",
      "- Three",
      "",
      "A paragraph.",
      "",
      "- Four",
    ];
    await show(await htmlOf(issue(...lines), family), 375);
    const gaps = await look<readonly number[]>(`[...document.querySelectorAll("ul")].map((list) => {
      const label = list.previousElementSibling;
      return Math.round(list.getBoundingClientRect().top - label.getBoundingClientRect().bottom);
    })`);
    expect(gaps).toEqual([6, 6, 20]);
  });

  test(`no word of a table is broken on a phone in ${name}, and no page is wider than it`, async () => {
    const tables = [
      "| Department | Description of responsibility | Telecommunications | Responsible |",
      "|---|---|---|---|",
      "| Administration | Internationalisation | telecommunications@example.org | Bartholomäus Oberhuber |",
      "| Infrastructure | https://example.org/a/very/long/path/that/never/ends | +51 1 555 0199 | `SOME_LONG_CONSTANT_NAME` |",
      "",
      "| Count | Name |",
      "|--:|:--|",
      "| 12,000 | Donaudampfschifffahrt |",
      "| 3 | Ox |",
    ];
    const html = await htmlOf(issue(...tables), family);
    for (const width of WIDTHS) {
      await show(html, width);
      expect(await look<number>("document.documentElement.scrollWidth - window.innerWidth")).toBe(0);
      expect([width, await look<readonly string[]>(BROKEN_WORDS)]).toEqual([width, []]);
    }
  });

  test(`figures on the right stand apart from the words of the next column in ${name}`, async () => {
    await show(await htmlOf(issue("| Count | Name |", "|--:|:--|", "| 12 | Ink |"), family), 375);
    const gap = await look<number>(`(() => {
      const [count, word] = [...document.querySelectorAll(".lp-data td")].map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getBoundingClientRect();
      });
      return word.left - count.right;
    })()`);
    expect(gap).toBeGreaterThanOrEqual(28);
  });

  test(`what a mail program makes a link of looks like the text around it in ${name}`, async () => {
    const html = await htmlOf(issue("Call +51 1 555 0199. See [the page](https://example.org/)."), family);
    // The last time: the first one is the hidden preview text.
    const auto = (phrase: string) => (text: string) => {
      const at = text.lastIndexOf(phrase);
      return `${text.slice(0, at)}<a href="x-auto:1" data-auto>${phrase}</a>${text.slice(at + phrase.length)}`;
    };
    await show(
      [auto("+51 1 555 0199"), auto("Lima 15063")].reduce((text, link) => link(text), html),
      600,
    );
    const looks = await look<
      readonly (readonly [string, string, string])[]
    >(`[...document.querySelectorAll("[data-auto], a.lp-a")].map((one) => {
      const { color, textDecorationLine } = getComputedStyle(one);
      return [one.textContent, textDecorationLine, color === getComputedStyle(one.parentElement).color ? "as around" : color];
    })`);
    expect(looks).toContainEqual(["+51 1 555 0199", "none", "as around"]);
    expect(looks).toContainEqual(["Lima 15063", "none", "as around"]);
    expect(looks).toContainEqual(["the page", "underline", "rgb(156, 47, 31)"]);
  });

  test(`each line of the footer’s links begins with a link in ${name}`, async () => {
    const html = await htmlOf(issue("Text."), family);
    for (let width = 300; width <= 420; width += 10) {
      await show(html, width);
      const links = await look<readonly (readonly [number, number])[]>(
        `[...document.querySelectorAll("p a.lp-quiet")].map((one) => { const { left, top } = one.getBoundingClientRect(); return [left, top]; })`,
      );
      const starts = links.filter(([, top], index) => index === 0 || top > (links[index - 1]?.[1] ?? 0) + 5);
      expect(new Set(starts.map(([left]) => left)).size, `${width} px`).toBe(1);
    }
  });

  test(`the share row of an Arabic letter goes from right to left in ${name}`, async () => {
    const html = await htmlOf(["---", "title: A case", "lang: ar", "---", "::share", ""].join("\n"), family);
    await show(html, 1200);
    const rights = await look<readonly number[]>(
      `[...document.querySelectorAll("a.lp-a")].filter((one) => /Linked|Bluesky|Mastodon|X/.test(one.textContent)).map((one) => one.getBoundingClientRect().right)`,
    );
    expect(rights.length).toBeGreaterThan(2);
    expect(rights.toSorted((a, b) => b - a)).toEqual(rights);
  });

  test(`a picture is as wide as its author wrote, at that side, and no wider than the column in ${name}`, async () => {
    const image = { src: "./press.png", alt: "A press", caption: null, credit: null, place };
    const badge = { ...image, src: "https://elsewhere.example/badge.png" };
    const body: readonly Block[] = [
      { kind: "image", image, url: null, width: 300, align: "center", place },
      { kind: "image", image, url: null, width: 200, align: "right", place },
      { kind: "image", image, url: null, width: 2000, place },
      { kind: "image", image: badge, url: null, width: 120, place },
      { kind: "image", image: badge, url: null, place },
    ];
    const html = await htmlOf(body, family);
    await page.route(/badge|0123/, (route) => route.fulfill({ contentType: "image/svg+xml", body: BADGE }));
    await show(html, 1200);
    const boxes = await look<readonly (readonly [number, number])[]>(
      `[...document.querySelectorAll("img")].map((one) => { const { left, width } = one.getBoundingClientRect(); return [Math.round(left - 304), width]; })`,
    );
    expect(boxes).toEqual([
      [146, 300],
      [392, 200],
      [0, 592],
      [0, 120],
      [0, 120],
    ]);
    // Outlook for Windows goes by the attribute.
    expect(html.match(/<img\b[^>]*\swidth="(\d+)"/g)).toHaveLength(4);
  });
}

/** The issue of all blocks, in each family. */
async function allBlocks(): Promise<readonly string[]> {
  const text = await readFile(ALL_BLOCKS, "utf8");
  const images: Images = {
    "./wide.png": { url: "https://news.example.org/a/wide.png", width: 592, height: 247 },
    "./badge.png": { url: "https://news.example.org/a/badge.png", width: 240, height: 40 },
    "./portrait.png": { url: "https://news.example.org/a/portrait.png", width: 88, height: 88 },
  };
  const known = text
    .replace("section: insiders-corner", "section: corner")
    .replace(/^series:.*\npart:.*\n/m, "")
    .replace(/^authors:.*$/m, "authors: [ines]");
  const blocks = await loadOwnBlocks(join(ALL_BLOCKS, ".."), ["offer", "fact"]);
  const parsed = parseFile(
    known,
    undefined,
    blocks.map((own) => own.name),
  );
  expect(parsed.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  return Promise.all(
    families.map(async ([, template]) => {
      const { issue: of } = parsed;
      if (of === null) throw new Error("The issue does not parse.");
      const email = await renderEmail({ issue: of, newsletter: NEWSLETTER, template, images, blocks });
      return personalise(email, { subscriber: {}, urls: { unsubscribe: PAGE, preferences: PAGE, web: PAGE } })
        .html;
    }),
  );
}

test("axe finds nothing in any block of either family, in light and in dark", async () => {
  for (const html of await allBlocks()) {
    await page.setContent(html, { waitUntil: "load" });
    const found = await lookWithAxe(page, [
      ["light", 375],
      ["dark", 1200],
    ]);
    // A letter has no landmarks: it stands in the page of a mail program, which has them.
    expect(found.filter((one) => !/: (?:landmark-one-main|region) /.test(one))).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
});

test("every word of every block stands at the same place in both families, with and without the style sheet", async () => {
  const [react = "", mjml = ""] = await allBlocks();
  for (const without of [
    (html: string) => html,
    (html: string) => html.replace(/<style\b[^]*?<\/style>/g, ""),
  ]) {
    for (const width of WIDTHS) {
      await show(without(react), width);
      const inReact = await look<readonly string[]>(PLACES);
      await show(without(mjml), width);
      const inMjml = await look<readonly string[]>(PLACES);
      expect(inReact.length).toBeGreaterThan(150);
      expect(inMjml).toEqual(inReact);
      expect(await look<number>("document.documentElement.scrollWidth - window.innerWidth")).toBe(0);
    }
  }
});

/** Each text and each picture that is seen, with its place and its type. */
const PLACES = `(() => {
  const places = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() === "") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, width, height } = range.getBoundingClientRect();
    if (width === 0) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(node.parentElement);
    places.push([node.data.trim().slice(0, 40), ...[left, top + scrollY, width, height].map(Math.round), color, fontSize, fontWeight].join(" "));
  }
  for (const image of document.images) {
    const { left, top, width, height } = image.getBoundingClientRect();
    places.push([image.alt, ...[left, top + scrollY, width, height].map(Math.round)].join(" "));
  }
  return places;
})()`;

/** Words of letters alone that stand on two lines. */
const BROKEN_WORDS = `(() => {
  const broken = [];
  const walker = document.createTreeWalker(document.querySelector(".lp-text table")?.closest(".lp-text") ?? document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (const match of node.data.matchAll(/\\p{L}{3,}/gu)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)));
      if (lines.size > 1) broken.push(match[0]);
    }
  return broken;
})()`;

const BADGE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="20"><rect width="120" height="20"/></svg>';
