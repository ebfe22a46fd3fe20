import { Resend } from "resend";
import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { callApi, email } from "./call-api.ts";

/** A clock that stands still, on the edge of a second. */
const still = { now: () => Date.UTC(2026, 11, 1, 9, 0, 0) };

test("Lets ten requests a second through and asks the eleventh to wait, whichever key asks", async () => {
  await using sandbox = await startSandbox({ clock: still });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, at) =>
      callApi(
        at % 2 === 0 ? sandbox : { ...sandbox, url: sandbox.url, apiKey: sandbox.sendingKey },
        "POST /emails",
        {
          body: email(),
        },
      ),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    ...Array(10).fill(200),
    429,
    429,
  ]);
  const limited = answers.find(({ status }) => status === 429);
  expect(limited?.text).toBe(
    '{"statusCode":429,"message":"Too many requests. You can only make 10 requests per second. See rate limit response headers for more information. Or contact support to increase rate limit.","name":"rate_limit_exceeded"}',
  );
  expect(limited?.headers).toMatchObject({
    "ratelimit-policy": "10;w=1",
    "ratelimit-limit": "10",
    "ratelimit-remaining": "0",
    "ratelimit-reset": "1",
    "retry-after": "1",
  });
  await sandbox.advance(1000);
  expect((await callApi(sandbox, "POST /emails", { body: email() })).status).toBe(200);
});

test("Takes a new rate limit while it runs", async () => {
  await using sandbox = await startSandbox({ clock: still, switches: { rate_limit: 1 } });
  await callApi(sandbox, "GET /usage");
  expect((await callApi(sandbox, "GET /usage")).status).toBe(429);
  sandbox.switches.rate_limit = 250;
  const answer = await callApi(sandbox, "GET /usage");
  expect(answer.json).toMatchObject({ rate_limit: { limit: 250, duration: "1s" } });
});

test("Counts every recipient against the quotas, and refuses what goes beyond with its own name", async () => {
  await using sandbox = await startSandbox({ clock: still, switches: { rate_limit: 1000, daily_quota: 3 } });
  const first = await callApi(sandbox, "POST /emails", { body: email({ cc: ["b@readers.dev"] }) });
  expect(first.headers).toMatchObject({ "x-resend-daily-quota": "2", "x-resend-monthly-quota": "2" });
  const batch = { body: [email(), email()] };
  const over = await callApi(sandbox, "POST /emails/batch", batch);
  expect(over.json).toEqual({
    statusCode: 429,
    message: "You have exceeded your daily email sending quota.",
    name: "daily_quota_exceeded",
  });
  expect(over.headers["retry-after"]).toBeUndefined();
  expect(sandbox.inbox.count).toBe(1);

  await sandbox.advance(24 * 3_600_000);
  expect((await callApi(sandbox, "POST /emails/batch", batch)).status).toBe(200);
  sandbox.switches.monthly_quota = 4;
  sandbox.switches.quota_retry_after = 60;
  const monthly = await callApi(sandbox, "POST /emails", { body: email() });
  expect(monthly.json).toMatchObject({ statusCode: 429, name: "monthly_quota_exceeded" });
  expect(monthly.headers["retry-after"]).toBe("60");
});

test("Accepts mail beyond the quota and reports it failed, where the switch says so", async () => {
  await using sandbox = await startSandbox({ switches: { daily_quota: 0, over_quota: "accept_then_fail" } });
  expect((await callApi(sandbox, "POST /emails", { body: email() })).status).toBe(200);
  await sandbox.webhooks.flush();
  expect(sandbox.inbox.list().data[0]?.lastEvent).toBe("failed");
});

