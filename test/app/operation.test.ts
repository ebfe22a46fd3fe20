import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { Resend } from "resend";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import { createAlerts } from "#src/app/job/alerts.ts";
import { type Config, readConfig } from "#src/app/config.ts";
import { createLog } from "#src/app/create-log.ts";
import { createMetrics } from "#src/app/job/metrics.ts";
import { loadConfig } from "#src/project/load-config.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import { createWeb } from "#src/web/create-web.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { KEYS, SUPPRESSION_KEY, addReaders, tempLedger } from "../helpers/temp-ledger.ts";
import { mailingEnv, tempProject } from "../helpers/temp-project.ts";

const CANARIES = {
  RESEND_API_KEY: "re_canary_1234567890abcdef",
  RESEND_WEBHOOK_SECRET: `whsec_${Buffer.from("canary of the webhook").toString("base64")}`,
  NOTIFY_SECRET: `whsec_${Buffer.from("canary of the notifications").toString("base64")}`,
  LETTERPRESS_SECRET: "k1:canary-of-the-tokens-which-is-long-enough",
  SUPPRESSION_KEY: "canary-of-the-suppressions",
  DATABASE_URL: "postgres://letterpress:canary-password@db.example:5432/news",
};

function canaryConfig(): Config {
  return readConfig({ root: "/", env: CANARIES, sandbox: false });
}

function capture(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}

test("a log line is one JSON object with level, time and event, and holds no address and no secret", () => {
  const { stream, text } = capture();
  const config = canaryConfig();
  const log = createLog(stream, config);
  log("batch.settled", { send: "abc", batch: 3, outcome: "accepted" });
  for (const secret of [
    ...Object.values(CANARIES),
    "canary-of-the-tokens-which-is-long-enough",
    "canary-password",
    "re_another_key_of_somebody",
    "ana.pérez+news@mail.example",
    "Ana <ana@xn--caf-dma.example>",
    "https://letters.example/u/v1.k1.canarycanary.weekly.signature",
    "https://letters.example/c/v1.k1.canarycanary.all.signature",
    "https://letters.example/p/v1.k1.canarycanary.weekly.signature",
  ]) {
    log("error", { message: `It failed on ${secret}, twice: "${secret}".` });
  }
  const lines = text().trim().split("\n");
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    level: "debug",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    event: "batch.settled",
    send: "abc",
    batch: 3,
    outcome: "accepted",
  });
  expect(lines.every((line) => typeof JSON.parse(line) === "object")).toBe(true);
  expect(text()).not.toMatch(/canary|another_key|pérez|ana@|Y2FuYXJ5/);
  expect(text()).toContain("It failed on");
});

