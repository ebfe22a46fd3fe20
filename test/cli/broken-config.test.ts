import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, NOW, REAL_ENV, tempProject } from "./temp-project.ts";

const MINUTE = 60_000;
const NOTIFY_SECRET = `whsec_${Buffer.from("a secret of the alerts, long enough").toString("base64")}`;
const CONFIG = "newsletter.config.ts";

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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Tell `serve` that a mail was delivered, as Resend does; the status of its answer. */
async function report(url: string, id: string, now: number): Promise<number> {
  const at = new Date();
  const created_at = new Date(now).toISOString();
  const data = {
    email_id: id,
    created_at,
    from: "desk@news.example.org",
    to: ["ada@a.example"],
    subject: "",
  };
  const body = JSON.stringify({ type: "email.delivered", created_at, data });
  const headers = {
    "content-type": "application/json",
    "svix-id": "msg_1",
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": new Webhook(NOTIFY_SECRET).sign("msg_1", at, body),
  };
  return (await fetch(`${url}/webhooks/resend`, { method: "POST", headers, body })).status;
}

/** A newsletter with one reader whose letter is scheduled for twenty past seven, twenty minutes from `NOW`. */
async function newsletter() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const { url, heard } = await listener();
  const project = await tempProject({
    "issues/2026-11-24-first.md": issue(["draft: false", "send_at: 2026-11-24 07:20"], "Hello, this is it."),
    "readers.csv": "email,status\nada@a.example,active\n",
  });
  const good = (await readFile(project.path(CONFIG), "utf8")).replace(
    "lists:",
    `notify: ${JSON.stringify([{ url, on: ["job.failed"] }])},\n  lists:`,
  );
  await project.write(CONFIG, good);
  const env = {
    ...REAL_ENV,
    NOTIFY_SECRET,
    RESEND_WEBHOOK_SECRET: NOTIFY_SECRET,
    RESEND_BASE_URL: sandbox.url,
    RESEND_API_KEY: sandbox.sendingKey,
  };
  let ahead = NOW - Date.now();
  const clock = { now: () => Date.now() + ahead };
  const run = (...args: string[]) => project.run(args, { env, clock });
  await run("migrate");
  await run("subscribers", "import", "readers.csv", "--unstated", "active");
  expect((await run("tick")).exit).toBe(0);
  return { project, sandbox, env, clock, heard, good, run, advance: (ms: number) => (ahead += ms) };
}

test("with a broken config a tick sends what was approved, exits with 2, and tells it once an hour", async () => {
  const { project, sandbox, heard, good, run, advance } = await newsletter();
  await project.write(CONFIG, "export default {{{\n");
  advance(30 * MINUTE);
  const first = await run("tick");
  expect(first.exit).toBe(2);
  expect(first.stderr).toContain("config/invalid  newsletter.config.ts:1:");
  expect(first.stdout).toMatch(/is submitted\./);
  expect(sandbox.inbox.count).toBe(1);
  expect((await run("tick")).exit).toBe(2);
  await rm(project.path(CONFIG));
  expect((await run("tick")).exit).toBe(2);
  expect((await run("status")).exit).toBe(0);
  await project.write(CONFIG, good);
  expect((await run("tick")).exit).toBe(0);
  expect(heard).toMatchObject([
    { type: "job.failed", data: { code: "config/invalid" } },
    { type: "job.failed", data: { code: "config/missing" } },
  ]);
});

test("the exit code of a tick is the first of 4, 3, 2 and 1 that applies", async () => {
  const { project, sandbox, good, run, advance } = await newsletter();
  await project.write(
    "issues/odd.md",
    issue(["title: An odd letter", "draft: false", "send_at: 2026-12-24 07:20", "template: odd"]),
  );
  await project.write("templates/odd.tsx", "export default () => { throw new Error('no'); };\n");
  const findings = await run("tick");
  expect(findings.stdout).toContain("template/failed");
  expect(findings.exit).toBe(1);
  advance(30 * MINUTE);
  sandbox.switches.faults = [
    { kind: "reset", when: "after", times: 1 },
    { kind: "error", status: 422, times: 1 },
  ];
  await project.write(CONFIG, good.replace("weekly: {", 'weekly: { titel: "Slip",'));
  const uncertain = await run("tick");
  expect(uncertain.stderr).toContain("Did you mean title?");
  expect(uncertain.exit).toBe(4);
});

test("with a broken config serve starts, sends, lets readers leave and takes events", async () => {
  const { project, sandbox, env, clock, good, run, advance } = await newsletter();
  await project.write(CONFIG, "throw new Error('half a merge');\n");
  const stop = new AbortController();
  const port = await freePort();
  const args = ["--port", String(port), "--host", "127.0.0.1", "--every", "* * * * * *", "--log", "json"];
  const serving = project.run(["serve", ...args], { env, signal: stop.signal, clock });
  const url = `http://127.0.0.1:${port}`;
  const page = async (path: string) => (await fetch(url + path).catch(() => null))?.text();
  await expect.poll(() => page("/readyz"), { interval: 100 }).toBe("ready\n");
  advance(30 * MINUTE);
  await expect.poll(() => sandbox.inbox.count, { interval: 100 }).toBe(1);
  const [mail] = sandbox.inbox.byAddress("ada@a.example");
  const { headers } = sandbox.inbox.get(mail?.id ?? "") ?? {};
  const leave = new URL(/<([^>]+)>/.exec(headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "");
  const left = await fetch(`${url}${leave.pathname}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  expect(left.status).toBe(200);
  expect((await run("subscribers", "count")).stdout).toMatch(/unsubscribed/i);
  expect(await report(url, mail?.id ?? "", clock.now())).toBe(200);
  expect(await page("/subscribe")).toContain("The Letter");
  await project.write(CONFIG, good.replace("The Letter", "The Post"));
  await expect.poll(() => page("/subscribe"), { interval: 200 }).toContain("The Post");
  stop.abort();
  const { exit, stdout } = await serving;
  expect(exit).toBe(0);
  expect(stdout).toContain("half a merge");
});

test("a cron pattern out of range is refused where it is read", async () => {
  const { run } = await newsletter();
  for (const every of ["61 * * * *", "every minute", "* * * *", "*/0 * * * *"]) {
    const { exit, stderr } = await run("serve", "--every", every);
    expect(exit).toBe(2);
    expect(stderr).toContain("Expected --every to be a cron pattern");
  }
});
