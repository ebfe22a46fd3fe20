import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { LetterpressError } from "#src/model/errors.ts";
import { createWeb } from "#src/web/create-web.ts";
import { bounce, payloadOf } from "../track/seed.ts";
import { SECRET, type TestWeb, newsletter, stateOf, testWeb } from "./helper.ts";

/** Headers as Resend sends them, signed by the library that defines the scheme. */
function sign(id: string, body: string, { secret = SECRET, age = 0 } = {}): Record<string, string> {
  const at = new Date(Date.now() - age * 1000);
  return {
    "content-type": "application/json",
    "svix-id": id,
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": new Webhook(secret).sign(id, at, body),
  };
}

const post = (web: TestWeb, body: string, headers: Record<string, string>) =>
  web.app.request("/webhooks/resend", { method: "POST", body, headers });

const eventsOf = ({ ledger }: TestWeb) =>
  ledger.db.selectFrom("events").select(["provider_event_id", "state"]).execute();

test("accepts a signed event once and applies it, names and reasons the send", async () => {
  const sends: number[] = [];
  await using web = await testWeb({ onEvent: (sendId) => sends.push(sendId) });
  const body = payloadOf(web.ledger, web.seeded, 0, "email.bounced", { extra: bounce("Permanent") });
  const headers = sign("msg_1", body);
  const first = await post(web, body, headers);
  expect([first.status, await first.json()]).toEqual([200, { result: "applied" }]);
  const again = await post(web, body, headers);
  expect([again.status, await again.json()]).toEqual([200, { result: "repeated" }]);
  expect(await eventsOf(web)).toEqual([{ provider_event_id: "msg_1", state: 1 }]);
  expect(await web.ledger.db.selectFrom("suppressions").select("reason").execute()).toEqual([
    { reason: "bounced" },
  ]);
  expect(sends).toEqual([web.seeded.sendId]);
});

test("refuses what Resend did not sign, or not now, and changes nothing", async () => {
  await using web = await testWeb();
  const body = payloadOf(web.ledger, web.seeded, 0, "email.complained");
  const good = sign("msg_1", body);
  const otherSecret = `whsec_${Buffer.from("somebody else's secret").toString("base64")}`;
  const before = await stateOf(web.ledger);
  const attempts: [string, string, Record<string, string>][] = [
    ["no headers", body, {}],
    ["another secret", body, sign("msg_1", body, { secret: otherSecret })],
    ["another id", body, { ...good, "svix-id": "msg_2" }],
    ["another time", body, { ...good, "svix-timestamp": String(Number(good["svix-timestamp"]) + 1) }],
    ["a changed body", body.replace("complained", "delivered"), good],
    ["JSON written again", JSON.stringify(JSON.parse(body), null, 1), good],
    ["301 s late", body, sign("msg_1", body, { age: 301 })],
    ["302 s early", body, sign("msg_1", body, { age: -302 })],
    [
      "an unsigned version",
      body,
      { ...good, "svix-signature": (good["svix-signature"] ?? "").replace("v1,", "v0,") },
    ],
    ["a cut signature", body, { ...good, "svix-signature": (good["svix-signature"] ?? "").slice(0, -4) }],
    ["an empty signature", body, { ...good, "svix-signature": "v1," }],
    ["a time that is none", body, { ...good, "svix-timestamp": "now" }],
    ["no event in it", "[]", sign("msg_1", "[]")],
    ["no JSON in it", "hello", sign("msg_1", "hello")],
  ];
  for (const [what, text, headers] of attempts) {
    const response = await post(web, text, headers);
    expect([what, response.status]).toEqual([what, 400]);
  }
  expect(await eventsOf(web)).toEqual([]);
  expect(await stateOf(web.ledger)).toEqual(before);
  expect((await post(web, body, good)).status).toBe(200);
});

test("accepts an event 299 s old, either of two secrets, and one good signature among several", async () => {
  const newer = `whsec_${Buffer.from("the secret after the next").toString("base64")}`;
  await using web = await testWeb({ webhookSecrets: [newer, SECRET] });
  const body = payloadOf(web.ledger, web.seeded, 0, "email.delivered");
  expect((await post(web, body, sign("a", body, { age: 299 }))).status).toBe(200);
  expect((await post(web, body, sign("b", body, { secret: newer }))).status).toBe(200);
  const both = sign("c", body);
  both["svix-signature"] = `v1,AAAA v2,BBBB ${both["svix-signature"]}`;
  expect((await post(web, body, both)).status).toBe(200);
  expect(await eventsOf(web)).toHaveLength(3);
});

test("takes events it has never heard of, and broken fields, without losing the rest", async () => {
  await using web = await testWeb();
  const strange = JSON.parse(payloadOf(web.ledger, web.seeded, 0, "email.bounced")) as { data: object };
  const bodies = [
    '{"type":"galaxy.collided","data":{"x":[1]}}',
    '{"type":"email.delivered","created_at":"2026-12-01 09:00:00.123456+00","data":null}',
    JSON.stringify({ ...strange, data: { ...strange.data, bounce: "yes", to: "a@b.c", click: 7 } }),
  ];
  for (const [index, body] of bodies.entries()) {
    expect((await post(web, body, sign(`msg_${index}`, body))).status).toBe(200);
  }
  // A bounce of a kind unknown is a bounce, but no reason to give the address up.
  expect(
    await web.ledger.db.selectFrom("deliveries").select("arrival").where("arrival", ">", 0).execute(),
  ).toEqual([{ arrival: 6 }]);
  expect(await web.ledger.db.selectFrom("suppressions").selectAll().execute()).toEqual([]);
});

test("does not acknowledge an event that could not be written down", async () => {
  const errors: unknown[] = [];
  const web = await testWeb({ onError: (error) => errors.push(error) });
  const body = payloadOf(web.ledger, web.seeded, 0, "email.delivered");
  await web.test[Symbol.asyncDispose]();
  expect((await post(web, body, sign("msg_1", body))).status).toBe(500);
  expect(errors).toHaveLength(1);
});

test("refuses a body that no event has", async () => {
  await using web = await testWeb();
  const body = payloadOf(web.ledger, web.seeded, 0, "email.delivered", {
    extra: { x: "y".repeat(1_100_000) },
  });
  expect((await post(web, body, sign("msg_1", body))).status).toBe(413);
  expect((await web.app.request("/webhooks/resend")).status).toBe(405);
});

test("does not start with a secret that could never verify anything", async () => {
  await using web = await testWeb();
  const deps = { ledger: web.ledger, newsletter, tokenKeys: [], suppressionKey: "" };
  expect(() => createWeb({ ...deps, webhookSecrets: ["whsec_not base64!"] })).toThrow(LetterpressError);
});
