import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createClient } from "#src/resend/create-client.ts";
import { readUsage } from "#src/resend/read-usage.ts";
import { submitBatch } from "#src/resend/submit-batch.ts";
import { type SdkMessage, bodyOf } from "./body-of.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";

type FaultInput = NonNullable<SwitchesInput["faults"]>[number];

const messages = (count: number, subject = "Hello"): SdkMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    from: "Weekly <weekly@news.example.dev>",
    to: `delivered+${index}@resend.dev`,
    subject,
    html: "<p>Hello</p>",
    text: "Hello",
    headers: {},
    tags: [{ name: "lp_delivery", value: String(index) }],
  }));

const clientOf = ({ url, apiKey }: { url: string; apiKey: string }) => createClient({ apiKey, baseUrl: url });

test("hands a batch to the sandbox once, however often it is repeated under its key", async () => {
  await using sandbox = await startSandbox();
  const client = clientOf(sandbox);
  const first = await submitBatch(client, bodyOf(messages(100)), { key: "lp_a_1_1" });
  const again = await submitBatch(client, bodyOf(messages(100)), { key: "lp_a_1_1" });
  expect(first).toMatchObject({ outcome: "accepted", limits: { limit: 10 } });
  expect(again).toMatchObject({ ...first, limits: expect.anything() });
  expect(await submitBatch(client, bodyOf(messages(100, "Other")), { key: "lp_a_1_1" })).toMatchObject({
    outcome: "key-conflict",
  });
});

test("keeps the other 99 when one address is refused", async () => {
  await using sandbox = await startSandbox();
  const batch = messages(100).map((message, index) =>
    index === 41 ? { ...message, to: "nobody" } : message,
  );
  const result = await submitBatch(clientOf(sandbox), bodyOf(batch), { key: "lp_a_1_1" });
  const items = result.outcome === "accepted" ? result.items : [];
  expect(items.flatMap((item, index) => ("error" in item ? [index] : []))).toEqual([41]);
  expect(new Set(items.flatMap((item) => ("id" in item ? [item.id] : []))).size).toBe(99);
});

test.each<[string, FaultInput, string]>([
  ["too many requests", { kind: "rate_limit" }, "not-accepted"],
  ["a 500 before it accepts", { kind: "error", status: 500 }, "ambiguous"],
  ["a 500 after it accepted", { kind: "error", status: 500, when: "after" }, "ambiguous"],
  ["a gateway's page", { kind: "html", status: 502 }, "ambiguous"],
  ["an empty 503", { kind: "empty", status: 503 }, "ambiguous"],
  ["a hang", { kind: "hang" }, "ambiguous"],
  ["a hang after it accepted", { kind: "hang", when: "after" }, "ambiguous"],
  ["a reset before it reads", { kind: "reset" }, "ambiguous"],
  ["a reset half-way through the body", { kind: "reset", when: "half" }, "ambiguous"],
  ["a reset after it accepted", { kind: "reset", when: "after" }, "ambiguous"],
  ["a success cut short", { kind: "truncated", when: "after" }, "ambiguous"],
  ["a connection cut in the answer", { kind: "cut", when: "after" }, "ambiguous"],
  ["an id too few", { kind: "wrong_count", when: "after" }, "misaligned"],
  ["an id too many", { kind: "wrong_count", when: "after", by: 1 }, "misaligned"],
])(
  "survives %s, and the repeat under the same key finds or makes the one batch",
  async (_, fault, outcome) => {
    await using sandbox = await startSandbox({ switches: { faults: [{ ...fault, times: 1 }] } });
    const client = clientOf(sandbox);
    const post = () => submitBatch(client, bodyOf(messages(3)), { key: "lp_a_1_1", timeoutMs: 300 });
    expect(await post()).toMatchObject({ outcome });
    expect(await post()).toMatchObject({ outcome: "accepted" });
    expect(sandbox.inbox.count).toBe(3);
  },
);

test.each<[string, SwitchesInput, object]>([
  ["a daily quota", { daily_quota: 2 }, { outcome: "not-accepted", why: "quota" }],
  ["a monthly quota", { monthly_quota: 2 }, { outcome: "not-accepted", why: "quota" }],
  [
    "a domain that is not verified",
    { sending_domains: "verified" },
    { outcome: "not-accepted", why: "auth" },
  ],
  ["a body too large", { body_limit: 100 }, { outcome: "refused" }],
])("takes %s as what it is", async (_, switches, expected) => {
  await using sandbox = await startSandbox({ switches });
  expect(await submitBatch(clientOf(sandbox), bodyOf(messages(3)), { key: "lp_a_1_1" })).toMatchObject(
    expected,
  );
  expect(sandbox.inbox.count).toBe(0);
});

test.each(["400", "401", "403"] as const)(
  "takes a mistyped key for one, also with status %s",
  async (status) => {
    await using sandbox = await startSandbox({ switches: { invalid_key: status } });
    const client = createClient({ apiKey: "re_mistyped", baseUrl: sandbox.url });
    expect(await submitBatch(client, bodyOf(messages(3)), { key: "lp_a_1_1" })).toMatchObject({
      outcome: "not-accepted",
      why: "auth",
    });
  },
);

test("what Resend does not offer is no Resend that cannot be reached", async () => {
  await using sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  const client = clientOf(sandbox);
  const unreachable = { kind: "unavailable", reason: "Resend cannot be reached" };
  for (const kind of ["error", "html", "empty"] as const) {
    sandbox.switches.faults = [{ kind, status: 404, on: "GET /usage" }];
    const usage = await readUsage(client);
    expect(usage).toEqual({ kind: "unavailable", reason: "Resend answered 404: not found" });
  }
  // A proxy's own JSON, without a status in its body.
  const proxy = createServer((_, answer) => answer.writeHead(404).end('{"error":"no such route"}'));
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo;
  const behind = createClient({ apiKey: sandbox.apiKey, baseUrl: `http://127.0.0.1:${port}` });
  expect(await readUsage(behind)).not.toEqual(unreachable);
  await sandbox.close();
  expect(await readUsage(client)).toEqual(unreachable);
});
