import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { callApi, email } from "./call-api.ts";

const HOUR = 3_600_000;
const key = (value: string) => ({ "idempotency-key": value });
const send = (
  sandbox: Parameters<typeof callApi>[0],
  value: string,
  body: unknown = email(),
  path = "/emails",
) => callApi(sandbox, `POST ${path}`, { body, headers: key(value) });

test("Answers a repeat with the same ids and sends nothing", async () => {
  await using sandbox = await startSandbox();
  const body = [email(), email({ to: "ben@readers.dev" })];
  const first = await send(sandbox, "k", body, "/emails/batch");
  const again = await send(sandbox, "k", body, "/emails/batch");
  expect(again.text).toBe(first.text);
  expect(sandbox.inbox.count).toBe(2);
});

test("Compares the body's bytes, not its meaning", async () => {
  await using sandbox = await startSandbox();
  await send(sandbox, "k", JSON.stringify(email()));
  const spaced = await send(sandbox, "k", JSON.stringify(email(), null, 1));
  expect(spaced).toMatchObject({ status: 409, json: { name: "invalid_idempotent_request" } });
  expect((spaced.json as { message: string }).message).toBe(
    "This idempotency key has been used with this HTTP method and endpoint within the last 24 hours, but the request body was modified and doesn't match the original request.",
  );
  expect(sandbox.inbox.count).toBe(1);
});

test("Keeps keys of the two sending routes apart", async () => {
  await using sandbox = await startSandbox();
  await send(sandbox, "k");
  expect((await send(sandbox, "k", [email()], "/emails/batch")).status).toBe(200);
});

test("Forgets a key after 24 hours, and not before", async () => {
  await using sandbox = await startSandbox();
  const first = await send(sandbox, "k");
  await sandbox.advance(24 * HOUR - 60_000);
  expect((await send(sandbox, "k")).text).toBe(first.text);
  await sandbox.advance(120_000);
  expect((await send(sandbox, "k")).text).not.toBe(first.text);
  expect(sandbox.inbox.count).toBe(2);
});

test("Refuses a repeat while the first is under way, and answers it afterwards", async () => {
  await using sandbox = await startSandbox();
  const arrived = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  using _ = sandbox.on("accepted", async () => {
    arrived.resolve();
    await release.promise;
  });
  const first = send(sandbox, "k");
  await arrived.promise;
  const during = await send(sandbox, "k");
  expect(during.json).toEqual({
    statusCode: 409,
    message: "There is another request in progress with the same idempotency key.",
    name: "concurrent_idempotent_requests",
  });
  release.resolve();
  expect((await send(sandbox, "k")).text).toBe((await first).text);
  expect(sandbox.inbox.count).toBe(1);
});

test("Refuses keys longer than 256 characters", async () => {
  await using sandbox = await startSandbox();
  expect(await send(sandbox, "x".repeat(257))).toMatchObject({
    status: 400,
    json: {
      name: "invalid_idempotency_key",
      message: "Idempotency keys, if present, must have between 1 and 256 characters.",
    },
  });
  expect((await send(sandbox, "x".repeat(256))).status).toBe(200);
});

test("Does not remember an attempt that was refused", async () => {
  await using sandbox = await startSandbox();
  expect((await send(sandbox, "k", email({ to: "bad" }))).status).toBe(422);
  expect((await send(sandbox, "k", email())).status).toBe(200);
});

test("Remembers refusals and failures too where the switch says so", async () => {
  await using sandbox = await startSandbox({ switches: { idempotency_remembers: "accepted_and_4xx" } });
  await send(sandbox, "k", email({ to: "bad" }));
  expect((await send(sandbox, "k", email())).status).toBe(409);

  sandbox.switches.faults = [{ kind: "error", times: 1 }];
  expect((await send(sandbox, "five")).status).toBe(500);
  expect((await send(sandbox, "five")).status).toBe(200);

  sandbox.switches.idempotency_remembers = "everything";
  sandbox.switches.faults = [{ kind: "error", when: "after", times: 1 }];
  const failed = await send(sandbox, "lost");
  expect([failed.status, (await send(sandbox, "lost")).status]).toEqual([500, 500]);
  expect(sandbox.inbox.count).toBe(2);
});

test("Shares keys between a team's API keys, or not, by switch", async () => {
  await using sandbox = await startSandbox();
  const other = { ...sandbox, url: sandbox.url, apiKey: sandbox.sendingKey };
  const first = await send(sandbox, "k");
  expect((await send(other, "k")).text).toBe(first.text);
  sandbox.switches.idempotency_scope = "key";
  await send(sandbox, "own");
  await send(other, "own");
  expect(sandbox.inbox.count).toBe(3);
});

test("Compares the validation mode too, where the switch says so", async () => {
  await using sandbox = await startSandbox({ switches: { idempotency_compares_headers: true } });
  const call = (mode: string) =>
    callApi(sandbox, "POST /emails/batch", {
      body: [email()],
      headers: { ...key("k"), "x-batch-validation": mode },
    });
  expect((await call("strict")).status).toBe(200);
  expect((await call("permissive")).status).toBe(409);
});
