import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { loopbackWeb } from "../helpers/loopback-web.ts";
import { createPictureFetcher } from "#src/app/posts/fetch-picture.ts";
import type { ImportedPosts } from "#src/app/posts/import-posts.ts";
import { importPosts } from "#src/app/posts/import-posts.ts";
import { loadProject } from "#src/project/load-project.ts";
import { zip } from "../helpers/zip.ts";
import { beehiivExport } from "./exports/beehiiv.ts";
import { buttondownExport } from "./exports/buttondown.ts";
import { ghostExport } from "./exports/ghost.ts";
import { substackExport } from "./exports/substack.ts";
import { issue, NOW, type TempProject, tempProject } from "./temp-project.ts";

const picture = (width: number) =>
  sharp({ create: { width, height: 8, channels: 3, background: "#9c2f1f" } })
    .png()
    .toBuffer();

/** The command’s JSON, and the text of each file that it wrote. */
async function imported(project: TempProject, args: readonly string[]) {
  const { exit, stdout, output } = await project.run(["import", "posts", ...args, "--json"]);
  if (!stdout.startsWith("{")) throw new Error(output);
  const result = JSON.parse(stdout) as ImportedPosts;
  const texts = new Map<string, string>();
  for (const path of result.written) {
    const text = await readFile(project.path(path), "utf8").catch(() => null);
    if (text !== null) texts.set(path, text);
  }
  /** What is found at a line, with that line. */
  const found = (rule: string) =>
    result.findings
      .filter((one) => one.rule === rule)
      .map(
        ({ file, line, message }) => `${texts.get(file)?.split("\n")[(line ?? 0) - 1] ?? file} <- ${message}`,
      );
  return { exit, result, texts, found };
}

/** No issue that was written has an error that nobody was told about. */
async function expectClean(project: TempProject, { result }: { readonly result: ImportedPosts }) {
  const { stdout } = await project.run(["check", "--json"]);
  const { findings } = JSON.parse(stdout) as {
    findings: { severity: string; rule: string; message: string; file: string }[];
  };
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(
    errors.filter(({ rule, file }) => !result.findings.some((one) => one.rule === rule && one.file === file)),
  ).toEqual([]);
  return errors;
}

