import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { commit, git } from "../helpers/git.ts";
import { issue, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello/index.md";

async function bytesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const bytes = files
    .toSorted()
    .map(async (file) => [file.slice(folder.length), await readFile(file, "hex")]);
  return Object.fromEntries(await Promise.all(bytes)) as Record<string, string>;
}

async function picture(): Promise<Buffer> {
  return sharp({ create: { width: 800, height: 400, channels: 3, background: "#14566b" } })
    .png()
    .toBuffer();
}

test("writes the email, its summary and its images, twice with the same bytes", async () => {
  const project = await tempProject({
    [FILE]: issue([], 'Hello {{ subscriber.first_name | default: "there" }}!\n\n![A press](press.png)'),
    "issues/2026-12-02-digest.md": issue(["title: The second letter", "template: digest"]),
  });
  await project.write("issues/2026-12-01-hello/press.png", await picture());
  const first = await project.run(["build"]);
  expect(first.exit).toBe(0);
  expect(first.stdout).toContain("2 issues of 2 written to out");
  await project.run(["build", "--out", "again"], { clock: { now: () => Date.UTC(2030, 0, 1) } });
  const built = await bytesBelow(project.path("out"));
  expect(await bytesBelow(project.path("again"))).toEqual(built);

  const folder = project.path("out", "hello");
  const summary = JSON.parse(await readFile(join(folder, "email.json"), "utf8")) as Record<string, unknown>;
  expect(summary).toMatchObject({
    subject: "How a letter is made",
    preview_text: "From the first line to the last reader, with all that can go wrong between.",
    from: "The Letter <desk@news.example.org>",
    digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    headers: { "List-Id": expect.stringContaining("weekly") as unknown },
  });
  expect(summary["bytes"]).toBeGreaterThan(5000);
  const html = await readFile(join(folder, "email.html"), "utf8");
  expect(html).toContain("Hello there!");
  expect(await readFile(join(folder, "email.txt"), "utf8")).toContain("Hello there!");
  const [, name = ""] = /news\.example\.org\/a\/([0-9a-f]{32}\.\w+)/.exec(html) ?? [];
  expect(Object.keys(built)).toContain(`/hello/a/${name}`);
});

test("writes the email of a reader of each segment that a part is for", async () => {
  const body =
    ':::only{segment="city:Lima"}\nIn Lima.\n:::\n:::else\nElsewhere.\n:::\n\n:::only{segment="-city:Cusco"}\nNot in Cusco.\n:::';
  const project = await tempProject({ [FILE]: issue([], body) });
  expect((await project.run(["build"])).exit).toBe(0);
  const read = (name: string) => readFile(project.path("out", "hello", name), "utf8");
  const shown = async (name: string) =>
    ["In Lima.", "Elsewhere.", "Not in Cusco."].filter(
      (
        (text) => (words: string) =>
          text.includes(words)
      )(await read(name)),
    );
  for (const ending of ["html", "txt"]) {
    expect(await shown(`email.${ending}`)).toEqual(["Elsewhere.", "Not in Cusco."]);
    expect(await shown(`email.1.${ending}`)).toEqual(["In Lima.", "Not in Cusco."]);
    expect(await shown(`email.2.${ending}`)).toEqual(["Elsewhere."]);
  }
  expect(JSON.parse(await read("email.json"))).toMatchObject({
    parts: [
      { segment: "city:Lima", in: true, html: "email.1.html" },
      { segment: "-city:Cusco", in: false, html: "email.2.html" },
    ],
  });
});

test("--since builds what a branch has changed, and the newest issue of each template where all may look different", async () => {
  const project = await tempProject({
    [FILE]: issue([], "![A press](press.png)"),
    "issues/2026-11-02-digest.md": issue(["title: The second letter", "template: digest"]),
    "issues/2026-11-01-older.md": issue(["title: The first letter", "template: digest"]),
    "package.json": "{}\n",
  });
  await project.write("issues/2026-12-01-hello/press.png", await picture());
  await git(project.root, "init", "--quiet", "--initial-branch=main");
  await commit(project.root);
  const built = async (...args: string[]) => {
    const { stdout } = await project.run(["build", "--since", "main", ...args]);
    return [...stdout.matchAll(/^(\S+) +[\d.]+ kB/gm)].map(([, slug]) => slug);
  };
  expect(await built()).toEqual([]);
  await git(project.root, "switch", "--quiet", "--create", "words");
  await project.write("issues/2026-12-03-new.md", issue(["title: <b>One</b> | two", "draft: false"]));
  await project.write(
    "issues/2026-12-01-hello/press.png",
    await sharp(await picture())
      .negate()
      .png()
      .toBuffer(),
  );
  expect(await built("--summary", "out/summary.md")).toEqual(["new", "hello"]);
  const summary = await readFile(project.path("out/summary.md"), "utf8");
  expect(summary).toContain("### \\<b\\>One\\</b\\> \\| two\n\nNothing is sent by itself: it names no time.");
  await commit(project.root);
  await project.write(
    "templates/digest.mjml",
    await readFile("templates/digest.mjml", "utf8").then((text) => `${text}\n`),
  );
  expect(await built()).toEqual(["new", "hello", "digest"]);
  const unknown = await project.run(["build", "--since", "HEAD^^^^"]);
  expect(unknown.stderr).toContain("fetch-depth");
  expect(unknown.exit).toBe(2);
});

test("builds what it can and ends with 1 where an issue cannot be built", async () => {
  const project = await tempProject({
    [FILE]: issue(),
    "issues/2026-12-02-bad.md": issue(["title: The second letter", "template: nowhere"]),
  });
  const { exit, stdout } = await project.run(["build"]);
  expect(exit).toBe(1);
  expect(stdout).toContain("nowhere");
  expect(stdout).toMatch(/bad +not built/);
  expect(await readdir(project.path("out"))).toEqual(["hello"]);
});
