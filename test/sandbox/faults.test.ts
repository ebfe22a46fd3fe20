import { Resend } from "resend";
import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";

type FaultInput = NonNullable<SwitchesInput["faults"]>[number];

const UNFETCHED = { name: "application_error", statusCode: null };
const message = { from: "news@stone.dev", to: "ana@readers.dev", subject: "Tuesday", html: "<p>Hi</p>" };

/** [fault, what the SDK's user sees, emails accepted] */
const FAULTS: readonly (readonly [FaultInput, Record<string, unknown>, number])[] = [
  [{ kind: "rate_limit" }, { name: "rate_limit_exceeded", statusCode: 429 }, 0],
  [
    { kind: "error" },
    { name: "application_error", statusCode: 500, message: "An unexpected error occurred." },
    0,
  ],
  [{ kind: "error", status: 503 }, { name: "service_unavailable", statusCode: 503 }, 0],
  [{ kind: "error", when: "after" }, { name: "application_error", statusCode: 500 }, 2],
  [{ kind: "html" }, { name: "application_error", statusCode: 502 }, 0],
  [{ kind: "html", when: "after" }, { name: "application_error", statusCode: 502 }, 2],
  [{ kind: "empty" }, { name: "application_error", statusCode: 503 }, 0],
  [{ kind: "reset" }, UNFETCHED, 0],
  [{ kind: "reset", when: "half" }, UNFETCHED, 0],
  [{ kind: "reset", when: "after" }, UNFETCHED, 2],
  [{ kind: "truncated" }, UNFETCHED, 2],
  [{ kind: "cut" }, UNFETCHED, 2],
  [{ kind: "hang", ms: 20 }, UNFETCHED, 0],
  [{ kind: "hang", ms: 20, when: "after" }, UNFETCHED, 2],
];

for (const [fault, seen, accepted] of FAULTS) {
  test(`Shows the SDK's user a fault: ${JSON.stringify(fault)}`, async () => {
    await using sandbox = await startSandbox({ switches: { faults: [{ ...fault, times: 1 }] } });
    const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
    const batch = [message, { ...message, to: "ben@readers.dev" }];
    const { data, error } = await resend.batch.send(batch, { idempotencyKey: "k" });
    expect(data).toBeNull();
    expect(error).toMatchObject(seen);
    expect(sandbox.inbox.count).toBe(accepted);

    // Whatever became of the first attempt, a repeat under the same key makes it exactly one copy each.
    const again = await resend.batch.send(batch, { idempotencyKey: "k" });
    expect(again.data?.data).toHaveLength(2);
    expect([...sandbox.inbox.countsByAddress().values()]).toEqual([1, 1]);
  });
}

test("Answers with a wrong number of ids", async () => {
  await using sandbox = await startSandbox({
    switches: { faults: [{ kind: "wrong_count", by: -1, times: 1 }] },
  });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const { data } = await resend.batch.send([message, message]);
  expect(data?.data).toHaveLength(1);
  expect(sandbox.inbox.count).toBe(2);
});

test("Hangs until the client goes, and accepts nothing it hung before", async () => {
  await using sandbox = await startSandbox({ switches: { faults: [{ kind: "hang", times: 1 }] } });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const arrived = Promise.withResolvers<void>();
  using _ = sandbox.on("request", () => arrived.resolve());
  const gaveUp = new AbortController();
  const first = resend.batch.send([message], { idempotencyKey: "k", signal: gaveUp.signal });
  await arrived.promise;
  gaveUp.abort();
  const { error } = await first;
  expect(error?.statusCode).toBeNull();
  expect(sandbox.inbox.count).toBe(0);
  expect((await resend.batch.send([message], { idempotencyKey: "k" })).error).toBeNull();
});

test("Answers slowly", async () => {
  await using sandbox = await startSandbox({ switches: { faults: [{ kind: "slow", ms: 80 }] } });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const start = performance.now();
  expect((await resend.emails.send(message)).error).toBeNull();
  expect(performance.now() - start).toBeGreaterThan(75);
});

test("Accepts a slow request although its client gave up, and answers the repeat with the same ids", async () => {
  await using sandbox = await startSandbox({ switches: { faults: [{ kind: "slow", ms: 3000, times: 1 }] } });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const accepted = Promise.withResolvers<readonly string[]>();
  using _ = sandbox.on("accepted", ({ ids }) => accepted.resolve(ids));
  const arrived = Promise.withResolvers<void>();
  using _arrived = sandbox.on("request", () => arrived.resolve());
  const gaveUp = new AbortController();
  const first = resend.batch.send([message], { idempotencyKey: "k", signal: gaveUp.signal });
  await arrived.promise;
  const during = await resend.batch.send([message], { idempotencyKey: "k" });
  expect(during.error).toMatchObject({ statusCode: 409, name: "concurrent_idempotent_requests" });
  gaveUp.abort();
  expect((await first).error?.statusCode).toBeNull();
  const ids = await accepted.promise;
  const again = await resend.batch.send([message], { idempotencyKey: "k" });
  expect(again.data?.data.map(({ id }) => id)).toEqual(ids);
  expect(sandbox.inbox.count).toBe(1);
});

test("Strikes only requests that match the pattern, after those to skip, as often as `times` says", async () => {
  await using sandbox = await startSandbox({
    switches: { rate_limit: 100, faults: [{ kind: "error", on: "POST /emails/batch", skip: 1, times: 2 }] },
  });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  expect((await resend.emails.send(message)).error).toBeNull();
  const statuses: (number | null)[] = [];
  for (let at = 0; at < 5; at++) statuses.push((await resend.batch.send([message])).error?.statusCode ?? 200);
  expect(statuses).toEqual([200, 500, 500, 200, 200]);
});

test("Strikes by chance, the same chance for the same seed", async () => {
  const run = async (seed: number) => {
    await using sandbox = await startSandbox({
      seed,
      switches: { rate_limit: 1000, faults: [{ kind: "error", probability: 0.5 }] },
    });
    const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
    const outcomes: string[] = [];
    for (let at = 0; at < 30; at++)
      outcomes.push((await resend.emails.send(message)).error === null ? "y" : "n");
    return outcomes.join("");
  };
  const first = await run(7);
  expect(first).toContain("y");
  expect(first).toContain("n");
  expect(await run(7)).toBe(first);
  expect(await run(8)).not.toBe(first);
});

test("Sends `retry-after` with a storm of 429, or leaves it out", async () => {
  await using sandbox = await startSandbox({
    switches: {
      faults: [
        { kind: "rate_limit", retry_after: 7, times: 1 },
        { kind: "rate_limit", retry_after: null },
      ],
    },
  });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  expect((await resend.emails.send(message)).headers?.["retry-after"]).toBe("7");
  expect((await resend.emails.send(message)).headers?.["retry-after"]).toBeUndefined();
});
