import { request } from "node:http";
import { readFile, writeFile } from "node:fs/promises";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { type Dev, startDev } from "#src/cli/write/start-dev.ts";
import { issue, NOW, type TempProject, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello/index.md";

async function start(project: TempProject): Promise<Dev> {
  const dev = await startDev({
    root: project.root,
    port: 0,
    clock: { now: () => NOW },
  });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  return dev;
}

async function read(dev: Dev, path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`${dev.url}${path}`);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

interface Told {
  readonly email: { readonly text: string; readonly bytes: number } | null;
  readonly asked: readonly unknown[];
}

/** What the studio's pages are told. */
async function ask(dev: Dev, path: string): Promise<Told> {
  return (await (await fetch(`${dev.url}/api${path}`)).json()) as Told;
}

async function findingsOf(dev: Dev, slug: string): Promise<readonly unknown[]> {
  const response = await fetch(`${dev.url}/api/issues/${slug}/findings`);
  return ((await response.json()) as { findings: unknown[] }).findings;
}

/** Hear of the saves from now on. */
async function listen(dev: Dev) {
  const events = await fetch(`${dev.url}/api/events`);
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toContain("event: hello");
  onTestFinished(() => reader.cancel());
  return async () => expect((await reader.read()).value).toContain("event: change");
}

test("lists issues as their readers' inbox shows them, with their state, and composes none for it", async () => {
  const project = await tempProject({
    [FILE]: issue(["issue: 3", "section: corner", "template: own"]),
    "issues/2026-12-02-bad.md": issue(["title: The second <b>letter</b>", "section: nothing"]),
  });
  await project.write("templates/own.tsx", 'throw new Error("Somebody composed it.");\n');
  const issues = await ask(await start(project), "/issues");
  expect(issues).toMatchObject([
    { slug: "bad", title: "The second <b>letter</b>", errors: 1 },
    {
      slug: "hello",
      number: 3,
      section: "The corner",
      path: FILE,
      sender: "The Letter",
      previewText: expect.stringContaining("From the first line"),
      errors: 0,
      state: { kind: "draft" },
    },
  ]);
});

test("shows an issue's size, findings and plain text, and its email for two readers", async () => {
  const project = await tempProject({
    [FILE]: issue([], 'Hello {{ subscriber.first_name | default: "there" }}. TK'),
  });
  const dev = await start(project);
  const look = await ask(dev, "/issues/hello");
  expect(look.email?.bytes).toBeGreaterThan(5000);
  expect(await findingsOf(dev, "hello")).toMatchObject([
    { rule: "writing/placeholder", file: FILE, line: 6, column: 55 },
  ]);
  expect(look.email?.text).toContain("Hello Ada.");
  expect((await ask(dev, "/issues/hello?reader=bare")).email?.text).toContain("Hello there.");
  expect((await read(dev, "/email/hello?reader=bare")).text).toContain("Hello there.");
});

test("shows the parts that some readers get, as a reader in each segment or not", async () => {
  const body =
    ':::only{segment="city:Lima"}\nIn Lima.\n:::\n:::else\nElsewhere.\n:::\n\n:::only{segment="-city:Cusco"}\nNot in Cusco.\n:::';
  const dev = await start(await tempProject({ [FILE]: issue([], body) }));
  const shown = async (query: string) => {
    const texts = [
      (await ask(dev, `/issues/hello${query}`)).email?.text,
      (await read(dev, `/email/hello${query}`)).text,
    ];
    const [inText, inHtml] = texts.map((text = "") =>
      ["In Lima.", "Elsewhere.", "Not in Cusco."].filter((words) => text.includes(words)),
    );
    expect(inHtml).toEqual(inText);
    return inText;
  };
  expect((await ask(dev, "/issues/hello")).asked).toEqual([
    { query: "city:Lima", isIn: false },
    { query: "-city:Cusco", isIn: true },
  ]);
  expect(await shown("")).toEqual(["Elsewhere.", "Not in Cusco."]);
  expect(await shown("?reader=bare&in=0")).toEqual(["In Lima."]);
  expect(await shown("?reader=bare&in=")).toEqual(["Elsewhere."]);
});

test("serves pictures from this machine and lets the email load nothing else and run nothing", async () => {
  const project = await tempProject({ [FILE]: issue([], "![A press](press.png)") });
  const size = { width: 40, height: 20, channels: 3, background: "#14566b" } as const;
  await project.write("issues/2026-12-01-hello/press.png", await sharp({ create: size }).png().toBuffer());
  const dev = await start(project);
  const { text, headers } = await read(dev, "/email/hello");
  const [, path = ""] = /src="(\/a\/[0-9a-f]{32}\.png)"/.exec(text) ?? [];
  const image = await fetch(`${dev.url}${path}`);
  expect(image.headers.get("content-type")).toBe("image/png");
  expect(text).not.toContain("https://news.example.org/a/");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'");
  expect(policy).not.toContain("script-src");
  expect((await read(dev, "/email/hello?images=off")).text).not.toContain('src="/a/');
  expect((await read(dev, "/email/hello?styles=off")).text).not.toMatch(/<style\b/);
});

test("reports every save to an open page, which shows the new text", async () => {
  const project = await tempProject({ [FILE]: issue([], "The old words.") });
  const dev = await start(project);
  expect((await ask(dev, "/issues/hello")).email?.text).toContain("The old words.");
  const saved = await listen(dev);
  await writeFile(project.path(FILE), issue([], "The new words."));
  await saved();
  expect((await ask(dev, "/issues/hello")).email?.text).toContain("The new words.");
});

test("explains a template that throws in place of the email, and recovers when it is fixed", async () => {
  const project = await tempProject({ [FILE]: issue(["template: own"]) });
  const own = "templates/own.tsx";
  await project.write(own, 'export default function Own() { throw new Error("Ink ran out"); }\n');
  const dev = await start(project);
  expect(await ask(dev, "/issues/hello")).toMatchObject({
    email: null,
    fault: { file: own, line: 1, message: expect.stringContaining("Ink ran out") },
  });
  expect(await findingsOf(dev, "hello")).toMatchObject([
    { rule: "template/failed", file: own, line: 1, message: expect.stringContaining("Ink ran out") },
  ]);
  expect((await read(dev, "/email/hello")).status).toBe(404);
  const saved = await listen(dev);
  await project.write(FILE, issue(["template: digest"]));
  await saved();
  expect((await ask(dev, "/issues/hello")).email).not.toBeNull();
});

test("shows what a template draws today before it is judged, and then says that tomorrow it draws something else, or nothing", async () => {
  const project = await tempProject({
    [FILE]: issue(["template: own"]),
    "issues/2026-12-02-other.md": issue(["title: Other", "template: dies"]),
  });
  const whole = await readFile(project.path("templates/interview.tsx"), "utf8");
  const words = whole.replace("<IssueBody", "<p>Drawn at {Date.now()}.</p><IssueBody");
  expect(words).not.toBe(whole);
  await project.write("templates/own.tsx", words);
  const tomorrow =
    "if (Date.now() > (globalThis.first ??= Date.now()) + 3_600_000) throw new Error('Dry ink');";
  const dies = whole.replace("  return (\n    <Letter", `  ${tomorrow}\n  return (\n    <Letter`);
  await project.write("templates/dies.tsx", dies);
  const dev = await start(project);
  expect((await read(dev, "/email/hello")).text).toContain("Drawn at");
  expect(await findingsOf(dev, "hello")).toContainEqual(
    expect.objectContaining({ rule: "template/impure", severity: "error" }),
  );
  expect((await ask(dev, "/issues/other")).email).not.toBeNull();
  expect(await findingsOf(dev, "other")).toContainEqual(
    expect.objectContaining({ rule: "template/failed", message: expect.stringContaining("Dry ink") }),
  );
});

test("explains a config that cannot be read, and lives on", async () => {
  const project = await tempProject({ [FILE]: issue() });
  const dev = await start(project);
  const config = "newsletter.config.ts";
  const whole = await readFile(project.path(config), "utf8");
  const saved = await listen(dev);
  await project.write(config, "export default { name: 3 };\n");
  await saved();
  expect(await ask(dev, "/issues")).toMatchObject({
    code: "config/invalid",
    message: expect.stringContaining(config),
  });
  await project.write(config, whole);
  await saved();
  expect(await ask(dev, "/issues")).toHaveLength(1);
});

test("answers 404 for what does not exist, and gives no file but its own", async () => {
  const dev = await start(await tempProject({ [FILE]: issue() }));
  for (const path of [
    "/email/nothing",
    "/a/0123.png",
    "/api/nothing",
    "/assets/nothing.js",
    "/assets/..%2f..%2f..%2fpackage.json",
    "/assets/%2e%2e%2findex.html",
  ])
    expect([path, (await read(dev, path)).status]).toEqual([path, 404]);
  expect(await ask(dev, "/issues/nothing")).toEqual({ kind: "missing" });
});

test("answers no other site, whatever it sends", async () => {
  const dev = await start(await tempProject({ [FILE]: issue() }));
  const status = async (path: string, headers: Record<string, string>) =>
    (await fetch(`${dev.url}${path}`, { headers })).status;
  expect(await status("/api/issues", { origin: "https://evil.example" })).toBe(403);
  expect(await status("/api/issues", { origin: "null" })).toBe(403);
  expect(await status("/api/issues", { origin: dev.url })).toBe(200);
});

test("answers to this machine's names only, so that no page elsewhere can read it", async () => {
  const dev = await start(await tempProject());
  const { port } = new URL(dev.url);
  const status = (host: string) =>
    new Promise<number | undefined>((done) => {
      request({ host: "127.0.0.1", port, headers: { host } }, (response) => {
        response.resume();
        done(response.statusCode);
      }).end();
    });
  expect(await status(`evil.example:${port}`)).toBe(403);
  expect(await status(`localhost:${port}`)).toBe(200);
});
