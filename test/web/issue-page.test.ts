import { expect, test } from "vitest";
import { makeSite } from "#src/app/site/make-site.ts";
import { loadProject } from "#src/project/load-project.ts";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import sharp from "sharp";
import { tempFolder } from "../helpers/temp-ledger.ts";
import { type Press, startPress } from "./press.ts";

const HOUR = 3_600_000;

const issue = (title: string, at: string, front: readonly string[], body: string) =>
  `---
title: ${title}
subject: ${title}
preview_text: A line about this issue that is long enough for an inbox to show.
description: What ${title} is about
send_at: ${at}
draft: false
${front.join("\n")}
---

${body}
`;

const BODY = `Hello {{ subscriber.first_name | default: "reader" }}, read [our site](https://example.org/).

> [!TIP]
> Keep the ink away from Gänsefüßchen.

**[Read it](https://example.org/read)**
`;

const OLD = `---
title: An imported post
subject: An imported post
preview_text: A post that another system mailed to its readers long ago, and that we only show.
date: 2019-05-01
archive: public
section: notes
tags: [old]
---

From the old days.
`;

const CONFIG = {
  tagline: "Letters about stones.",
  languages: ["es"],
  lists: { weekly: { title: "The weekly" }, monthly: { title: "The monthly" } },
  sections: {
    letters: { title: "Letters", list: "monthly" },
    notes: { title: "Notes" },
    empty: { title: "Empty" },
  },
  authors: { ines: { name: "Inés Carpio" } },
};

async function addReader(press: Press): Promise<void> {
  await press.app.ledger.db
    .insertInto("subscribers")
    .values({
      public_id: "p",
      address: "ana@example.org",
      address_key: "k",
      attributes: "{}",
      timezone: null,
      created_at: 0,
      updated_at: 0,
    })
    .execute();
  for (const list of ["weekly", "monthly"])
    await press.app.ledger.db
      .insertInto("list_members")
      .values({ list, subscriber_id: 1, state: "active", at: 0 })
      .execute();
}

async function threeIssues(): Promise<Press> {
  const press = await startPress({
    config: CONFIG,
    issues: {
      "issues/first.md": issue(
        "First letter",
        "2026-12-01T10:00:00Z",
        [
          "section: letters",
          "tags: [ink, paper & glue]",
          "authors: [ines]",
          "issue: 7",
          "subtitle: About ink",
        ],
        BODY,
      ),
      "issues/second.md": issue("Second letter", "2026-12-01T11:00:00Z", ["section: notes"], "Second body."),
      "issues/2019-imported.md": OLD,
    },
  });
  await press.tick();
  await addReader(press);
  for (let hour = 0; hour < 3; hour += 1) {
    press.clock.advance(HOUR);
    await press.tick();
  }
  return press;
}

const get = async (press: Press, path: string) => (await press.web.request(path)).text();

