import { createServer } from "node:net";
import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { callApi, email } from "./call-api.ts";

const permissive = { "x-batch-validation": "permissive" };

test("Refuses a switch that does not exist or cannot take the value, and changes nothing then", async () => {
  await using sandbox = await startSandbox();
  const refused = expect.objectContaining({ code: "usage/invalid" });
  expect(() => (sandbox.switches.rate_limit = -1)).toThrow(refused);
  expect(() => (sandbox.switches.faults = [{ kind: "error", on: "everything" }])).toThrow(refused);
  expect(() => Object.assign(sandbox.switches, { rate_limits: 3 })).toThrow(TypeError);
  await expect(startSandbox({ switches: { opens: 2 } })).rejects.toEqual(refused);
  expect(sandbox.switches.rate_limit).toBe(10);

  const answer = await callApi(sandbox, "PUT /_sandbox/switches", { body: { rate_limit: 50, opens: 2 } });
  expect(answer.status).toBe(422);
  expect(sandbox.switches.rate_limit).toBe(10);
});

test("Is driven over HTTP: switches, clock, inbox and counts", async () => {
  await using sandbox = await startSandbox();
  const changed = await callApi(sandbox, "PUT /_sandbox/switches", { body: { rate_limit: 50 } });
  expect(changed.json).toMatchObject({ rate_limit: 50 });
  expect((await callApi(sandbox, "GET /_sandbox/switches")).json).toMatchObject({
    rate_limit: 50,
    faults: [],
  });
  const before = sandbox.clock.now();
  await callApi(sandbox, "POST /_sandbox/advance", { body: { ms: 3_600_000 } });
  expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
  await callApi(sandbox, "POST /emails", { body: email({ tags: [{ name: "lp_send", value: "s" }] }) });
  await callApi(sandbox, "POST /_sandbox/flush", { body: {} });
  expect((await callApi(sandbox, "GET /_sandbox/inbox")).json).toMatchObject({
    count: 1,
    data: [{ to: ["ana@readers.dev"], last_event: "delivered" }],
  });
  expect((await callApi(sandbox, "GET /_sandbox/counts?lp_send=s")).json).toEqual({ "ana@readers.dev": 1 });
  expect((await callApi(sandbox, "GET /_sandbox/counts?other=s")).status).toBe(422);
});

test("Lets no page of another origin drive it", async () => {
  await using sandbox = await startSandbox();
  const origin = { origin: "https://elsewhere.dev" };
  expect((await callApi(sandbox, "GET /_sandbox/inbox", { headers: origin })).status).toBe(403);
  const simple = { "content-type": "text/plain" };
  expect((await callApi(sandbox, "PUT /_sandbox/switches", { body: "{}", headers: simple })).status).toBe(
    403,
  );
});

test("Answers more than 100 emails as each switch says", async () => {
  await using sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  const body = Array.from({ length: 102 }, () => email());
  for (const [value, status] of [
    ["422", 422],
    ["400", 400],
    ["413", 413],
  ] as const) {
    sandbox.switches.batch_over_limit = value;
    expect((await callApi(sandbox, "POST /emails/batch", { body })).status).toBe(status);
  }
  sandbox.switches.batch_over_limit = "per_item";
  expect((await callApi(sandbox, "POST /emails/batch", { body })).status).toBe(422);
  const answer = await callApi(sandbox, "POST /emails/batch", { body, headers: permissive });
  const { data, errors } = answer.json as { data: unknown[]; errors: { index: number }[] };
  expect([data.length, errors.map(({ index }) => index)]).toEqual([100, [100, 101]]);
});

test("Answers a permissive batch without one good email as the switch says", async () => {
  await using sandbox = await startSandbox();
  const call = { body: [email({ to: "a" }), email({ to: "b" })], headers: permissive };
  const mild = await callApi(sandbox, "POST /emails/batch", call);
  expect(mild).toMatchObject({ status: 200, json: { data: [], errors: [{ index: 0 }, { index: 1 }] } });
  sandbox.switches.permissive_none_valid = "422";
  expect((await callApi(sandbox, "POST /emails/batch", call)).status).toBe(422);
  expect(sandbox.inbox.count).toBe(0);
});

test("Answers an unknown key with 400, 401 or 403", async () => {
  await using sandbox = await startSandbox();
  const call = async () => {
    const { status, json } = await callApi({ url: sandbox.url, apiKey: "re_typo" }, "POST /emails", {
      body: email(),
    });
    return [status, (json as { name: string }).name];
  };
  sandbox.switches.invalid_key = "401";
  expect(await call()).toEqual([401, "validation_error"]);
  sandbox.switches.invalid_key = "403";
  expect(await call()).toEqual([403, "invalid_api_key"]);
});

