import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, REAL_ENV, tempProject } from "./temp-project.ts";

const NOTIFY_SECRET = `whsec_${Buffer.from("a secret of the alerts, long enough").toString("base64")}`;

/** An address that alerts are sent to; each is verified as it comes. */
async function listener(): Promise<{ readonly url: string; readonly heard: unknown[] }> {
  const heard: unknown[] = [];
  const server = createServer((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
    incoming.on("end", () => {
      heard.push(new Webhook(NOTIFY_SECRET).verify(body, incoming.headers as Record<string, string>));
      outgoing.end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

test("uncertain readers: every command that looks ends with 4 and says what to do, until a person has decided", async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const { url, heard } = await listener();
  const project = await tempProject({
    "issues/2026-12-01-hello.md": issue(["draft: false"], "Hello, here is the letter."),
    "readers.csv": "email,status\nada@a.example,active\ngrace@a.example,active\n",
  });
  const config = await readFile(project.path("newsletter.config.ts"), "utf8");
  await project.write(
    "newsletter.config.ts",
    config.replace("lists:", `notify: ${JSON.stringify([url])},\n  lists:`),
  );
  // This key may only send, so Resend's list cannot tell.
  const env = {
    ...REAL_ENV,
    NOTIFY_SECRET,
    RESEND_BASE_URL: sandbox.url,
    RESEND_API_KEY: sandbox.sendingKey,
  };
  const run = (...args: string[]) => project.run(args, { env, clock: { now: Date.now } });
  await run("migrate");
  await run("subscribers", "import", "readers.csv", "--unstated", "active");
  sandbox.switches.faults = [
    { kind: "reset", when: "after", times: 1 },
    { kind: "error", status: 422, times: 1 },
  ];
  const sent = await run("send", "hello", "--yes");
  expect(sent.stdout).toContain("hello is settling: 2 uncertain.");
  expect(sent.exit).toBe(4);
  for (const _again of [1, 2]) {
    const tick = await run("tick");
    expect(tick.exit).toBe(4);
    expect(tick.stderr).toContain("2 recipients of hello are uncertain");
  }
  const status = await run("status");
  expect(status.stdout).toContain("letterpress approve hello --uncertain submitted");
  expect(status.exit).toBe(4);
  expect((await run("send", "hello", "--refused")).exit).toBe(2);

  const decided = await run("approve", "hello", "--uncertain", "refused");
  expect(decided.stdout).toContain("2 recipients count as refused");
  expect((await run("status")).exit).toBe(0);
  expect((await run("tick")).exit).toBe(0);
  const asked = await run("send", "hello", "--refused");
  expect(asked.stderr).toMatch(/2 readers whom Resend refused before[^]*--yes/);
  const again = await run("send", "hello", "--refused", "--yes");
  expect(again.stdout).toContain("2 submitted now, 0 refused again");
  expect(again.exit).toBe(0);
  expect(heard).toMatchObject([
    { type: "send.uncertain", data: { slug: "hello", uncertain: 2 } },
    { type: "send.finished", data: { slug: "hello", state: "submitted_with_failures", refused: 2 } },
    { type: "send.finished", data: { slug: "hello", state: "submitted", submitted: 2 } },
  ]);
});