test("the page of an issue is a page: what it is, where the next one is, and how to get it, and nothing of the mail around it", async () => {
  await using press = await threeIssues();
  for (const slug of ["first", "second", "2019-imported"]) {
    const page = await get(press, `/issues/${slug}`);
    expect([slug, page.match(/<h1[ >]/g)?.length]).toEqual([slug, 1]);
    expect(page).not.toMatch(
      /receiving this|Unsubscribe|View online|Choose what you receive|Forward this letter/,
    );
    expect(page).not.toMatch(/href="[^"]*\/[up](?:\/|")/);
    expect(page.match(/<form method="post" action="\/subscribe">/g)).toHaveLength(2);
    // The page lies in caches: it has no token of one visit.
    expect(page).not.toContain('name="token"');
    for (const feed of ["feed.xml", "feed.json"])
      expect(page).toMatch(new RegExp(`rel="alternate"[^>]*href="/${feed}"`));
  }
  const first = await get(press, "/issues/first");
  expect(first).toContain('<time datetime="2026-12-01">December 1, 2026</time>');
  expect(first).toMatch(
    /href="\/section\/letters">Letters<\/a>[^]*No\. 7[^]*<h1>First letter<\/h1>[^]*About ink[^]*By Inés Carpio/,
  );
  expect(first).toContain('href="/search?q=paper%20%26%20glue">paper &amp; glue</a>');
  expect(first).toContain("Hello reader, read");
  // The list of the issue is the one that a reader of its page would join.
  expect(first.match(/name="list" value="monthly"/g)).toHaveLength(2);
  expect(first).toMatch(/rel="prev" href="\/issues\/2019-imported"[^]*rel="next" href="\/issues\/second"/);
  expect(await get(press, "/issues/second")).not.toContain('rel="next"');
  expect(await get(press, "/issues/2019-imported")).not.toContain('rel="prev"');
  for (const [where, address] of [
    ["linkedin", "https://www.linkedin.com/sharing/share-offsite/?url="],
    ["mail", "mailto:?subject=First%20letter&amp;body="],
  ])
    expect([
      where,
      first.includes(`href="${address}${encodeURIComponent(`${press.url}/issues/first`)}"`),
    ]).toEqual([where, true]);
});

test("the page is shared where the config says", async () => {
  const front = ["section: notes"];
  await using press = await startPress({
    config: {
      ...CONFIG,
      share: ["bluesky", "copy", { label: "The club", url: "https://club.example/post?u={url}&t={title}" }],
    },
    issues: {
      "issues/first.md": issue("First & last", "2026-12-01T10:00:00Z", front, "Before.\n\nAfter."),
    },
  });
  await press.tick();
  await addReader(press);
  press.clock.advance(HOUR);
  await press.tick();
  const page = await get(press, "/issues/first");
  const address = encodeURIComponent(`${press.url}/issues/first`);
  expect(
    [...page.matchAll(/rel="nofollow noopener" href="([^"]+)"[^>]*>([^<]+)/g)].map(([, ...link]) => link),
  ).toEqual([
    [`https://bsky.app/intent/compose?text=First%20%26%20last%20${address}`, "Bluesky"],
    [`https://club.example/post?u=${address}&amp;t=First%20%26%20last`, "The club"],
  ]);
});

const STAMP = `import { defineBlock, z } from "letterpress";

export default defineBlock({
  attributes: z.object({ year: z.string() }),
  html: ({ attributes, input }) => (
    <p style={{ letterSpacing: 3, color: input.theme.light.accent }}>SINCE {attributes.year}</p>
  ),
  text: ({ attributes }) => "Since " + attributes.year,
});
`;

const FACT = `<mj-text letter-spacing="2px">[[ label ]] [[ content ]]</mj-text>
<block-text>FACT: [[ label ]] [[ content ]]</block-text>
`;

/** Preflight lets no mail have this; an issue that another system mailed goes through no preflight. */
const ACTIVE = `<mj-raw><tr><td><div onclick="alert(1)"><script>alert(2)</script><a href="java&#9;script:alert(3)">a link</a><svg viewBox="0 0 9 9"><a xlink:href="javascript:alert(4)"><text>drawn</text></a></svg></div></td></tr></mj-raw>
<block-text>active</block-text>
`;

const OWN = `Before.

::stamp{year="{{ subscriber.first_name | default: "1974" }}"}

::::fact[Light is fast]
A *sentence* for {{ subscriber.first_name | default: "you" }}.

:::only{segment="-list:weekly"}
For others.
:::

:::else
For readers.
:::
::::

After.`;

const words = (html: string) => html.replaceAll(/<[^>]+>|&nbsp;/g, " ").replaceAll(/\s+/g, " ");

test("a newsletter's own block looks on the page as in the mail, for nobody, without what could run there, and has its words in feed and search", async () => {
  await using press = await startPress({
    config: CONFIG,
    issues: {
      "issues/first.md": issue("First letter", "2026-12-01T10:00:00Z", [], OWN),
      "issues/2019-imported.md": OLD.replace("From the old days.", `${OWN}\n\n::active`),
      "templates/blocks/stamp.tsx": STAMP,
      "templates/blocks/fact.mjml": FACT,
      "templates/blocks/active.mjml": ACTIVE,
    },
  });
  await press.tick();
  await addReader(press);
  press.clock.advance(HOUR);
  for (let pass = 0; pass < 3; pass += 1) await press.tick();
  const mail = press.mailsTo("ana@example.org").at(-1)?.html ?? "";
  const looks = [
    /<p style="letter-spacing:3px;color:#[0-9a-f]{6}">SINCE (?:<!-- -->)?1974<\/p>/,
    /letter-spacing:2px/,
  ];
  for (const look of looks) expect(mail).toMatch(look);
  const expectOwn = async () => {
    for (const slug of ["first", "2019-imported"]) {
      const page = await get(press, `/issues/${slug}`);
      for (const look of looks) expect([slug, page]).toEqual([slug, expect.stringMatching(look)]);
      expect(words(page)).toContain(
        "Before. SINCE 1974 Light is fast A sentence for you. For others. After.",
      );
      expect(page).not.toMatch(/onclick|alert\(|script:|For readers|[\uE000-\uE022]/);
    }
  };
  await expectOwn();
  expect(words(await get(press, "/issues/2019-imported"))).toContain("After. a link");

  const feed = JSON.parse(await get(press, "/feed.json")) as { items: { content_html: string }[] };
  for (const { content_html: html } of feed.items) {
    expect(words(html)).toContain("SINCE 1974");
    expect(words(html)).toContain("Light is fast A sentence for you.");
    expect(html).not.toMatch(/style=|class=|<table|<script|onclick/);
  }
  expect(await get(press, "/search?q=since+1974")).toContain('href="/issues/first"');

  const folder = await tempFolder();
  await makeSite(await loadProject(press.root, { url: press.url }), folder, {
    kind: "ledger",
    ledger: press.app.ledger,
  });
  for (const slug of ["first", "2019-imported"])
    expect(await readFile(join(folder, `issues/${slug}/index.html`), "utf8")).toBe(
      await get(press, `/issues/${slug}`),
    );

  // Pages that an older Letterpress kept have what stands in a block, and get the block at the next pass.
  const { db } = press.app.ledger;
  const { articles } = await olderArticles(db);
  expect(articles).toBeGreaterThan(0);
  await press.tick();
  await expectOwn();
  // A block that fails by then leaves what stands in it, and takes no page away.
  await press.write("templates/blocks/stamp.tsx", STAMP.replace("SINCE", "{nothing.at.all}"));
  await olderArticles(db);
  await press.tick();
  expect(words(await get(press, "/issues/first"))).toContain("Before. Light is fast");
});

/** Make the articles of issues that were sent here what an older Letterpress kept. */
async function olderArticles(db: Press["app"]["ledger"]["db"]): Promise<{ articles: number }> {
  const { numUpdatedRows } = await db
    .updateTable("issue_pages")
    .set({ article: sql<string>`replace(article, '{"format":2,', '{')` })
    .where("text_sha", "is not", null)
    .where("card", "not like", "%elsewhere%")
    .executeTakeFirstOrThrow();
  return { articles: Number(numUpdatedRows) };
}

test("the form of an issue's page puts somebody on the issue's list, like the form that has a page of its own", async () => {
  await using press = await threeIssues();
  const body = new URLSearchParams({ email: "new@example.org", list: "monthly", topic: "" });
  expect((await press.web.request("/subscribe", { method: "POST", body })).status).toBe(200);
  const rows = await press.app.ledger.db
    .selectFrom("list_members")
    .innerJoin("subscribers", "subscribers.id", "list_members.subscriber_id")
    .select(["list", "state"])
    .where("address", "=", "new@example.org")
    .execute();
  expect(rows).toEqual([{ list: "monthly", state: "pending" }]);
});

test("og:image is the cover, or else the first picture of the text", async () => {
  const picture = await sharp({ create: { width: 40, height: 20, channels: 3, background: "#14566b" } })
    .png()
    .toBuffer();
  await using press = await startPress({
    issues: {
      "issues/cover.md": OLD.replace("tags: [old]", "image: { src: cover.png, alt: The cover }"),
      "issues/inside.md": OLD.replace("From the old days.", '![A "press" & more](inside.png)'),
      "issues/plain.md": OLD,
    },
    config: CONFIG,
  });
  const other = await sharp(picture).resize(80).toBuffer();
  await press.write("issues/cover.png", picture);
  await press.write("issues/inside.png", other);
  await press.tick();
  const head = async (slug: string) => {
    const page = await get(press, `/issues/${slug}`);
    return [/og:image" content="([^"]+)"/.exec(page)?.[1], /og:image:alt" content="([^"]+)"/.exec(page)?.[1]];
  };
  expect(await head("cover")).toEqual([expect.stringMatching(/\/a\/[0-9a-f]{32}\.png$/), "The cover"]);
  expect(await head("inside")).toEqual([
    expect.stringMatching(/\/a\/[0-9a-f]{32}\.png$/),
    "A &quot;press&quot; &amp; more",
  ]);
  expect(await head("plain")).toEqual([undefined, undefined]);
});

test("the search finds issues that have all of the words, in title, text, tags and author, whatever their accents", async () => {
  await using press = await threeIssues();
  const found = async (typed: string) => {
    const page = await get(press, `/search?q=${encodeURIComponent(typed)}`);
    expect(page).not.toContain("<script");
    return [...page.matchAll(/data-slug="([^"]+)"/g)].map(([, slug]) => slug);
  };
  expect(await found("gansefusschen")).toEqual([]);
  expect(await found("GANSEFUßCHEN ink")).toEqual(["first"]);
  expect(await found("ines")).toEqual(["first"]);
  expect(await found("letter")).toEqual(["second", "first"]);
  expect(await found("letter second")).toEqual(["second"]);
  expect(await found("old days")).toEqual(["2019-imported"]);
  expect(await found("100%_'\"")).toEqual([]);
  // An address is no word of the text.
  expect(await found("https")).toEqual([]);
  expect(await get(press, "/search?q=%3Cb%3E")).not.toContain("<b>");
  expect(await get(press, "/search?q=nowhere")).toContain("No issue has all of these words: nowhere");
  // Before anything was typed all issues are there, with the script of a static site.
  const all = await get(press, "/search");
  expect([...all.matchAll(/data-slug="([^"]+)"/g)]).toHaveLength(3);
  for (const nothing of ["%20", "%25%25%25"]) expect(await get(press, `/search?q=${nothing}`)).toBe(all);
  expect((await press.web.request("/search")).headers.get("content-security-policy")).toMatch(
    /script-src 'sha256-[^']+'; connect-src 'self'/,
  );
});

test("each section has its own list, and only those that have an issue", async () => {
  await using press = await threeIssues();
  const front = await get(press, "/");
  expect(front).toMatch(/href="\/section\/letters"[^]*href="\/section\/notes"/);
  expect(front).not.toContain("/section/empty");
  const notes = await get(press, "/section/notes");
  expect([...notes.matchAll(/data-slug="([^"]+)"/g)].map(([, slug]) => slug)).toEqual([
    "second",
    "2019-imported",
  ]);
  expect(notes).toContain("<h1>Notes</h1>");
  for (const path of ["/section/empty", "/section/nothing", "/section/notes/page/2", "/section/constructor"])
    expect([path, (await press.web.request(path)).status]).toEqual([path, 404]);
  expect((await press.web.request("/section/notes/page/1")).headers.get("location")).toBe("/section/notes");
  expect((await press.web.request("/section/notes/")).headers.get("location")).toBe("/section/notes");
});

test("the feeds hold the whole text, without the look of a mail", async () => {
  await using press = await threeIssues();
  const feed = JSON.parse(await get(press, "/feed.json")) as {
    items: { content_html: string; tags?: string[] }[];
  };
  const first = feed.items[1];
  expect(first?.tags).toEqual(["ink", "paper & glue"]);
  expect(first?.content_html).toContain('<a href="https://example.org/">our site</a>');
  expect(first?.content_html).toContain("Keep the ink away from Gänsefüßchen.");
  expect(first?.content_html).toMatch(/<p>\s*<a href="https:\/\/example\.org\/read">Read it<\/a>\s*<\/p>/);
  expect(first?.content_html).not.toMatch(/style=|class=|<table|<span/);
  const atom = await get(press, "/feed.xml");
  expect(atom).toMatch(/<content type="html">[^<]*Hello reader, read &lt;a href=/);
  expect(atom).toContain('<category term="paper &amp; glue" />');
});

test("a static site has the same bytes, in a section and in the search, too", async () => {
  await using press = await threeIssues();
  const folder = await tempFolder();
  await makeSite(await loadProject(press.root, { url: press.url }), folder, {
    kind: "ledger",
    ledger: press.app.ledger,
  });
  const files = (await readdir(folder, { recursive: true })).filter((path) =>
    /\.(?:html|xml|json)$/.test(path),
  );
  expect(files).toEqual(
    expect.arrayContaining([
      "search.json",
      "search/index.html",
      "section/notes/index.html",
      "issues/2019-imported/index.html",
    ]),
  );
  for (const path of files.filter((one) => !one.startsWith(".") && one !== "404.html")) {
    const served = await get(press, `/${path.replace(/\/?index\.html$/, "")}`);
    expect([path, await readFile(join(folder, path), "utf8")]).toEqual([path, served]);
  }
});

test("an issue whose file was read by an older Letterpress gets its text at the next pass, and is not called corrected", async () => {
  await using press = await threeIssues();
  const { db } = press.app.ledger;
  await db.updateTable("issue_pages").set({ article: null, words: null, section: null }).execute();
  // Until then the page shows what the mail says, without what is for its readers alone.
  const before = await get(press, "/issues/first");
  expect(before).toContain("Hello reader, read");
  expect(before).not.toMatch(/receiving this|>Unsubscribe<|View online|\/u"/);
  expect(before.match(/<h1[\s>]/g)).toHaveLength(1);
  expect((await press.web.request("/feed.xml")).status).toBe(200);
  press.clock.advance(60_000);
  await press.tick();
  const after = await get(press, "/issues/first");
  expect(after).toContain("<h1>First letter</h1>");
  expect(after).not.toContain("Corrected");
  expect(await get(press, "/search?q=gansefu")).toContain('data-slug="first"');
});