test("Limits the body, the subject and the names of headers, where a switch says so", async () => {
  await using sandbox = await startSandbox({
    switches: { body_limit: 2000, subject_limit: 10, reserved_headers: ["Return-Path"] },
  });
  const status = async (overrides: Record<string, unknown>) =>
    (await callApi(sandbox, "POST /emails", { body: email(overrides) })).status;
  expect(await status({})).toBe(200);
  expect(await status({ html: "x".repeat(3000) })).toBe(413);
  expect(await status({ subject: "x".repeat(11) })).toBe(422);
  expect(await status({ headers: { "return-path": "a@b.dev" } })).toBe(422);
  expect(sandbox.inbox.count).toBe(1);
});

test("Writes instants as PostgreSQL or ISO text", async () => {
  await using sandbox = await startSandbox({ clock: { now: () => Date.UTC(2026, 11, 1, 9) } });
  await callApi(sandbox, "POST /emails", { body: email() });
  const created = async () =>
    ((await callApi(sandbox, "GET /emails")).json as { data: { created_at: string }[] }).data[0]?.created_at;
  expect(await created()).toBe("2026-12-01 09:00:00.000000+00");
  sandbox.switches.timestamps = "iso";
  expect(await created()).toBe("2026-12-01T09:00:00.000Z");
});

test("Shares readers of a domain out between behaviours, each reader always the same", async () => {
  const run = async () => {
    await using sandbox = await startSandbox({
      switches: { behaviours: { "mixed.dev": { delivered: 8, bounced: 2 }, "*": "delivered" } },
    });
    const body = Array.from({ length: 100 }, (_, at) => email({ to: `reader${at}@mixed.dev` }));
    await callApi(sandbox, "POST /emails/batch", { body });
    await sandbox.webhooks.flush();
    const { data } = sandbox.inbox.list({ limit: 100 });
    return data.map(({ lastEvent }) => lastEvent);
  };
  const first = await run();
  const bounced = first.filter((state) => state === "bounced").length;
  expect(bounced).toBeGreaterThan(8);
  expect(bounced).toBeLessThan(35);
  expect(await run()).toEqual(first);
});

test("Calls back at each point of a request, in order, and waits for the answer of each", async () => {
  await using sandbox = await startSandbox();
  const seen: string[] = [];
  const answered = Promise.withResolvers<void>();
  for (const point of ["request", "half-read", "accepted", "answered"] as const) {
    sandbox.on(point, async ({ ids, status, idempotencyKey, path }) => {
      await Promise.resolve();
      seen.push(`${point} ${path} ${idempotencyKey} ${ids.length} ${status} ${sandbox.inbox.count}`);
      if (point === "answered") answered.resolve();
    });
  }
  await callApi(sandbox, "POST /emails/batch", {
    body: [email(), email()],
    headers: { "idempotency-key": "k" },
  });
  await answered.promise;
  expect(seen).toEqual([
    "request /emails/batch k 0 null 0",
    "half-read /emails/batch k 0 null 0",
    "accepted /emails/batch k 2 null 2",
    "answered /emails/batch k 2 200 2",
  ]);
});

test("Keeps a request waiting with half of its body read for as long as the handler takes", async () => {
  await using sandbox = await startSandbox();
  const during: unknown[] = [];
  using _ = sandbox.on("half-read", async () => {
    during.push((await callApi(sandbox, "GET /_sandbox/inbox")).json);
  });
  await callApi(sandbox, "POST /emails", { body: email() });
  expect(during).toMatchObject([{ count: 0 }]);
  expect(sandbox.inbox.count).toBe(1);
});

test("Accepts nothing from a client that dies with half of its body sent", async () => {
  await using sandbox = await startSandbox();
  const controller = new AbortController();
  using _ = sandbox.on("half-read", () => controller.abort());
  // More than the kernel holds between the two: otherwise the rest is on its way before the client dies.
  const body = email({ html: "x".repeat(30_000_000) });
  await expect(callApi(sandbox, "POST /emails", { body, signal: controller.signal })).rejects.toThrow(
    "aborted",
  );
  expect((await callApi(sandbox, "GET /emails")).json).toMatchObject({ data: [] });
});

test("Says that its port is in use", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await expect(startSandbox({ port })).rejects.toEqual(
    expect.objectContaining({ code: "project/port-in-use" }),
  );
  await new Promise((resolve) => other.close(resolve));
});
