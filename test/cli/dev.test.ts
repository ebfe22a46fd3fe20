import { request } from "node:http";
import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { type Dev, startDev } from "#src/cli/write/start-dev.ts";
import { issue, NOW, type TempProject, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello/index.md";

async function start(project: TempProject): Promise<Dev> {
  const dev = await startDev({
    root: project.root,
    port: 0,
    sandboxUrl: "http://127.0.0.1:4401",
    clock: { now: () => NOW },
  });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  return dev;
}

async function read(dev: Dev, path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`${dev.url}${path}`);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

test("lists issues with their state and what to fix", async () => {
  const project = await tempProject({
    [FILE]: issue(["issue: 3", "section: corner"]),
    "issues/2026-12-02-bad.md": issue(["title: The second <b>letter</b>", "draft: false"], "TK"),
  });
  const { status, text } = await read(await start(project), "/");
  expect(status).toBe(200);
  expect(text).toMatch(/No\. 3 · The corner · issues\/2026-12-01-hello\/index\.md/);
  expect(text).toContain("The second &lt;b&gt;letter&lt;/b&gt;");
  expect(text).toContain("ready, without a time");
  expect(text).toContain("1 error");
  expect(text).toContain('href="http://127.0.0.1:4401"');
});

test("says what to do where there is no issue yet", async () => {
  expect((await read(await start(await tempProject()), "/")).text).toContain("letterpress new");
});

test("shows an issue's inbox row, size, findings and plain text, and its email for two readers", async () => {
  const project = await tempProject({
    [FILE]: issue([], 'Hello {{ subscriber.first_name | default: "there" }}. TK'),
  });
  const dev = await start(project);
  const { text } = await read(dev, "/issues/hello");
  expect(text).toContain("From the first line to the last reader");
  expect(text).toMatch(/<b>\d+\.\d kB<\/b> of\s+102\.4 kB/);
  expect(text).toContain(`${FILE}:6:55`);
  expect(text).toContain("Hello Ada.");
  expect((await read(dev, "/issues/hello?reader=bare")).text).toContain("Hello there.");
  expect((await read(dev, "/issues/hello/email.html?reader=bare")).text).toContain("Hello there.");
});

test("shows the parts that some readers get, as a reader in each segment or not", async () => {
  const body =
    ':::only{segment="city:Lima"}\nIn Lima.\n:::\n:::else\nElsewhere.\n:::\n\n:::only{segment="-city:Cusco"}\nNot in Cusco.\n:::';
  const dev = await start(await tempProject({ [FILE]: issue([], body) }));
  const shown = async (path: string) => {
    const { text } = await read(dev, path);
    return ["In Lima.", "Elsewhere.", "Not in Cusco."].filter((words) => text.includes(words));
  };
  const stranger = await read(dev, "/issues/hello");
  expect(stranger.text).toMatch(/href="\?reader=named&amp;in=0,1"\s*>city:Lima</);
  expect(stranger.text).toMatch(/href="\?reader=named&amp;in="\s*aria-current="true"\s*>-city:Cusco</);
  expect(await shown("/issues/hello")).toEqual(["Elsewhere.", "Not in Cusco."]);
  for (const page of ["/issues/hello", "/issues/hello/email.html"]) {
    expect(await shown(`${page}?reader=bare&in=0`)).toEqual(["In Lima."]);
    expect(await shown(`${page}?reader=bare&in=`)).toEqual(["Elsewhere."]);
  }
  expect((await read(dev, "/issues/hello?in=0,1")).text).toContain("email.html?reader=named&amp;in=0,1");
});

test("serves pictures from this machine and lets the email load nothing else and run nothing", async () => {
  const project = await tempProject({ [FILE]: issue([], "![A press](press.png)") });
  const size = { width: 40, height: 20, channels: 3, background: "#14566b" } as const;
  await project.write("issues/2026-12-01-hello/press.png", await sharp({ create: size }).png().toBuffer());
  const dev = await start(project);
  const { text, headers } = await read(dev, "/issues/hello/email.html");
  const [, path = ""] = /src="(\/a\/[0-9a-f]{32}\.png)"/.exec(text) ?? [];
  const image = await fetch(`${dev.url}${path}`);
  expect(image.headers.get("content-type")).toBe("image/png");
  expect(text).not.toContain("https://news.example.org/a/");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'");
  expect(policy).not.toContain("script-src");
  const page = await read(dev, "/issues/hello");
  expect(page.text).toMatch(/<iframe[^>]* sandbox="allow-same-origin"/);
  expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
});

test("reports every save to an open page, which shows the new text", async () => {
  const project = await tempProject({ [FILE]: issue([], "The old words.") });
  const dev = await start(project);
  expect((await read(dev, "/issues/hello")).text).toContain("The old words.");
  const events = await fetch(`${dev.url}/events`);
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toContain("event: hello");
  await writeFile(project.path(FILE), issue([], "The new words."));
  expect((await reader.read()).value).toContain("event: change");
  await reader.cancel();
  expect((await read(dev, "/issues/hello")).text).toContain("The new words.");
});

test("explains a template that throws in place of the email, and recovers when it is fixed", async () => {
  const project = await tempProject({ [FILE]: issue(["template: own"]) });
  await project.write(
    "templates/own.tsx",
    'export default function Own() { throw new Error("Ink ran out"); }\n',
  );
  const dev = await start(project);
  const { status, text } = await read(dev, "/issues/hello");
  expect(status).toBe(200);
  expect(text).toContain("This issue cannot be shown yet");
  expect(text).toMatch(/Ink ran out[^]*templates\/own\.tsx/);
  expect((await read(dev, "/")).text).toContain("1 error");
  const events = await fetch(`${dev.url}/events`);
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  await project.write(FILE, issue(["template: digest"]));
  await reader.read();
  await reader.cancel();
  expect((await read(dev, "/issues/hello")).text).toContain("<iframe");
});

test("explains a config that cannot be read, on the page and with a way to live on", async () => {
  const project = await tempProject({ [FILE]: issue() });
  const dev = await start(project);
  const config = "newsletter.config.ts";
  await project.write(config, "export default { name: 3 };\n");
  const events = await fetch(`${dev.url}/events`);
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  await project.write(config, "export default { name: 4 };\n");
  await reader.read();
  await reader.cancel();
  const { status, text } = await read(dev, "/");
  expect(status).toBe(500);
  expect(text).toContain("config/invalid");
  expect(text).toContain("/dev.js");
});

test("answers 404 for what does not exist", async () => {
  const dev = await start(await tempProject());
  for (const path of ["/issues/nothing", "/issues/nothing/email.html", "/a/0123.png", "/nowhere"]) {
    expect((await read(dev, path)).status).toBe(404);
  }
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
