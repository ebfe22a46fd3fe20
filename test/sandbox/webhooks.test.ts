import { Resend } from "resend";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { SandboxOptions } from "#src/sandbox/sandbox-options.ts";
import { callApi, email } from "./call-api.ts";
import { receiveWebhooks } from "./receive-webhooks.ts";

const quiet = { webhook_duplicates: 0, webhook_shuffle: false, rate_limit: 1000 };

async function start(options: SandboxOptions = {}) {
  const receiver = await receiveWebhooks();
  const sandbox = await startSandbox({ ...options, switches: { ...quiet, ...options.switches } });
  const { signingSecret } = sandbox.webhooks.add({ endpoint: receiver.url });
  return {
    sandbox,
    receiver,
    signingSecret,
    typesFor: (address: string) =>
      receiver.received
        .filter(({ json }) => (json.data["to"] as string[])?.[0] === address)
        .map(({ json }) => json.type),
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

test("Signs webhooks so that standardwebhooks and the SDK verify them", async () => {
  await using receiver = await receiveWebhooks();
  await using sandbox = await startSandbox({ switches: quiet });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const created = await resend.webhooks.create({ endpoint: receiver.url, events: ["email.sent"] });
  const secret = created.data?.signing_secret ?? "";
  await callApi(sandbox, "POST /emails", { body: email() });
  await sandbox.webhooks.flush();

  const [{ headers, body } = { headers: {} as Record<string, string>, body: "" }] = receiver.received;
  const [id, timestamp, signature] = ["svix-id", "svix-timestamp", "svix-signature"].map(
    (name) => headers[name] ?? "",
  );
  const payload = new Webhook(secret).verify(body, {
    "webhook-id": id ?? "",
    "webhook-timestamp": timestamp ?? "",
    "webhook-signature": signature ?? "",
  });
  expect(payload).toMatchObject({ type: "email.sent", data: { to: ["ana@readers.dev"] } });
  const verified = resend.webhooks.verify({
    payload: body,
    headers: { id: id ?? "", timestamp: timestamp ?? "", signature: signature ?? "" },
    webhookSecret: secret,
  });
  expect(verified.type).toBe("email.sent");
  const other = new Webhook(`whsec_${Buffer.from("another secret").toString("base64")}`);
  expect(() =>
    other.verify(body, {
      "webhook-id": id ?? "",
      "webhook-timestamp": timestamp ?? "",
      "webhook-signature": signature ?? "",
    }),
  ).toThrow("No matching signature found");
});

test("Reports what happened to each test address, with or without a label", async () => {
  await using world = await start({
    domains: [{ name: "stone.dev", openTracking: true, clickTracking: true }],
  });
  const { sandbox, typesFor } = world;
  const expected = {
    "delivered@resend.dev": ["email.sent", "email.delivered"],
    "bounced+ana@resend.dev": ["email.sent", "email.bounced"],
    "complained@resend.dev": ["email.sent", "email.delivered", "email.complained"],
    "suppressed+ben@resend.dev": ["email.suppressed"],
    "delayed@resend.dev": ["email.sent", "email.delivery_delayed", "email.delivered"],
    "failed@resend.dev": ["email.failed"],
    "opened@resend.dev": ["email.sent", "email.delivered", "email.opened"],
    "clicked@resend.dev": ["email.sent", "email.delivered", "email.opened", "email.clicked"],
  };
  sandbox.switches.opens = 0.001;
  sandbox.switches.clicks = 0.001;
  for (const to of Object.keys(expected)) await callApi(sandbox, "POST /emails", { body: email({ to }) });
  await sandbox.webhooks.flush();
  for (const [address, types] of Object.entries(expected)) {
    const [message] = sandbox.inbox.byAddress(address);
    const happened = message?.events.map(({ type }) => type);
    expect({ address, happened, lastEvent: message?.lastEvent }).toEqual({
      address,
      happened: types,
      lastEvent: types.at(-1)?.slice("email.".length),
    });
    expect(typesFor(address).toSorted()).toEqual(types.toSorted());
  }
});

test("Sends no opens and clicks where the domain has no tracking", async () => {
  await using world = await start({ switches: { opens: 1, clicks: 1 } });
  await callApi(world.sandbox, "POST /emails", { body: email({ to: "clicked@resend.dev" }) });
  await world.sandbox.webhooks.flush();
  expect(world.typesFor("clicked@resend.dev")).toEqual(["email.sent", "email.delivered"]);
});

test("Reports one recipient an event, tags as a map and custom headers as a list", async () => {
  await using world = await start();
  await callApi(world.sandbox, "POST /emails", {
    body: email({
      to: ["Ana <ana@readers.dev>", "ben@readers.dev"],
      cc: "cem@readers.dev",
      tags: [{ name: "lp_batch", value: "x_1_0" }],
      headers: { "List-Id": "<news.stone.dev>" },
    }),
  });
  await world.sandbox.webhooks.flush();
  const sent = world.receiver.received.filter(({ json }) => json.type === "email.sent");
  expect(sent.map(({ json }) => json.data["to"])).toEqual([
    ["ana@readers.dev"],
    ["ben@readers.dev"],
    ["cem@readers.dev"],
  ]);
  expect(new Set(sent.map(({ json }) => json.data["email_id"])).size).toBe(1);
  expect(sent[0]?.json.data).toMatchObject({
    tags: { lp_batch: "x_1_0" },
    headers: [{ name: "List-Id", value: "<news.stone.dev>" }],
  });
});

test("Tries again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, with the same id, and then gives up", async () => {
  await using world = await start({ switches: { behaviours: { "*": "failed" } } });
  const { sandbox, receiver } = world;
  receiver.answer = () => 500;
  await callApi(sandbox, "POST /emails", { body: email() });
  await sandbox.webhooks.flush();
  expect(receiver.received).toHaveLength(1);
  expect(sandbox.webhooks.pending.retrying).toBe(1);
  await sandbox.advance(4_000);
  expect(receiver.received).toHaveLength(1);
  await sandbox.advance(100 * 3_600_000);
  expect(receiver.received).toHaveLength(8);
  const first = sandbox.webhooks.attempts[0]?.at ?? 0;
  const waits = sandbox.webhooks.attempts.map(({ at }) => Math.floor((at - first) / 60_000));
  expect(waits).toEqual([0, 0, 5, 35, 155, 455, 1055, 1655]);
  expect(new Set(receiver.received.map(({ headers }) => headers["svix-id"])).size).toBe(1);
  expect(sandbox.webhooks.pending).toMatchObject({ queued: 0, inFlight: 0, retrying: 0 });
});

test("Signs a late attempt with the real time, so that the receiver still takes it", async () => {
  await using world = await start({ switches: { behaviours: { "*": "failed" } } });
  // The fourth attempt comes 35 minutes late, far beyond the 5 minutes a receiver allows.
  world.receiver.answer = (_, count) => (count < 4 ? 503 : 200);
  await callApi(world.sandbox, "POST /emails", { body: email() });
  await world.sandbox.webhooks.flush();
  await world.sandbox.advance(3_600_000);
  expect(world.receiver.received).toHaveLength(4);
  const last = world.receiver.received.at(-1);
  const { headers, body } = last ?? { headers: {} as Record<string, string>, body: "" };
  expect(() =>
    new Webhook(world.signingSecret).verify(body, {
      "webhook-id": headers["svix-id"] ?? "",
      "webhook-timestamp": headers["svix-timestamp"] ?? "",
      "webhook-signature": headers["svix-signature"] ?? "",
    }),
  ).not.toThrow();
});

test("Gives up waiting for an endpoint that never answers", async () => {
  await using world = await start({ switches: { webhook_timeout_ms: 30, behaviours: { "*": "failed" } } });
  world.receiver.answer = () => null;
  await callApi(world.sandbox, "POST /emails", { body: email() });
  await world.sandbox.webhooks.flush();
  expect(world.sandbox.webhooks.attempts).toMatchObject([{ status: null, attempt: 1 }]);
  expect(world.sandbox.webhooks.pending.retrying).toBe(1);
});

test("Disables an endpoint that failed for five days, and sends it nothing more", async () => {
  await using world = await start({ switches: { behaviours: { "*": "failed" } } });
  const { sandbox, receiver } = world;
  receiver.answer = () => 500;
  for (let day = 0; day < 6; day++) {
    await callApi(sandbox, "POST /emails", { body: email() });
    await sandbox.webhooks.flush();
    await sandbox.advance(24 * 3_600_000);
  }
  const listed = await callApi(sandbox, "GET /webhooks");
  expect(listed.json).toMatchObject({ data: [{ status: "disabled" }] });
  const count = receiver.received.length;
  await callApi(sandbox, "POST /emails", { body: email() });
  await sandbox.webhooks.flush();
  expect(receiver.received).toHaveLength(count);
});

test("Delivers some events twice and out of order, each at least once", async () => {
  await using world = await start({ switches: { webhook_duplicates: 0.3, webhook_shuffle: true } });
  const { sandbox, receiver } = world;
  const body = Array.from({ length: 50 }, (_, at) => email({ to: `r${at}@readers.dev` }));
  await callApi(sandbox, "POST /emails/batch", { body });
  await sandbox.webhooks.flush();
  const ids = receiver.received.map(({ headers }) => headers["svix-id"]);
  expect(new Set(ids).size).toBe(100);
  expect(ids.length).toBeGreaterThan(100);
  const order = receiver.received
    .filter(({ json }) => json.type === "email.sent")
    .map(({ json }) => json.data["to"]);
  expect(order).not.toEqual(body.map(({ to }) => [to]));
});

test("Has no more deliveries under way than the switch allows, however slow the receiver is", async () => {
  await using world = await start({ switches: { webhook_concurrency: 3, webhook_rate: 10_000 } });
  const { sandbox, receiver } = world;
  const full = Promise.withResolvers<void>();
  receiver.answer = (_, count) => {
    if (count === 3) full.resolve();
    return null;
  };
  const body = Array.from({ length: 20 }, (_, at) => email({ to: `r${at}@readers.dev` }));
  await callApi(sandbox, "POST /emails/batch", { body });
  await full.promise;
  expect(sandbox.webhooks.pending.inFlight).toBe(3);
  expect(receiver.received).toHaveLength(3);
});

test("Paces deliveries, so that a large send does not choke the receiver", async () => {
  await using world = await start({ switches: { webhook_rate: 200, event_gap_ms: 0 } });
  const body = Array.from({ length: 20 }, (_, at) => email({ to: `r${at}@readers.dev` }));
  const start_ = performance.now();
  const { promise, resolve } = Promise.withResolvers<void>();
  world.receiver.answer = (_, count) => {
    if (count === 40) resolve();
    return 200;
  };
  await callApi(world.sandbox, "POST /emails/batch", { body });
  await promise;
  expect(performance.now() - start_).toBeGreaterThan(150);
});

test("Puts an address that bounced or complained on the suppression list, but never a test address", async () => {
  await using world = await start({
    switches: {
      behaviours: { "gone.dev": "bounced", "angry.dev": "complained", "full.dev": "bounced_soft" },
    },
  });
  const { sandbox, receiver, typesFor } = world;
  for (const to of ["a@gone.dev", "b@angry.dev", "c@full.dev", "bounced@resend.dev"]) {
    await callApi(sandbox, "POST /emails", { body: email({ to }) });
  }
  await sandbox.webhooks.flush();
  const listed = await callApi(sandbox, "GET /suppressions");
  const { data } = listed.json as { data: { email: string; origin: string }[] };
  expect(data.map(({ email: address, origin }) => `${address} ${origin}`).toSorted()).toEqual([
    "a@gone.dev bounce",
    "b@angry.dev complaint",
  ]);
  expect(receiver.received.filter(({ json }) => json.type === "suppression.added")).toHaveLength(2);

  expect((await callApi(sandbox, "POST /emails", { body: email({ to: "A@gone.dev" }) })).status).toBe(200);
  await sandbox.webhooks.flush();
  expect(typesFor("A@gone.dev")).toEqual(["email.suppressed"]);
});

test("Sends the standard header names beside Svix's where the switch says so", async () => {
  await using world = await start({ switches: { webhook_header_twins: true } });
  await callApi(world.sandbox, "POST /emails", { body: email() });
  await world.sandbox.webhooks.flush();
  const headers = world.receiver.received[0]?.headers ?? {};
  expect(headers["webhook-id"]).toBe(headers["svix-id"]);
});

test("Refuses a webhook to which nothing could ever be delivered", async () => {
  await using sandbox = await startSandbox();
  const refused = expect.objectContaining({ code: "usage/invalid" });
  expect(() => sandbox.webhooks.add({ endpoint: "ftp://stone.dev/hook" })).toThrow(refused);
  expect(() => sandbox.webhooks.add({ endpoint: "http://stone.dev/hook", secret: "whsec_!" })).toThrow(
    refused,
  );
});
