import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import sharp from "sharp";
import { Resend } from "resend";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { aliasFiles } from "#src/app/site/alias-files.ts";
import { layOutSite } from "#src/app/site/lay-out-site.ts";
import { newsletter as webNewsletter } from "../web/helper.ts";
import { bytesOfSite, deadLinks, invalidPages } from "../../scripts/bench/look-at-site.ts";
import { testArticle } from "../helpers/test-article.ts";
import { issue, NOW, REAL_ENV, type TempProject, tempProject } from "../cli/temp-project.ts";

const URL = "https://news.example.org";
const sent = (title: string, day: string, more: readonly string[] = [], body?: string) =>
  issue([`title: ${title}`, `send_at: ${day} 09:00`, "draft: false", ...more], body);

let picture: Buffer;
beforeAll(async () => {
  const plain = sharp({ create: { width: 900, height: 400, channels: 3, background: "#14566b" } });
  picture = await plain.png().toBuffer();
});

/** A newsletter with one issue of each kind; its clock stands at 24 November 2026. */
async function newsletter(more: Readonly<Record<string, string>> = {}): Promise<TempProject> {
  const project = await tempProject({
    "issues/2026-11-03-first.md": sent("The first", "2026-11-03", ["template: digest"]),
    "issues/2026-11-10-pictured/index.md": sent(
      "With a picture",
      "2026-11-10",
      ["aliases: [first-name, /2019/05/old.html]", "updated: 2026-11-12"],
      'Hello {{ subscriber.first_name | default: "reader" }}.\n\n![A press](press.png)\n\nSee [the quiet one](../2026-11-11-quiet.md).',
    ),
    "issues/2026-11-11-quiet.md": sent("Quiet", "2026-11-11", ["archive: unlisted"]),
    "issues/2026-11-12-secret.md": sent("Secret", "2026-11-12", ["archive: none", "aliases: [hidden]"]),
    "issues/2026-12-24-later/index.md": sent(
      "Later",
      "2026-12-24",
      ["aliases: [sooner]"],
      "![Later](press.png)",
    ),
    "issues/2026-11-13-draft/index.md": issue(["title: A draft", "date: 2026-11-13"], "![No](draft.png)"),
    "issues/2019-05-01-imported.md": issue(["title: Imported", "date: 2019-05-01", "archive: public"]),
    ...more,
  });
  await project.write("issues/2026-11-10-pictured/press.png", picture);
  await project.write("issues/2026-12-24-later/press.png", await sharp(picture).negate().png().toBuffer());
  await project.write("issues/2026-11-13-draft/draft.png", await sharp(picture).resize(600).png().toBuffer());
  return project;
}

const build = (project: TempProject, ...more: string[]) =>
  project.run(["build", "--site", "public", "--offline", ...more]);
const read = (project: TempProject, path: string) => readFile(project.path("public", path), "utf8");

test("a part of a series learns of the next one when that is sent, without a ledger too", async () => {
  const part = (n: number, day: string) => sent(`Part ${n} of it`, day, ["series: shop", `part: ${n}`]);
  const project = await newsletter({
    "issues/2026-11-14-one.md": part(1, "2026-11-14"),
    "issues/2026-12-20-two.md": part(2, "2026-12-20"),
  });
  await project.write(
    "newsletter.config.ts",
    (await readFile(project.path("newsletter.config.ts"), "utf8")).replace(
      "lists:",
      'series: { shop: { title: "In the shop" } }, lists:',
    ),
  );
  expect((await build(project)).exit).toBe(0);
  expect(await read(project, "issues/one/index.html")).not.toContain("in this series");
  // It was sent in the meantime.
  const two = part(2, "2026-11-15");
  await project.write("issues/2026-12-20-two.md", two);
  expect((await build(project)).exit).toBe(0);
  expect(await read(project, "issues/one/index.html")).toMatch(/Next in this series:[^]*?Part 2 of it/);
  expect(await read(project, "issues/two/index.html")).toContain("Previous in this series:");
  // A title is said as it is now.
  await project.write("issues/2026-12-20-two.md", two.replace("Part 2 of it", "The rest"));
  await build(project);
  expect(await read(project, "issues/one/index.html")).toContain("The rest");
});

