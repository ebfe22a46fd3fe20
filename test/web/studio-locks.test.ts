import { request } from "node:http";
import { symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { type Dev, startDev } from "#src/cli/write/start-dev.ts";
import { issue, NOW, tempProject, type TempProject } from "../cli/temp-project.ts";

const HELLO = "issues/2026-12-01-hello/index.md";

async function start(project: TempProject): Promise<Dev> {
  const dev = await startDev({ root: project.root, port: 0, clock: { now: () => NOW } });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  return dev;
}

/** As it is on the wire: `fetch` would tidy the path and choose the Host itself. */
function ask(dev: Dev, path: string, headers: Record<string, string> = {}, method = "GET") {
  const { port } = new URL(dev.url);
  return new Promise<{ status: number; text: string }>((done, fail) => {
    const asking = request({ host: "127.0.0.1", port, path, headers, method }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (some: string) => (text += some));
      response.on("end", () => done({ status: response.statusCode ?? 0, text }));
    });
    asking.on("error", fail).end();
  });
}

const PATHS = [
  "/",
  "/api/issues",
  "/api/newsletter",
  "/api/issues/hello",
  "/email/hello",
  "/a/0.png",
  "/assets/a.js",
];

test("answers under this machine's names alone, on every path: another name may be one that was turned to 127.0.0.1", async () => {
  const dev = await start(await tempProject({ [HELLO]: issue([], "Secret words.") }));
  const { port } = new URL(dev.url);
  for (const path of [...PATHS, "/api/events"])
    for (const host of [
      `rebind.example:${port}`,
      `127.0.0.1.nip.example:${port}`,
      `localhost.evil.example:${port}`,
      `evil-localhost:${port}`,
      `127.0.0.1@evil.example:${port}`,
      `0.0.0.0:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
    ]) {
      const { status, text } = await ask(dev, path, { host });
      // What is no name at all is refused before anybody reads it.
      expect([path, host, status >= 400, text.includes("Secret")]).toEqual([path, host, true, false]);
    }
  expect((await ask(dev, "/api/issues", { host: `localhost:${port}` })).status).toBe(200);
});

test("answers no page of another site, on every path and however it asks", async () => {
  const dev = await start(await tempProject({ [HELLO]: issue([], "Secret words.") }));
  const { host, port } = new URL(dev.url);
  for (const path of PATHS)
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: `http://localhost:${port}` },
      { origin: `https://${host}` },
      { origin: `http://${host}.evil.example` },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
      { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
    ] as Record<string, string>[]) {
      const { status, text } = await ask(dev, path, { host, ...headers });
      expect([path, headers, status, text]).toEqual([path, headers, 403, "This is another site.\n"]);
    }
  const posted = await ask(
    dev,
    "/api/issues",
    { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
    "POST",
  );
  expect(posted.status).toBe(403);
});

test("no path leads out of what it serves", async () => {
  const project = await tempProject({ [HELLO]: issue() });
  const dev = await start(project);
  const { host } = new URL(dev.url);
  const ups = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "....//", "%252e%252e%252f", "..%c0%af"];
  for (const place of ["/assets/", "/a/", "/email/", "/api/issues/", "/"])
    for (const up of ups)
      for (const file of ["newsletter.config.ts", "package.json", "etc/passwd"]) {
        const { text } = await ask(dev, `${place}${up.repeat(8)}${file}`, { host });
        expect([place, up, file, /defineNewsletter|devDependencies|root:/.test(text)]).toEqual([
          place,
          up,
          file,
          false,
        ]);
      }
});

test("shows no picture from outside of the project, by a path or by a link", async () => {
  const picture = await sharp({ create: { width: 40, height: 20, channels: 3, background: "#14566b" } })
    .png()
    .toBuffer();
  const secret = join(tmpdir(), `letterpress-secret-${process.pid}.png`);
  await writeFile(secret, picture);
  const ups = "../".repeat(20);
  const project = await tempProject({
    [HELLO]: issue([], "![A](link.png)"),
    "issues/2026-12-02-up.md": issue(["title: Up"], `![A](${ups}${secret.slice(1)})`),
    "issues/2026-12-03-whole.md": issue(["title: Whole"], `![A](${secret})`),
    "issues/2026-12-04-url.md": issue(["title: Url"], `![A](file://${secret})`),
  });
  await symlink(secret, project.path("issues/2026-12-01-hello/link.png"));
  const dev = await start(project);
  const { host } = new URL(dev.url);
  for (const slug of ["hello", "up", "whole", "url"]) {
    const { text } = await ask(dev, `/api/issues/${slug}`, { host });
    const { text: told } = await ask(dev, `/api/issues/${slug}/findings`, { host });
    const look = JSON.parse(text) as { email: { html: string } | null };
    const { findings } = JSON.parse(told) as { findings: { severity: string }[] };
    expect([slug, findings.some(({ severity }) => severity === "error")]).toEqual([slug, true]);
    expect(look.email?.html ?? "").not.toContain("/a/");
  }
});