test("a ZIP of Substack becomes issues: blocks, footnotes, captions and links between posts, in any script", async () => {
  const project = await tempProject();
  await project.write("export.zip", zip(substackExport()));
  const run = await imported(project, ["export.zip", "--site", "https://harbour.example/"]);
  const { exit, result, texts, found } = run;
  // One post is listed without its text.
  expect(exit).toBe(1);
  expect(result.broken).toEqual([
    { origin: "posts.csv, post 104.lost", reason: expect.stringContaining("no text of it") as string },
  ]);
  expect(result.left).toEqual({ draft: 1, page: 1 });
  // In New York it was still the 18th.
  expect([...texts.keys()]).toEqual([
    "issues/2023-01-18-tides-and-time.md",
    "issues/2023-02-02-storms.md",
    "issues/2023-03-02-members.md",
  ]);
  const tides = texts.get("issues/2023-01-18-tides-and-time.md") ?? "";
  expect(tides).toMatchInlineSnapshot(`
    "---
    title: "Tides: “time” & more"
    subtitle: "What the moon & the sea agreed"
    aliases: ["/p/tides-and-time"]
    date: 2023-01-18
    draft: true
    archive: public
    ---

    Good morning from the harbour. It is **9:30am**, and the tide *turns* at ten; see [the table](https://tides.example/today?port=1&day=2).[^1]

    ![Boats at the quay](https://substack-post-media.s3.amazonaws.com/public/images/boats_1456x971.png "The quay, before the storm")

    :::pullquote
    The sea keeps no diary.
    :::

    ## Three harbours

    - Callao, with \`AIS\`
    - Paita\\
      and its fog

    Thanks to Jane Miller for the idea, and to our [story on storms](./2023-02-02-storms.md).

    <!-- Left out: A form to subscribe: Thanks for reading Harbour Letters! -->

    <!-- Left out: A poll -->

    [youtube.com/watch?v=dQw4w9WgXcQ](https://www.youtube.com/watch?v=dQw4w9WgXcQ)

    [Mending nets](https://other.example/p/nets)

    How it is done.

    The Net

    **[Join the tour](https://harbour.example/tour)**

    <!-- Left out: A button: Share -->

    ---

    Templates such as \`{{ port.name }}\` are not for readers. H<sub>2</sub>O is.

    [^1]: Port authority, *yearbook*.
    "
  `);
  expect(found("import/left-out")).toMatchInlineSnapshot(`
    [
      "<!-- Left out: A form to subscribe: Thanks for reading Harbour Letters! --> <- A form to subscribe was left out: “Thanks for reading Harbour Letters!”",
      "<!-- Left out: A poll --> <- A poll was left out.",
      "<!-- Left out: A button: Share --> <- A button was left out: “Share”",
    ]
  `);
  expect(found("import/merge-tag")).toEqual([
    expect.stringMatching(
      /^Templates such as `\{\{ port\.name \}\}` are .* <- \{\{ port\.name \}\} has no counterpart/,
    ),
  ]);
  const storms = texts.get("issues/2023-02-02-storms.md") ?? "";
  expect(storms).toContain("[المد](./2023-01-18-tides-and-time.md)");
  expect(storms).toMatch(/^#{2,3} 雨の日$/m);
  const members = texts.get("issues/2023-03-02-members.md") ?? "";
  // Everybody could open it, and not everybody could read on.
  expect(members).toContain("archive: none");
  expect(found("import/paywall")).toEqual([
    expect.stringContaining("<!-- From here on: for paying readers only --> <- "),
  ]);
  expect(found("import/words-lost")).toEqual([]);
  expect([...texts.values()].join("")).not.toContain("reader@example.com");
  expect(await expectClean(project, run)).toEqual([]);
});

test("an export of Ghost: cards, pictures out of the backup, who wrote it and who could read it", async () => {
  const project = await tempProject();
  await project.write("backup/site.ghost.json", ghostExport());
  await project.write("backup/content/images/2024/05/press.png", await picture(40));
  await project.write(
    "backup/content/images/2024/05/cover.jpg",
    await sharp(await picture(60))
      .jpeg()
      .toBuffer(),
  );
  const run = await imported(project, ["backup"]);
  const { exit, result, texts, found } = run;
  expect(exit).toBe(1);
  expect(result.broken.map(({ origin }) => origin)).toEqual(["site.ghost.json, post no-html"]);
  expect(texts.get("issues/2024-05-01-press-notes/index.md")).toMatchInlineSnapshot(`
    "---
    title: "Press notes"
    subject: "Ink at six"
    preview_text: "How we print"
    aliases: ["/press-notes/"]
    date: 2024-05-01
    draft: true
    archive: public
    tags: ["Printing"]
    image:
      src: "./cover.jpg"
      alt: "A drawer of type"
    ---

    The press starts at **six**.

    ![The press](./press.png)

    *Our press, by [Anna](https://anna.example/)*

    > [!NOTE]
    > 💡 Mind the **ink**.

    **[Visit us](https://press.example/visit)**

    [Lead type](https://type.example/lead)

    A short history.

    Type Museum

    **Which paper?**

    Cotton.

    The hum

    <!-- Left out: A form to subscribe: Sign up for Press Notes Subscribe -->

    | Ink  | Hue              |
    | ---- | ---------------- |
    | Iris | deep<br><br>blue |

    More in [the older note](../2023-05-01-older/index.md), about us, above and by [phone](tel:+511). Your name here: {{ subscriber.first_name | default: "friend" }}

    A note[^1] from Markdown.

    ---

    [^1]: Said in 1925.
    "
  `);
  expect(await readdir(project.path("issues/2024-05-01-press-notes"))).toEqual([
    "cover.jpg",
    "index.md",
    "press.png",
  ]);
  // A post that begins with its cover shows it once.
  expect(texts.get("issues/2023-05-01-older/index.md")).toMatch(
    /^archive: unlisted\nimage:\n {2}src: ".\/cover.jpg"\n {2}alt: "Older"\n---\n\nText.\n$/m,
  );
  expect(texts.get("issues/2024-06-01-mailed.md")).toContain("archive: none");
  expect(found("import/author")).toEqual([expect.stringContaining("Ana Ruiz wrote this")]);
  expect(found("import/link").filter((line) => line.includes("became text"))).toMatchInlineSnapshot(`
    [
      "The hum <- The link to /content/media/hum.mp3 became text: it leads to the old site, which --site does not name.",
      "More in [the older note](../2023-05-01-older/index.md), about us, above and by [phone](tel:+511). Your name here: {{ subscriber.first_name | default: "friend" }} <- The link to /about/ became text: it leads to the old site, which --site does not name.",
      "More in [the older note](../2023-05-01-older/index.md), about us, above and by [phone](tel:+511). Your name here: {{ subscriber.first_name | default: "friend" }} <- The link to #top became text: links within a page do not work in an email.",
    ]
  `);
  expect(found("import/words-lost")).toEqual([]);
  expect(await expectClean(project, run)).toEqual([]);
});

test("a CSV of beehiiv: the article out of its tables, without what beehiiv puts around it", async () => {
  const project = await tempProject();
  await project.write("posts.csv", beehiivExport());
  const run = await imported(project, ["posts.csv"]);
  const { exit, texts, found, result } = run;
  expect(exit).toBe(0);
  expect(result.left).toEqual({ draft: 1 });
  expect(texts.get("issues/2025-03-02-bees-in-march.md")).toMatchInlineSnapshot(`
    "---
    title: "Bees in March"
    subject: "{{ subscriber.first_name }}, they woke"
    preview_text: "The hive in March"
    aliases: ["/p/bees-in-march"]
    date: 2025-03-02
    draft: true
    archive: public
    tags: ["Bees", "Spring"]
    image:
      src: "https://media.beehiiv.com/cdn-cgi/image/quality=100/uploads/asset/file/1/hive.png"
      alt: "Bees in March"
    ---

    Hello {{ subscriber.first_name | default: "beekeeper" }}, the hive **woke**.

    ![The hive at dawn](https://media.beehiiv.com/cdn-cgi/image/fit=scale-down/uploads/asset/file/1/hive.png "The hive at dawn")

    - Pollen
    - Wax
      1. White
      2. Yellow

    | Week | Weight |
    | ---- | ------ |
    | 9    | 31 kg  |

    [The dance](https://youtu.be/xyz)

    **[Buy honey](https://bees.example/shop)**

    [On wax](https://wax.example/a)

    All of it.

    ---

    See [the winter letter](./2025-01-02-winter.md).

    <!-- Left out: The referral programme: {{rp_personalized_text}} -->

    <!-- Left out: The referral programme: Share and win here -->
    "
  `);
  expect(found("import/left-out")).toMatchInlineSnapshot(`
    [
      "<!-- Left out: The referral programme: {{rp_personalized_text}} --> <- The referral programme was left out: “{{rp_personalized_text}}”",
      "<!-- Left out: The referral programme: Share and win here --> <- The referral programme was left out: “Share and win here”",
    ]
  `);
  expect(texts.get("issues/2025-01-02-winter.md")).toContain("archive: none");
  expect(found("import/words-lost")).toEqual([]);
  expect(await expectClean(project, run)).toEqual([]);
});

test("a ZIP of Buttondown: its Markdown stays Markdown, its HTML becomes it, and nothing evaluates its conditions", async () => {
  const project = await tempProject();
  await project.write("archive.zip", zip({ ...buttondownExport(), "images/map.png": await picture(20) }));
  const run = await imported(project, ["archive.zip"]);
  const { exit, texts, found } = run;
  expect(
    run.result.findings.filter((one) => one.severity === "error").concat(run.result.broken as never),
  ).toEqual([]);
  expect(exit).toBe(0);
  expect(texts.get("issues/2022-07-01-plain-one/index.md")).toMatchInlineSnapshot(`
    "---
    title: "Letter 7"
    aliases: ["/archive/plain-one/"]
    date: 2022-07-01
    draft: true
    archive: public
    issue: 7
    ---

    Hi {{ subscriber.first_name | default: "you" }},

    ## A heading

    A *list*[^1]:

    1. one
    2. two

    ![A map](./map.png "The map")

    \`{% if "python" in subscriber.tags %}\`Snakes.\`{% endif %}\`

    \`\`\`py
    print("{{ x }}")
    \`\`\`

    ![A](https://pics.example/a.gif "Moving")

    ::\\: not a directive

    [Leave](<{{ urls.unsubscribe }}>) or \`{{ subscribe_form }}\`

    [^1]: With a *note*.
    "
  `);
  expect(texts.get("issues/2022-07-01-fancy-one.md")).toMatchInlineSnapshot(`
    "---
    title: "Letter 8"
    aliases: ["/archive/fancy-one/"]
    date: 2022-07-01
    draft: true
    archive: public
    issue: 8
    ---

    ## Fancy

    Text with ~~no~~ <u>lines</u>.

    \`\`\`
    p {}
    \`\`\`
    "
  `);
  expect(texts.get("issues/2022-07-01-paid-one.md")).toContain("archive: none");
  expect(found("import/words-lost")).toEqual([]);
  expect(await expectClean(project, run)).toEqual([]);
});

test("nothing is overwritten, a second run changes nothing, and a dry run writes nothing", async () => {
  const project = await tempProject({ "issues/2020-01-01-storms.md": issue() });
  await project.write("export.zip", zip(substackExport()));
  const dry = await project.run(["import", "posts", "export.zip", "--dry-run"]);
  expect(dry.stdout).toContain("2 posts of Substack would become issues");
  expect(dry.stdout).toContain("Nothing was written.");
  expect(await readdir(project.path("issues"))).toEqual(["2020-01-01-storms.md"]);
  const first = await imported(project, ["export.zip"]);
  expect(first.result.kept).toEqual(["issues/2020-01-01-storms.md"]);
  const path = project.path("issues/2023-01-18-tides-and-time.md");
  await writeFile(path, `${await readFile(path, "utf8")}\nMy correction.\n`);
  const { mtimeMs } = await stat(path);
  const second = await imported(project, ["export.zip"]);
  expect(second.result.written).toEqual([]);
  expect(second.result.kept.length).toBe(3);
  expect((await stat(path)).mtimeMs).toBe(mtimeMs);
});

test("a post that cannot be converted is named, and costs no other", async () => {
  const project = await tempProject();
  const post = (name: string, html: string) =>
    `${name},confirmed,https://b.example/p/${name},"${html}",2025-03-02\n`;
  const rows = post("deep", "<div>".repeat(8_000)) + post("good", "<p>Words.</p>");
  await project.write("posts.csv", `web_title,status,url,content_html,created_at\n${rows}`);
  const { exit, result } = await imported(project, ["posts.csv"]);
  expect(exit).toBe(1);
  expect(result.broken).toEqual([
    { origin: "posts.csv, post 1", reason: expect.stringContaining("call stack") as string },
  ]);
  expect(result.written).toEqual(["issues/2025-03-01-good.md"]);
  await project.write("cut.csv", 'web_title,status,url,content_html\n"never closed');
  const cut = await project.run(["import", "posts", "cut.csv"]);
  expect([cut.exit, cut.stderr]).toEqual([2, expect.stringContaining("cut.csv is damaged")]);
});

test("an imported issue is never mailed: no command schedules or sends it", async () => {
  const project = await tempProject();
  await project.write("posts.csv", beehiivExport());
  await imported(project, ["posts.csv"]);
  const { stdout } = await project.run(["--sandbox", "plan", "bees-in-march"]);
  expect(stdout).toContain("It is a draft");
});

test("pictures are fetched only when asked for, only pictures, only so large, and from no private address", async () => {
  const png = await picture(30);
  const server = createServer((request, response) => {
    if (request.url === "/moved.png") response.writeHead(302, { location: "/ok.png" }).end();
    else if (request.url === "/page.png") response.writeHead(200, { "content-type": "text/html" }).end("<p>");
    else if (request.url === "/huge.png") {
      response.writeHead(200, { "content-type": "image/png" });
      const more = () => response.write(Buffer.alloc(1 << 20)) && setImmediate(more);
      response.on("drain", more).on("close", () => response.removeAllListeners("drain"));
      more();
    } else response.writeHead(200, { "content-type": "image/png" }).end(png);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const html = ["moved", "page", "huge"]
    .map((name) => `<p><img src='${at}/${name}.png' alt='${name}'></p>`)
    .join("");
  const project = await tempProject();
  await project.write(
    "posts.csv",
    `web_title,status,url,content_html,created_at\nPictures,confirmed,https://b.example/p/pictures,"${html}",2025-01-01\n`,
  );
  // The command as it is: this machine is a private address.
  const guarded = await imported(project, ["posts.csv", "--fetch-images"]);
  expect(
    guarded.found("import/picture-remote").filter((line) => /not on the public web/.test(line)).length,
  ).toBe(3);
  const other = await tempProject();
  const result = await importPosts(await loadProject(other.root), {
    path: project.path("posts.csv"),
    from: null,
    site: null,
    lang: null,
    fetch: createPictureFetcher(loopbackWeb()),
    dryRun: false,
    now: NOW,
    onProgress: () => {},
  });
  expect(await readFile(other.path("issues/2024-12-31-pictures/moved.png"))).toEqual(png);
  const said = result.findings
    .filter(({ rule }) => rule === "import/picture-remote")
    .map(({ message }) => message);
  expect(said).toEqual([
    expect.stringContaining("page.png stays on the old site: it is text/html"),
    expect.stringContaining("huge.png stays on the old site: it is larger than 10 MB"),
  ]);
});

test("a second run fetches pictures that are still on the old site, and changes nothing of a text but their addresses", async () => {
  const png = await picture(30);
  let isUp = false;
  const server = createServer((_, response) => {
    if (isUp) response.writeHead(200, { "content-type": "image/png" }).end(png);
    else response.writeHead(503).end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const project = await tempProject();
  const html = `<p><a href='${at}/one.png'><img src='${at}/one.png' alt='One'></a></p><p><img src='${at}/two.png' alt='Two'></p>`;
  await project.write(
    "posts.csv",
    `web_title,status,url,content_html,created_at\nPictures,confirmed,https://b.example/p/pictures,"${html}",2025-01-01\n`,
  );
  const without = await project.run(["import", "posts", "posts.csv"]);
  expect(without.stdout).toMatch(
    /2 pictures stay[^]*`letterpress import posts posts\.csv --fetch-images` fetches/,
  );
  const path = "issues/2024-12-31-pictures.md";
  const again = async () =>
    importPosts(await loadProject(project.root), {
      path: project.path("posts.csv"),
      from: null,
      site: null,
      lang: null,
      fetch: createPictureFetcher(loopbackWeb()),
      dryRun: false,
      now: NOW,
      onProgress: () => {},
    });
  const before = await readFile(project.path(path), "utf8");
  expect((await again()).findings.map(({ message }) => message)).toEqual([
    expect.stringContaining("one.png stays on the old site: status 503"),
    expect.stringContaining("two.png stays on the old site: status 503"),
  ]);
  expect(await readFile(project.path(path), "utf8")).toBe(before);

  isUp = true;
  await writeFile(project.path(path), `${before.replace(/^!\[Two.*$/m, "")}\nMy correction.\n`);
  const done = await again();
  expect([done.written, done.completed, done.pictures]).toEqual([[], [path], 1]);
  const text = await readFile(project.path(path), "utf8");
  const own = "2024-12-31-pictures-one.png";
  expect(await readFile(project.path(`issues/${own}`))).toEqual(png);
  expect(text).toBe(
    `${before.replace(/^!\[Two.*$/m, "").replace(/(!\[One\]\()[^)\s]+/, `$1./${own}`)}\nMy correction.\n`,
  );
  expect((await again()).completed).toEqual([]);
});

test("what is no export is refused with exit code 2, and a damaged ZIP says so", async () => {
  const project = await tempProject();
  await project.write("readers.csv", "email,name\na@example.com,A\n");
  await project.write("cut.zip", zip(substackExport()).subarray(0, 900));
  const wrong = await project.run(["import", "posts", "readers.csv"]);
  expect([wrong.exit, wrong.stderr]).toEqual([
    2,
    expect.stringContaining("holds no posts of any system that Letterpress can import"),
  ]);
  const cut = await project.run(["import", "posts", "cut.zip"]);
  expect([cut.exit, cut.stderr]).toEqual([2, expect.stringContaining("cut.zip cannot be read")]);
  const site = await project.run(["import", "posts", "cut.zip", "--site", "old.example"]);
  expect([site.exit, site.stderr]).toEqual([
    2,
    expect.stringContaining("Expected an address such as https://old.example in --site"),
  ]);
});