test("its pages are in the newsletter's language, from right to left where that is written so", async () => {
  const project = await newsletter();
  const config = await readFile(project.path("newsletter.config.ts"), "utf8");
  await project.write("newsletter.config.ts", config.replace("lists:", 'lang: "ar", lists:'));
  await build(project);
  expect(await read(project, "index.html")).toMatch(/<html lang="ar" dir="rtl">[^]*اشترك[^]*خلاصة الأخبار/);
  expect(await read(project, "404.html")).toContain("الصفحة غير موجودة");
  expect(await read(project, "issues/first/index.html")).toMatch(
    /<html lang="ar" dir="rtl">[^]*مشاركة[^]*العدد التالي/,
  );
});

test("writes every page of what was sent, and nothing of what was not, with links that lead somewhere", async () => {
  const project = await newsletter();
  const built = await build(project);
  expect(built.stdout).toMatch(
    /^4 issues online, 1 of them unlisted, in public: \d+ files written, 0 removed/,
  );
  expect(built.exit).toBe(0);
  const site = await bytesOfSite(project.path("public"));
  const pages = Object.keys(site).filter((path) => !path.startsWith("a/"));
  expect(pages).toEqual([
    ".letterpress-site.json",
    "2019/05/old.html",
    "404.html",
    "_headers",
    "_redirects",
    "feed.json",
    "feed.xml",
    "index.html",
    "issues/first-name/index.html",
    "issues/first/index.html",
    "issues/imported/index.html",
    "issues/old/index.html",
    "issues/pictured/index.html",
    "issues/quiet/index.html",
    "p/index.html",
    "robots.txt",
    "search.json",
    "search/index.html",
    "sitemap.xml",
    "u/index.html",
  ]);
  // The picture of the issue to come is there before its mail; that of the draft is not.
  expect(Object.keys(site).filter((path) => path.startsWith("a/"))).toHaveLength(2);
  expect(await deadLinks(project.path("public"), URL)).toEqual([]);
  expect(await invalidPages(project.path("public"))).toEqual([]);

  const page = await read(project, "issues/pictured/index.html");
  expect(page).toContain("Hello reader.");
  expect(page).toContain("Updated on November 12, 2026");
  expect(page).not.toContain("Corrected on");
  expect(page).toContain(`<link rel="canonical" href="${URL}/issues/pictured"`);
  expect(page).not.toContain("noindex");
  expect(await read(project, "issues/quiet/index.html")).toContain('<meta name="robots" content="noindex"');
  for (const path of ["2019/05/old.html", "issues/first-name/index.html"])
    expect(await read(project, path)).toContain('http-equiv="refresh" content="0; url=/issues/pictured"');
  expect(await read(project, "_redirects")).toContain("/2019/05/old.html /issues/pictured 301\n");
  for (const list of ["index.html", "sitemap.xml", "feed.xml", "feed.json"]) {
    const text = await read(project, list);
    expect(text).toContain("/issues/imported");
    // An author may link to an issue that no list shows.
    const listed = text.replaceAll(/See .{1,120}?the quiet one/g, "");
    expect(listed).not.toMatch(/issues\/(?:quiet|secret|later|draft)/);
  }
  const feed = JSON.parse(await read(project, "feed.json")) as { items: { id: string; url: string }[] };
  expect(feed.items[0]).toMatchObject({
    id: "tag:news.example.org,2026-11-10:first-name",
    url: `${URL}/issues/pictured`,
  });
  expect(await read(project, "feed.xml")).toContain("<id>tag:news.example.org,2026-11-10:first-name</id>");
});