test("Lets a sending key send and do nothing else", async () => {
  await using sandbox = await startSandbox();
  const resend = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  const message = { from: "news@stone.dev", to: "ana@readers.dev", subject: "Hi", text: "Hi" };
  expect((await resend.emails.send(message)).error).toBeNull();
  expect((await resend.batch.send([message])).error).toBeNull();
  const restricted = {
    statusCode: 401,
    message: "This API key is restricted to only send emails",
    name: "restricted_api_key",
  };
  const id = sandbox.inbox.list().data[0]?.id ?? "";
  expect((await resend.emails.get(id)).error).toEqual(restricted);
  expect((await resend.emails.cancel(id)).error).toEqual(restricted);
  expect((await resend.domains.list()).error).toEqual(restricted);
  expect((await resend.usage.get()).error).toEqual(restricted);
});

test("Binds a key to a domain, and refuses keys that were removed, put out of use or suspended", async () => {
  await using sandbox = await startSandbox({
    domains: ["stone.dev", "other.dev"],
    switches: { rate_limit: 1000 },
  });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const domainId =
    (await resend.domains.list()).data?.data.find(({ name }) => name === "stone.dev")?.id ?? "";
  const { data: created } = await resend.apiKeys.create({
    name: "bound",
    permission: "sending_access",
    domain_id: domainId,
  });
  const bound = { url: sandbox.url, apiKey: created?.token ?? "" };
  const send = (from: string) => callApi(bound, "POST /emails", { body: email({ from }) });
  expect((await send("a@stone.dev")).status).toBe(200);
  expect((await send("a@other.dev")).status).toBe(403);

  sandbox.setKeyState(bound.apiKey, "inactive");
  expect((await send("a@stone.dev")).json).toMatchObject({
    statusCode: 403,
    message: "API key is not active",
  });
  sandbox.setKeyState(bound.apiKey, "suspended");
  expect((await send("a@stone.dev")).json).toMatchObject({ statusCode: 403, name: "suspended_api_key" });
  sandbox.setKeyState(bound.apiKey, "active");
  expect((await send("a@stone.dev")).status).toBe(200);
  await resend.apiKeys.remove(created?.id ?? "");
  expect((await send("a@stone.dev")).json).toMatchObject({ statusCode: 400, message: "API key is invalid" });
});

test("Registers a domain, verifies it and lets mail come from it", async () => {
  await using sandbox = await startSandbox({ domains: [], switches: { rate_limit: 1000 } });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const { data: domain } = await resend.domains.create({ name: "stone.dev" });
  expect(domain).toMatchObject({ name: "stone.dev", status: "not_started" });
  expect(domain?.records.map(({ record, type }) => `${record} ${type}`)).toEqual([
    "SPF MX",
    "SPF TXT",
    "DKIM TXT",
  ]);
  expect((await callApi(sandbox, "POST /emails", { body: email() })).status).toBe(403);
  expect((await resend.domains.create({ name: "stone.dev" })).error).toMatchObject({
    statusCode: 403,
    message: "The stone.dev domain has been registered already.",
  });
  await resend.domains.verify(domain?.id ?? "");
  expect((await resend.domains.get(domain?.id ?? "")).data?.status).toBe("verified");
  expect((await callApi(sandbox, "POST /emails", { body: email() })).status).toBe(200);
  await resend.domains.remove(domain?.id ?? "");
  expect((await callApi(sandbox, "POST /emails", { body: email() })).status).toBe(403);
});

test("Keeps suppressions by hand, and lifts them", async () => {
  await using sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  const added = await callApi(sandbox, "POST /suppressions", { body: { email: "ana@readers.dev" } });
  expect(added.status).toBe(201);
  await callApi(sandbox, "POST /emails", { body: email() });
  await sandbox.webhooks.flush();
  expect(sandbox.inbox.list().data[0]?.lastEvent).toBe("suppressed");
  expect((await callApi(sandbox, "DELETE /suppressions/ana@readers.dev")).json).toMatchObject({
    deleted: true,
  });
  await callApi(sandbox, "POST /emails", { body: email() });
  await sandbox.webhooks.flush();
  expect(sandbox.inbox.list().data[0]?.lastEvent).toBe("delivered");
});
