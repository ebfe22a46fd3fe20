import { expect, test } from "vitest";
import type { Issue } from "#src/model/issue.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { parseFile } from "../issue/parse.ts";
import {
  complete,
  digest,
  families,
  guests,
  images,
  interview,
  issueWith,
  newsletterWith,
  paragraph,
  place,
} from "./fixture.ts";

const values = {
  subscriber: {},
  urls: {
    unsubscribe: "https://x.example/u",
    preferences: "https://x.example/p",
    web: "https://x.example/w",
  },
};
const newsletter = newsletterWith();

async function mail(template: (typeof families)[number][1], issue: Issue) {
  const { html, text } = personalise(await renderEmail({ issue, newsletter, template, images }), values);
  return {
    html,
    text,
    words: html
      .slice(html.indexOf("<h1"))
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " "),
  };
}

/** Positions of words, to see their order. */
const orderIn = (text: string, words: readonly string[]) => words.map((word) => text.indexOf(word));
const isOrdered = (found: readonly number[]) =>
  found.every((at, index) => at !== -1 && (index === 0 || at > (found[index - 1] ?? 0)));

for (const [family, template] of families) {
  test(`a sponsored issue says above its text who paid, in ${family} and in the plain text`, async () => {
    const { issue } = parseFile(
      "---\ntitle: Nobody reads who paid\nsponsor: Acme Pharma\ntags: [a, b]\nupdated: 2026-12-05\n---\nGood morning.\n",
    );
    if (issue === null) throw new Error("The file was not read.");
    const { words, text } = await mail(template, issue);
    for (const said of [words, text]) {
      expect(
        isOrdered(
          orderIn(said, [
            "Updated on December 5, 2026",
            "Sponsored by Acme Pharma",
            "Good morning.",
            "Topics: a · b",
          ]),
        ),
      ).toBe(true);
    }
  });

  test(`ends an issue in ${family} with its authors, tags and the part before it, unless the text has them`, async () => {
    const { html, words, text } = await mail(template, issueWith([paragraph("Body.")], complete));
    const ending = [
      "Body.",
      "Written by",
      "Reads every line twice.",
      "Topics: lead · light &",
      "Previous in this series",
      "Forward this letter",
    ];
    expect(isOrdered(orderIn(words, ending))).toBe(true);
    expect(isOrdered(orderIn(text, ending))).toBe(true);
    // Who has neither words nor a picture is named at the top alone.
    expect(words.match(/Written by/g)).toHaveLength(1);
    expect(html).toContain('href="https://news.example.org/issues/the-first-day"');
    const own = issueWith(
      [
        { kind: "series", place },
        { kind: "author", index: 0, place },
        { kind: "subscribe", place },
        paragraph("Body."),
      ],
      complete,
    );
    const placed = await mail(template, own);
    expect(
      isOrdered(
        orderIn(placed.words, ["Previous in this series", "Written by", "Forward this letter", "Body."]),
      ),
    ).toBe(true);
    for (const once of [/Previous in this series/g, /Written by/g, /Forward this letter/g])
      expect([placed.words.match(once)?.length, placed.text.match(once)?.length]).toEqual([1, 1]);
  });
}

test("a part is called by its number, and by its title where it has none, in that title's language", async () => {
  const previous = {
    slug: "al-papel",
    part: null,
    title: "Del plomo al papel",
    lang: "es",
    dir: "ltr",
  } as const;
  const series = { key: "shop", title: "In the shop", part: null, previous };
  const { html, text } = await mail(interview, issueWith([paragraph("Body.")], { series }));
  expect(html).toMatch(/<a [^>]*lang="es" dir="ltr"[^>]*>Del plomo al papel<\/a>/);
  expect(text).toContain(
    "Previous in this series: Del plomo al papel (https://news.example.org/issues/al-papel)",
  );
});

test("a list of related issues that is empty leaves nothing behind", async () => {
  const asked = { kind: "related", index: 0, section: null, tag: null, limit: 3, place } as const;
  const { words, text } = await mail(digest, issueWith([asked, paragraph("Body.")], { related: [[]] }));
  expect(words + text).not.toContain("Read also");
});

test("the confirmation of a subscription has nothing of an issue's ending", async () => {
  const { words } = await mail(
    interview,
    issueWith([paragraph("Body.")], { ...complete, guests, trigger: "confirm" }),
  );
  expect(words).not.toMatch(/Written by|Topics|Previous/);
});

test("a sponsor that only some readers read of is named to all above the text", async () => {
  const part = { kind: "only", asked: 0, otherwise: [], place } as const;
  const who = { name: "Acme", label: null, url: null, logo: null, disclosure: null };
  const section = { kind: "sponsor", ...who, blocks: [paragraph("For some.")], place } as const;
  const issue = issueWith([{ ...part, blocks: [section] }, paragraph("For all.")], { sponsor: who });
  for (const [, template] of families) {
    const { words, text } = await mail(template, issue);
    for (const said of [words, text]) expect(said).toContain("Sponsored by Acme");
  }
});
