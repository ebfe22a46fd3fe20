import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeSite } from "#src/app/site/make-site.ts";
import { loadProject } from "#src/project/load-project.ts";
import { tempFolder } from "../helpers/temp-ledger.ts";
import { testArticle } from "../helpers/test-article.ts";
import { NOW, seedSend } from "../track/seed.ts";
import { atomFeed } from "#src/app/pages/atom-feed.ts";
import { newsletter, testWeb } from "./helper.ts";
import { type Press, startPress, subscribe, linkIn, pressButton } from "./press.ts";

const issue = (front: string, body = 'Hello {{ subscriber.first_name | default: "reader" }}.') => `---
title: First <issue> & "more"
subject: The first issue
preview_text: What stands in the first issue, in a line that is long enough for an inbox.
description: What stands in the first <issue> & more
send_at: 2026-12-01T10:00:00Z
draft: false
${front}
---

${body}
`;

/** A newsletter with one reader and the issues given, each an hour after the start. */
async function pressWith(issues: Readonly<Record<string, string>>): Promise<Press> {
  const press = await startPress({ issues });
  await press.tick();
  await subscribe(press, { email: "ana@example.org" });
  await press.tick();
  const [mail] = press.mailsTo("ana@example.org");
  if (mail === undefined) throw new Error("There is no mail.");
  await pressButton(linkIn(mail, "c"), { form: "confirm" });
  await press.tick();
  return press;
}