test("gives the same bytes from nothing as after edits, writes only what changed and removes only its own", async () => {
  const project = await newsletter({ "public/about.html": "Mine.", "public/robots.txt": "User-agent: *\n" });
  const first = await build(project);
  expect(first.stdout).toMatch(/public\/robots\.txt +info[^]*stays as it is/);
  expect(first.exit).toBe(0);
  const times = async () => (await stat(project.path("public/issues/first/index.html"))).mtimeMs;
  const before = await times();
  expect((await build(project)).stdout).toContain("0 files written, 0 removed");

  // A save of one issue, an issue that is removed, a picture that is replaced.
  const file = "issues/2026-11-10-pictured/index.md";
  const text = await readFile(project.path(file), "utf8");
  await project.write(file, text.replace("Hello", "Good morning"));
  // Its page, both feeds, and what the search looks through.
  expect((await build(project)).stdout).toContain("4 files written, 0 removed");
  await rm(project.path("issues/2026-11-11-quiet.md"));
  await project.write(file, text.replace("See [the quiet one](../2026-11-11-quiet.md).", "Bye."));
  await project.write(
    "issues/2026-11-10-pictured/press.png",
    await sharp(picture).resize(700).png().toBuffer(),
  );
  expect((await build(project)).stdout).toContain("removed");
  expect(await times()).toBe(before);
  expect(await readdir(project.path("public/issues"))).not.toContain("quiet");
  expect(await read(project, "about.html")).toBe("Mine.");
  expect(await read(project, "robots.txt")).toBe("User-agent: *\n");
  // Mails that were sent show the picture that it had then.
  expect(await readdir(project.path("public/a"))).toHaveLength(3);

  await rm(project.path(".letterpress"), { recursive: true });
  await mkdir(project.path("fresh"));
  await project.write("fresh/robots.txt", "User-agent: *\n");
  await project.run(["build", "--site", "fresh", "--offline"], { clock: { now: () => NOW + 86_400_000 } });
  const [edited, fresh] = [
    await bytesOfSite(project.path("public")),
    await bytesOfSite(project.path("fresh")),
  ];
  const kept = Object.keys(edited).filter((path) => !(path in fresh));
  expect(kept.filter((path) => !path.startsWith("a/"))).toEqual(["about.html"]);
  expect(Object.keys(fresh).filter((path) => fresh[path] !== edited[path])).toEqual([]);
});

test("names a link that leads to an issue which is not there, and goes on", async () => {
  const project = await tempProject({
    "issues/2026-11-16-fine.md": sent(
      "Fine",
      "2026-11-16",
      [],
      "Next: [soon](./2026-12-24-later.md), [old](./2026-11-17-other.md).",
    ),
    "issues/2026-11-17-other.md": sent("Other", "2026-11-17"),
    "issues/2026-12-24-later.md": sent("Later", "2026-12-24"),
  });
  const { exit, stdout } = await build(project);
  expect(stdout).toMatch(/fine\.md +warning +It links to \/issues\/later, which [^]*site\/dead-link/);
  expect(stdout).not.toContain("/issues/other");
  expect(exit).toBe(0);
});

test("keeps the page of an issue whose file has an error, builds the others, and says so", async () => {
  const file = "issues/2026-11-16-fine.md";
  const project = await tempProject({
    [file]: sent("Fine", "2026-11-16"),
    "issues/2026-11-17-other.md": sent("Other", "2026-11-17"),
  });
  expect((await build(project)).exit).toBe(0);
  for (const [from, to, rule] of [
    ["A letter", "![Gone](gone.png)\n\nA letter", "image/missing"],
    ["title: Fine", "titel: Fine", "front-matter/unknown-key"],
    ["---\n", "--\n", "front-matter"],
  ] as const) {
    await project.write(file, sent("Fine", "2026-11-16").replace(from, to));
    await project.write("issues/2026-11-17-other.md", sent(`Other ${rule}`, "2026-11-17"));
    const { exit, stdout } = await build(project);
    expect([rule, exit]).toEqual([rule, 1]);
    expect(stdout).toMatch(new RegExp(`${file}\\S* +error[^]*${rule}`));
    expect(await read(project, "issues/fine/index.html")).toContain("A letter begins");
    expect(await read(project, "index.html")).toMatch(/Other [^]*Fine/);
    expect(await read(project, "issues/other/index.html")).toContain(`Other ${rule}`);
  }
  // Taken back on purpose is no error.
  await project.write(file, sent("Fine", "2026-11-16", ["archive: none"]));
  expect((await build(project)).exit).toBe(0);
  expect(await readdir(project.path("public/issues"))).toEqual(["other"]);
});