test("a failing address is tried again until it answers, and the alert's signature is that of standard webhooks", async () => {
  const received: { headers: Record<string, string>; body: string }[] = [];
  let failures = 2;
  const done = Promise.withResolvers<void>();
  const server = createServer((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
    incoming.on("end", () => {
      received.push({ headers: incoming.headers as Record<string, string>, body });
      outgoing.statusCode = failures-- > 0 ? 503 : 204;
      outgoing.end();
      if (outgoing.statusCode === 204) done.resolve();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const root = await tempProject({}, { notify: [{ url, on: ["send.finished"] }] });
  const ledger = await tempLedger();
  await addReaders(ledger, 2);
  const { send } = await scheduleTestSend(ledger);
  const logged: string[] = [];
  const alerts = createAlerts(ledger, {
    config: { root, notifySecret: CANARIES.NOTIFY_SECRET },
    log: (event) => logged.push(event),
    waits: [5, 5, 5],
  });
  alerts.raise("send.braked", send.id); // nobody asked for this one
  alerts.raise("send.finished", send.id);
  await done.promise;
  await alerts[Symbol.asyncDispose]();
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  const last = received[2];
  const alert = new Webhook(CANARIES.NOTIFY_SECRET).verify(last?.body ?? "", last?.headers ?? {});
  expect(alert).toMatchObject({ type: "send.finished", data: { slug: "hello", state: "scheduled" } });
  expect(last?.body).not.toContain("@");
  expect(logged).toEqual([]);
});

test("an address that never answers holds nothing up, and what is lost is logged without its path", async () => {
  const root = await tempProject({}, { notify: ["http://127.0.0.1:1/secret-path"] });
  const ledger = await tempLedger();
  const { send } = await scheduleTestSend(ledger);
  const logged: [string, unknown][] = [];
  const alerts = createAlerts(ledger, {
    config: { root, notifySecret: CANARIES.NOTIFY_SECRET },
    log: (event, facts) => logged.push([event, facts]),
    waits: [600_000],
    graceMs: 50,
  });
  // Back before the first try is over, whose end would be logged.
  alerts.raise("send.uncertain", send.id);
  expect(logged).toEqual([]);
  await alerts[Symbol.asyncDispose]();
  expect(logged).toEqual([
    ["alert.lost", expect.objectContaining({ type: "send.uncertain", host: "127.0.0.1:1" })],
  ]);
  expect(JSON.stringify(logged)).not.toContain("secret-path");
});

test("metrics show what was posted, what is under way and how fast it may go, and not to the outside", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 1000);
  const sandbox = await startSandbox({ switches: { rate_limit: 5 } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  sandbox.switches.faults = [{ kind: "rate_limit", times: 1 }];
  await scheduleTestSend(ledger);
  await startDue(ledger);
  const metrics = createMetrics(ledger);
  const stop = new AbortController();
  const accepted: number[] = [];
  await runWorker(ledger, {
    client: new Resend(sandbox.sendingKey, { baseUrl: sandbox.url }),
    keys: KEYS,
    token: "test:1:metrics",
    signal: stop.signal,
    untilIdle: true,
    concurrency: 1,
    onSettled: (_send, { deliveries }, result) => {
      metrics.settled(deliveries.length, result);
      if (result.outcome === "accepted") accepted.push(deliveries.length);
      if (accepted.length === 2) stop.abort();
    },
  });
  // One more may have left before the worker heard of the stop.
  const batches = accepted.length;
  expect(batches).toBeLessThan(4);
  metrics.event("delivered", "applied");
  const root = await tempProject();
  const web = createWeb({
    ledger,
    newsletter: await loadConfig(root),
    tokenKeys: KEYS,
    webhookSecrets: [],
    suppressionKey: SUPPRESSION_KEY,
    metrics,
  });
  const answer = await web.request("/metrics");
  expect(answer.headers.get("content-type")).toContain("text/plain");
  const text = await answer.text();
  for (const line of [
    `letterpress_posts_total{outcome="accepted"} ${batches}`,
    'letterpress_posts_total{outcome="rate"} 1',
    "letterpress_rate_limited_total 1",
    `letterpress_emails_total{outcome="submitted"} ${100 * batches}`,
    'letterpress_emails_total{outcome="uncertain"} 0',
    'letterpress_webhook_events_total{type="delivered",result="applied"} 1',
    'letterpress_sends{state="submitting",reason=""} 1',
    `letterpress_batches{state="submitted"} ${batches}`,
    `letterpress_batches{state="pending"} ${10 - batches}`,
    `letterpress_recipients{outcome="planned"} ${1000 - 100 * batches}`,
    'letterpress_limiter_rate{team="default"} 5',
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  expect((await web.request("/metrics", { headers: { "X-Forwarded-For": "192.0.2.1" } })).status).toBe(404);
});

test("with a new NOTIFY_SECRET in front an alert is signed with it alone: who knows only the old one refuses it", async () => {
  const secretOf = (name: string) => `whsec_${Buffer.from(`${name} secret of alerts`).toString("base64")}`;
  const received = Promise.withResolvers<{ headers: Record<string, string>; body: string }>();
  const server = createServer((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
    incoming.on("end", () => {
      outgoing.end();
      received.resolve({ headers: incoming.headers as Record<string, string>, body });
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const root = await tempProject({}, { notify: [url] });
  const ledger = await tempLedger();
  const { send } = await scheduleTestSend(ledger);
  const env = {
    ...mailingEnv({ apiKey: "re_123456789", baseUrl: "http://127.0.0.1:1" }),
    NOTIFY_SECRET: `${secretOf("new")},${secretOf("old")}`,
  };
  const { notifySecret } = readConfig({ root, env, sandbox: false });
  const alerts = createAlerts(ledger, { config: { root, notifySecret }, log: () => undefined });
  alerts.raise("send.finished", send.id);
  const { headers, body } = await received.promise;
  await alerts[Symbol.asyncDispose]();
  expect(new Webhook(secretOf("new")).verify(body, headers)).toMatchObject({ type: "send.finished" });
  expect(() => new Webhook(secretOf("old")).verify(body, headers)).toThrow("No matching signature");
});

test("an unsigned alert never leaves: NOTIFY_SECRET is asked for in the log", async () => {
  const root = await tempProject({}, { notify: ["https://ops.example/hook"] });
  const ledger = await tempLedger();
  const { send } = await scheduleTestSend(ledger);
  const { notifySecret } = readConfig({
    root,
    env: mailingEnv({ apiKey: "re_123456789", baseUrl: "http://127.0.0.1:1" }),
    sandbox: false,
  });
  const logged: unknown[] = [];
  const alerts = createAlerts(ledger, {
    config: { root, notifySecret },
    log: (event, facts) => logged.push([event, facts]),
  });
  alerts.raise("send.finished", send.id);
  await alerts[Symbol.asyncDispose]();
  expect(logged).toEqual([
    ["alert.lost", expect.objectContaining({ why: expect.stringContaining("NOTIFY_SECRET") })],
  ]);
});