const get = async (press: Press, path: string) => {
  const response = await press.web.request(path);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

/** `build --site` from the same ledger gives the bytes of every page that is served. */
async function sameAsBuilt(press: Press): Promise<void> {
  const folder = await tempFolder();
  const project = await loadProject(press.root, { url: press.url });
  await makeSite(project, folder, { kind: "ledger", ledger: press.app.ledger });
  const files = (await readdir(folder, { recursive: true })).filter((path) =>
    /\.(?:html|xml|json|txt)$/.test(path),
  );
  const own = files.filter(
    (path) => !path.startsWith(".") && !/^(?:404|old\/|p\/hello|issues\/(?:first-post|hello))/.test(path),
  );
  expect(own).toContain("issues/first/index.html");
  for (const path of own) {
    const served = await get(press, `/${path.replace(/\/?index\.html$/, "")}`);
    expect([path, await readFile(join(folder, path), "utf8")]).toEqual([path, served.text]);
  }
  expect(files).toContain("old/first-post/index.html");
}

test("shows no issue anywhere before its send has begun, and lists it from then on", async () => {
  await using press = await pressWith({ "issues/first.md": issue("aliases: [/old/first-post/]") });
  const paths = ["/issues/first", "/issues/first-post", "/old/first-post", "/old/first-post/"];
  for (const path of paths) expect([path, (await get(press, path)).status]).toEqual([path, 404]);
  expect((await get(press, "/")).text).toContain("Nothing has been published yet");
  expect((await get(press, "/feed.xml")).text).not.toContain("<entry");

  press.clock.advance(3_600_000);
  await press.tick();
  const index = await get(press, "/");
  expect(index.text).toContain('href="/issues/first"');
  expect(index.text).toContain("First &lt;issue&gt; &amp; &quot;more&quot;");
  expect(index.text).toContain(`<link rel="canonical" href="${press.url}/"`);
  expect(index.text).not.toContain('content="noindex"');
  const page = await get(press, "/issues/first");
  expect(page.text).toContain("Hello reader.");
  expect(page.text).toContain(`<link rel="canonical" href="${press.url}/issues/first"`);
  expect(page.text).toContain(
    '<meta property="og:description" content="What stands in the first &lt;issue&gt; &amp; more"',
  );
  for (const path of paths.slice(1)) {
    const { status, headers } = await get(press, path);
    expect([status, headers.get("location")]).toEqual([301, "/issues/first"]);
    const asked = await press.web.request(path, { method: "HEAD" });
    expect([path, asked.status, asked.headers.get("location")]).toEqual([path, 301, "/issues/first"]);
  }
  await sameAsBuilt(press);
  const { headers } = await get(press, "/feed.xml");
  expect(headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  const again = await press.web.request("/feed.xml", {
    headers: { "if-none-match": headers.get("etag") ?? "" },
  });
  expect(again.status).toBe(304);
});

test("leads from part to part of a series, to the next one from the moment it is sent, and changes no letter for it", async () => {
  const part = (n: number, hour: number) =>
    issue(
      `series: shop\npart: ${n}${n === 1 ? "\naliases: [/old/first-post/]" : ""}`,
      ["", "We set the first line by hand.", "Then a machine came and set the rest."][n],
    )
      .replace(/title: .*/, `title: The ${["", "first", "second"][n]} <part>`)
      .replace("10:00:00Z", `${hour}:00:00Z`);
  await using press = await startPress({
    config: { series: { shop: { title: "In the shop" } } },
    issues: { "issues/first.md": part(1, 10), "issues/second.md": part(2, 11) },
  });
  await press.tick();
  await subscribe(press, { email: "ana@example.org" });
  await press.tick();
  await pressButton(linkIn(press.mailsTo("ana@example.org")[0]!, "c"), { form: "confirm" });
  await press.tick();
  press.clock.advance(3_600_000);
  await press.tick();
  const before = await get(press, "/issues/first");
  expect(before.text).not.toMatch(/issues\/second|in this series/);

  press.clock.advance(3_600_000);
  await press.tick();
  const first = await get(press, "/issues/first");
  expect(first.text.replace(/\s+/g, " ")).toMatch(
    /Next in this series: <a href="\/issues\/second" lang="en" dir="ltr" ?>The second &lt;part&gt;<\/a ?>/,
  );
  const bare = ({ text }: { text: string }) => text.replaceAll(/<nav [^]*?<\/nav>|\s+/g, "");
  expect(bare(first)).toBe(bare(before));
  const second = await get(press, "/issues/second");
  // The letter says "Part 1"; the page says its title, and says it once.
  expect(second.text.match(/in this series/g)).toHaveLength(1);
  expect(second.text).toMatch(/Previous in this series: <a[^>]*>The first &lt;part&gt;/);
  const [mail] = press.mailsTo("ana@example.org").filter(({ html }) => html.includes("Part 2"));
  expect(mail?.html).toMatch(/Previous in this series: <a [^>]*href="[^"]*\/issues\/first"/);
  expect(mail?.text).toContain(`Previous in this series: Part 1 (${press.url}/issues/first)`);
  await sameAsBuilt(press);
});

test("keeps an unlisted issue off the index and the feed, and one with no archive off the web", async () => {
  await using press = await pressWith({
    "issues/quiet.md": issue("archive: unlisted"),
    "issues/secret.md": issue("archive: none\naliases: [hidden]"),
    "issues/open.md": issue("canonical_url: https://elsewhere.example/open"),
  });
  press.clock.advance(3_600_000);
  await press.tick();
  for (const path of ["/", "/feed.xml"]) {
    const { text } = await get(press, path);
    expect(text).toContain("/issues/open");
    expect(text).not.toMatch(/issues\/(?:quiet|secret)/);
  }
  const quiet = await get(press, "/issues/quiet");
  expect([quiet.status, quiet.headers.get("x-robots-tag")]).toEqual([200, "noindex"]);
  for (const path of ["/issues/secret", "/issues/hidden", "/hidden"])
    expect((await get(press, path)).status).toBe(404);
  expect((await get(press, "/issues/open")).text).toContain(
    '<link rel="canonical" href="https://elsewhere.example/open"',
  );

  // What its author takes back later is gone for everybody who comes later.
  await press.edit("issues/open.md", (text) => text.replace("canonical_url", "archive: none\ncanonical_url"));
  await press.tick();
  expect((await get(press, "/issues/open")).status).toBe(404);
  expect((await get(press, "/")).text).not.toContain("/issues/open");
});

test("shows a file that was edited after it was sent, says so, and sends it to nobody again", async () => {
  await using press = await pressWith({ "issues/first.md": issue("") });
  press.clock.advance(3_600_000);
  await press.tick();
  const { db } = press.app.ledger;
  const sent = async () =>
    db.selectFrom("sends").select(["email_digest", "state"]).where("kind", "=", "issue").execute();
  const before = await sent();
  const mails = press.mailsTo("ana@example.org").length;
  expect((await get(press, "/issues/first")).text).not.toContain("Corrected");

  press.clock.advance(24 * 3_600_000);
  await press.edit("issues/first.md", (text) => text.replace("Hello", "Good morning"));
  await press.tick();
  await press.tick();
  const page = (await get(press, "/issues/first")).text;
  expect(page).toContain("Good morning reader.");
  expect(page).toContain("Corrected on December 2, 2026, after it was sent.");
  expect((await get(press, "/feed.xml")).text).toMatch(/<updated>2026-12-02T/);
  // The author's own word for the day stands in the place of ours, until the file is changed again.
  const says = async () =>
    /class="notice">(Updated|Corrected) on ([^<,]*)/.exec((await get(press, "/issues/first")).text)?.slice(1);
  await press.edit("issues/first.md", (text) => text.replace("title:", "updated: 2026-12-03\ntitle:"));
  await press.tick();
  expect(await says()).toEqual(["Updated", "December 3"]);
  expect((await get(press, "/issues/first")).text).not.toContain("Corrected");
  press.clock.advance(3 * 24 * 3_600_000);
  await press.edit("issues/first.md", (text) => `${text}\nOne line more.\n`);
  await press.tick();
  expect(await says()).toEqual(["Corrected", "December 5"]);
  await press.edit("issues/first.md", (text) =>
    text.replace("updated: 2026-12-03\n", "").replace("\nOne line more.\n", ""),
  );
  await press.tick();
  expect(await sent()).toEqual(before);
  expect(press.mailsTo("ana@example.org").length).toBe(mails);
  const original = await db
    .selectFrom("emails")
    .select("body")
    .where("digest", "=", before[0]?.email_digest ?? "")
    .executeTakeFirstOrThrow();
  expect(original.body).not.toContain("Good morning");

  // Errors change nothing, and taking the edit back takes the note back.
  await press.edit("issues/first.md", (text) => text.replace("title:", "titel:"));
  await press.tick();
  expect((await get(press, "/issues/first")).text).toContain("Good morning");
  await press.edit(
    "issues/first.md",
    (text) => `${text.replace("titel:", "title:")}\n[](https://example.org/)\n`,
  );
  await press.tick();
  expect((await get(press, "/issues/first")).text).not.toContain("https://example.org/");
  await press.edit("issues/first.md", (text) =>
    text.replace("\n[](https://example.org/)\n", "").replace("Good morning", "Hello"),
  );
  await press.tick();
  const restored = (await get(press, "/issues/first")).text;
  expect(restored).toContain("Hello reader.");
  expect(restored).not.toContain("Corrected");
});

test("leaves a page alone where an edit changes nothing that was sent", async () => {
  await using press = await pressWith({ "issues/first.md": issue("") });
  press.clock.advance(3_600_000);
  await press.tick();
  await press.edit("issues/first.md", (text) => text.replace("title:", "# A note of ours.\ntitle:"));
  await press.tick();
  expect((await get(press, "/issues/first")).text).not.toContain("Corrected");
});

test("turns pages where there are more issues than one page holds", async () => {
  await using web = await testWeb({ count: 1 });
  for (let n = 1; n < 33; n += 1)
    await seedSend(web.ledger, { slug: `number-${n}`, count: 1, startedAt: NOW + n, providerIds: false });
  const page = async (path: string) => (await web.app.request(path)).text();
  const first = await page("/");
  expect(first.match(/<h2/g)).toHaveLength(30);
  expect(first.indexOf("number-32")).toBeLessThan(first.indexOf("number-31"));
  expect(first).toContain('href="/page/2"');
  expect((await web.app.request("/?page=2")).headers.get("location")).toBe("/page/2");
  const second = await page("/page/2");
  expect(second.match(/<h2/g)).toHaveLength(3);
  expect(second).toContain('rel="prev"');
  expect((await web.app.request("/page/3")).status).toBe(404);
  for (const wrong of ["0", "-1", "x", ""]) expect(await page(`/?page=${wrong}`)).toBe(first);
});

test("leaves out of the feed what XML cannot write", async () => {
  const card = {
    title: "Stones\u000B and \uD800slugs\u0000",
    description: "\uFFFE]]>",
    lang: "en",
    dir: "ltr",
    section: null,
    date: null,
    canonicalUrl: null,
    image: null,
    imageAlt: null,
  } as const;
  const issue = { feedId: "issue-1", slug: "s", startedAt: 0, archive: "public", correctedAt: null } as const;
  const feed = await atomFeed(newsletter, [{ issue: { ...issue, card }, article: testArticle() }]);
  expect(feed).toContain("<title>Stones and \uFFFDslugs</title>");
  expect(feed).toContain("<summary>]]&gt;</summary>");
});

test("shows posts of another system by their files' own word, like a build, until the ledger has a send of them", async () => {
  const old = (front: string) =>
    `---\ntitle: Old post\nsubject: Old post\npreview_text: A post that another system mailed to its readers long ago.\ndraft: true\n${front}\n---\n\nFrom the old days.\n`;
  await using press = await pressWith({
    "issues/first.md": issue("aliases: [/old/first-post/]"),
    "issues/2019-hello.md": old("date: 2019-05-01\narchive: public\naliases: [/p/hello]"),
    "issues/later.md": old("date: 2031-05-01\narchive: public"),
    "issues/dated.md": old("date: 2019-05-02"),
    "issues/canceled.md": issue("tags: [one]"),
  });
  expect((await get(press, "/issues/2019-hello")).text).toContain("From the old days.");
  for (const path of ["/", "/feed.xml", "/feed.json", "/sitemap.xml"])
    expect((await get(press, path)).text).toMatch(
      /issues\/2019-hello(?![\s\S]*issues\/(?:later|dated|canceled))/,
    );
  for (const slug of ["later", "dated", "canceled"])
    expect([slug, (await get(press, `/issues/${slug}`)).status]).toEqual([slug, 404]);

  for (const path of ["/p/hello", "/p/hello/"]) {
    const moved = await get(press, path);
    expect([path, moved.status, moved.headers.get("location")]).toEqual([path, 301, "/issues/2019-hello"]);
  }
  expect((await get(press, "/p/nobody")).status).toBe(404);

  // A schedule that was taken back is the ledger's word: the file alone shows nothing any more.
  await press.edit("issues/canceled.md", (text) =>
    text.replace(/send_at.*/, "date: 2019-05-03\narchive: public").replace("draft: false", "draft: true"),
  );
  await press.tick();
  expect((await get(press, "/issues/canceled")).status).toBe(404);

  press.clock.advance(3_600_000);
  await press.tick();
  await sameAsBuilt(press);
  expect((await get(press, "/")).text).toMatch(/issues\/first[\s\S]*issues\/2019-hello/);

  await press.edit("issues/2019-hello.md", (text) => text.replace("archive: public", "archive: none"));
  await press.tick();
  expect((await get(press, "/issues/2019-hello")).status).toBe(404);
  expect((await get(press, "/")).text).not.toContain("2019-hello");
});