test("never writes over a file that it did not make, and goes on where a build was cut short", async () => {
  const project = await tempProject({
    "issues/2026-11-16-fine.md": sent("Fine", "2026-11-16", ["aliases: [/about]"], "![A press](press.png)"),
    "public/index.html": "Home.",
    "public/about": "A file where a folder should be.",
    "public/a": "And another.",
  });
  await project.write("issues/press.png", picture);
  const blocked = await build(project);
  expect(blocked.exit).toBe(1);
  expect(blocked.stdout).toMatch(/public\/index\.html +error[^]*site\/taken/);
  expect(blocked.stdout).toMatch(/public\/about\/index\.html +error[^]*site\/taken/);
  expect(await read(project, "index.html")).toBe("Home.");
  await rm(project.path("public/index.html"));
  expect(blocked.stdout).toMatch(/public\/a\/\w+\.png +error[^]*site\/taken/);
  for (const path of ["public/about", "public/a"]) await rm(project.path(path));
  expect((await build(project)).exit).toBe(0);

  // The manifest names what a build was about to write; a half written file has a name of its own.
  const whole = await bytesOfSite(project.path("public"));
  await rm(project.path("public/feed.xml"));
  await project.write("public/.letterpress-site.999999999.tmp", "half");
  expect((await build(project)).exit).toBe(0);
  expect(await bytesOfSite(project.path("public"))).toEqual(whole);
  // One that somebody edited to lead elsewhere removes nothing there.
  await project.write("outside.txt", "Mine.");
  await project.write("public/.letterpress-site.json", '{ "files": ["../outside.txt", "/etc/hostname", 7] }');
  await build(project);
  expect(await readFile(project.path("outside.txt"), "utf8")).toBe("Mine.");
  for (const folder of [".", "issues", "..", "templates/x"])
    expect([folder, (await project.run(["build", "--site", folder, "--offline"])).exit]).toEqual([folder, 2]);
  expect((await build(project, "fine")).exit).toBe(2);
});

test("lives below the address of another site, whose own files it leaves alone", async () => {
  const project = await tempProject({
    "issues/2026-11-16-fine.md": sent("Fine", "2026-11-16", ["aliases: [/letter/p/old, /blog/older]"]),
  });
  const config = await readFile(project.path("newsletter.config.ts"), "utf8");
  await project.write("newsletter.config.ts", config.replace(URL, "https://example.org/letter/"));
  const { exit } = await project.run(["build", "--site", "public/letter", "--offline"]);
  expect(exit).toBe(0);
  const site = Object.keys(await bytesOfSite(project.path("public")));
  expect(site.filter((path) => !path.includes("issues/"))).toEqual([
    "letter/.letterpress-site.json",
    "letter/blog/older/index.html",
    "letter/feed.json",
    "letter/feed.xml",
    "letter/index.html",
    "letter/p/index.html",
    "letter/p/old/index.html",
    "letter/search.json",
    "letter/search/index.html",
    "letter/sitemap.xml",
    "letter/u/index.html",
  ]);
  expect(await deadLinks(project.path("public/letter"), "https://example.org/letter")).toEqual([]);
  expect(await read(project, "letter/index.html")).toContain('href="/letter/issues/fine"');
});

test("goes by Resend where it keeps the subscribers: what it has not sent is not shown, whatever the file says", async () => {
  const sandbox = await startSandbox({ clock: { now: () => NOW }, switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox.close());
  const { id: segmentId } = sandbox.audience.addSegment("Readers");
  const { id: topicId } = sandbox.audience.addTopic({ name: "Weekly" });
  const project = await tempProject({
    "issues/2026-11-20-handed-over.md": sent("Handed over", "2026-11-20"),
    "issues/2026-11-21-canceled.md": sent("Canceled", "2026-11-21"),
    "issues/2026-11-22-renamed.md": sent("Renamed", "2026-11-22", ["aliases: [old-name]"]),
    "issues/2026-11-23-before.md": sent("Sent before it came to Resend", "2026-11-23"),
    "issues/2026-11-24-soon.md": sent("Soon", "2026-11-24"),
  });
  const config = await readFile(project.path("newsletter.config.ts"), "utf8");
  const lists =
    'audience: "resend", lists: { weekly: { title: "Weekly", segment: "Readers", topic: "Weekly" } }';
  await project.write("newsletter.config.ts", config.replace(/lists: .*\},$/m, `${lists},`));
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const hand = async (slug: string, scheduledAt: number | null) => {
    const name = `lp/${slug}/0123456789ab/20261124T1500Z/20261124T110000Z`;
    const mail = {
      segmentId,
      topicId,
      from: "The Letter <a@news.example.org>",
      subject: slug,
      html: "<p>Hello</p>",
    };
    const { data } = await resend.broadcasts.create({ name, ...mail });
    const at = scheduledAt === null ? {} : { scheduledAt: new Date(scheduledAt).toISOString() };
    if (slug !== "canceled") await resend.broadcasts.send(data?.id ?? "", at);
  };
  await hand("handed-over", null);
  await hand("old-name", null);
  await hand("canceled", null);
  await hand("soon", NOW + 3_600_000);
  await sandbox.advance(60_000);
  const env = { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url };
  const run = async () => {
    const options = { env, clock: sandbox.clock, wait: (ms: number) => sandbox.advance(ms) };
    const { stdout, exit } = await project.run(["build", "--site", "public"], options);
    expect([stdout, exit]).toEqual([expect.stringContaining("online"), 0]);
    return (await readdir(project.path("public/issues"))).toSorted();
  };
  expect(await run()).toEqual(["before", "handed-over", "old-name", "renamed"]);
  await sandbox.advance(7_200_000);
  expect(await run()).toContain("soon");
  // Without a key the files say it, and the command says so.
  const alone = await project.run(["build", "--site", "alone"]);
  expect(alone.stderr).toContain("as the files say (RESEND_API_KEY is not set)");
  expect(await readdir(project.path("alone/issues"))).toContain("canceled");
});

test("asks for the ledger of a newsletter that has one, and names the way without it", async () => {
  const project = await tempProject();
  const { exit, stderr } = await project.run(["build", "--site", "public"], { env: REAL_ENV });
  expect(exit).toBe(3);
  expect(stderr).toContain("`letterpress build --site public --offline`");
});

test("turns pages where there are more issues than one page holds, the newest first", async () => {
  const issues = Array.from({ length: 61 }, (_, n) => ({
    page: {
      slug: `week-${n}`,
      startedAt: NOW + n,
      archive: "public" as const,
      card: null,
      correctedAt: null,
      feedId: `week-${n}`,
    },
    article: testArticle(),
    aliases: n === 0 ? ["/u", "feed.xml", "index.html", "week-1"] : [],
    file: null,
  }));
  const { files } = await layOutSite(webNewsletter, issues.toReversed());
  const text = new Map(files.map((file) => [file.path, file.text]));
  const shown = (path: string) =>
    [...(text.get(path) ?? "").matchAll(/href="\/issues\/([^"]+)"/g)].map(([, slug]) => slug);
  expect([shown("index.html").length, shown("index.html")[0]]).toEqual([30, "week-60"]);
  expect(shown("page/2/index.html")[0]).toBe("week-30");
  expect(shown("page/3/index.html")).toEqual(["week-0"]);
  expect(text.get("page/2/index.html")).toMatch(/rel="prev" href="\/"[^]*rel="next" href="\/page\/3"/);
  expect(text.get("feed.xml")?.match(/<entry/g)).toHaveLength(20);
  // An alias takes the place of no page.
  expect(text.get("u/index.html")).toContain("Use the link in your own copy");
  expect(text.get("issues/week-1/index.html")).toContain("Words of an issue.");
  expect(text.get("_redirects")).toBe(
    "/issues/u /issues/week-0 301\n/issues/feed.xml /issues/week-0 301\n/issues/index /issues/week-0 301\n",
  );
});

test("an alias makes no file outside of the site", () => {
  const of = (alias: string) => aliasFiles({ url: "https://example.org/letter" }, alias);
  expect(of("old-name")).toEqual(["issues/old-name/index.html"]);
  expect(of("/p/old/?x#y")).toEqual(["p/old/index.html", "issues/old/index.html"]);
  expect(of("https://old.example/2019/05/caf%C3%A9.html")).toEqual([
    "2019/05/café.html",
    "issues/café/index.html",
  ]);
  for (const wrong of ["/", "..", "/../x", "/a/../../x", "/%2e%2e/x", "/.git/x", "a\\b", "/a\u0000", "%"])
    expect([wrong, of(wrong)]).toEqual([wrong, []]);
});

test("shows everybody what a stranger may read of parts for some readers, in pages, lists and feeds", async () => {
  const body = [
    ':::only{segment="city:Lima"}',
    "The secret of Lima.",
    ":::",
    ":::else",
    "A taste of it.",
    ":::",
    "",
    "For all.",
    "",
    ':::only{segment="-city:Lima"}',
    "Come to Lima.",
    ":::",
    ":::else",
    "The secret of the others.",
    ":::",
  ].join("\n");
  const project = await tempProject({
    "issues/2026-11-03-first.md": sent("The first", "2026-11-03", [], body),
    "issues/2026-11-04-second.md": sent("The second", "2026-11-04", ["template: digest"], body),
  });
  expect((await build(project)).exit).toBe(0);
  const files = await readdir(project.path("public"), { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => readFile(`${file.parentPath}/${file.name}`, "utf8")),
  );
  expect(texts.filter((text) => text.includes("The secret"))).toEqual([]);
  const page = await read(project, "issues/first/index.html");
  expect(page).toContain("A taste of it.");
  expect(page).toContain("Come to Lima.");
});
