import { expect, test } from "vitest";
import { forwardedFrom } from "./forwarded-from.ts";
import { withoutTyped } from "../helpers/without-typed.ts";
import { type Press, startPress, subscribe } from "./press.ts";

const DAY_MS = 24 * 3_600_000;

/** A form posted by a machine: no page was opened before. */
async function post(
  press: Press,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const response = await press.web.request("/subscribe", {
    method: "POST",
    headers: { ...headers },
    body: new URLSearchParams(fields),
  });
  return `${response.status}\n${JSON.stringify([...response.headers])}\n${await response.text()}`;
}

async function mailsSent(press: Press): Promise<Map<string, number>> {
  await press.tick();
  return press.sandbox.inbox.countsByAddress();
}

test("sends 200 bombed addresses one mail a day and three ever, and answers 4,000 posts with the same bytes", async () => {
  await using press = await startPress({ trustProxy: 1 });
  await press.tick();
  const answers = new Set<string>();
  // From each of 50 networks 80, of which 60 are taken in an hour.
  for (let n = 0; n < 4_000; n += 1) {
    const from = { "x-forwarded-for": `203.0.${n % 50}.${n % 7}` };
    const email = `victim${n % 200}@example.org`;
    answers.add(withoutTyped(await post(press, { email }, from), email));
  }
  expect(answers.size).toBe(1);
  const { db } = press.app.ledger;
  const rows = async () => {
    const { n } = await db
      .selectFrom("consents")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    return Number(n);
  };
  const first = await mailsSent(press);
  expect(first.size).toBe(200);
  expect(new Set(first.values())).toEqual(new Set([1]));
  // One row for the form and one for the mail: what is repeated leaves nothing behind.
  expect(await rows()).toBe(400);

  for (const [day, most] of [
    [1, 2],
    [2, 3],
    [3, 3],
    [9, 3],
  ] as const) {
    press.clock.advance(DAY_MS);
    for (let n = 0; n < 40; n += 1) {
      const from = { "x-forwarded-for": `203.1.${n}.${day}` };
      const email = `victim${n % 5}@example.org`;
      answers.add(withoutTyped(await post(press, { email }, from), email));
    }
    const counts = await mailsSent(press);
    expect([0, 1, 2, 3, 4].map((n) => counts.get(`victim${n}@example.org`))).toEqual(Array(5).fill(most));
  }
  expect(answers.size).toBe(1);
});

test("counts the ways to write one mailbox as one", async () => {
  await using press = await startPress({ trustProxy: 1 });
  await press.tick();
  const ways = [
    "ana.luz@gmail.com",
    "analuz@gmail.com",
    "AnaLuz+1@Gmail.com",
    "a.n.a.luz+x@googlemail.com",
    "bea+1@example.org",
    "bea+2@example.org",
    "bea@example.org",
    "b.ea@example.org",
  ];
  for (const [n, email] of ways.entries())
    await post(press, { email }, { "x-forwarded-for": `203.0.${n}.1` });
  expect([...(await mailsSent(press)).keys()].toSorted()).toEqual([
    "ana.luz@gmail.com",
    "b.ea@example.org",
    "bea+1@example.org",
  ]);
  // Whom nobody could ask leaves no row behind.
  expect(await press.app.ledger.db.selectFrom("subscribers").select("id").execute()).toHaveLength(3);
});

test("limits a network, whatever is written into X-Forwarded-For", async () => {
  const config = { subscribe: { forms_per_network: 3 } };
  await using direct = await startPress({ config });
  await direct.tick();
  for (let n = 0; n < 20; n += 1)
    await subscribe(direct, { email: `direct${n}@example.org` }, { "x-forwarded-for": `203.0.${n}.1` });
  expect((await mailsSent(direct)).size).toBe(3);

  await using behind = await startPress({ config, trustProxy: 1 });
  await behind.tick();
  for (let n = 0; n < 20; n += 1) {
    // The proxy adds whom it heard from at the end; what stands before it the reader wrote.
    const from = { "x-forwarded-for": `198.51.100.${n}, 10.0.0.${n}, 203.0.113.${n}` };
    await post(behind, { email: `behind${n}@example.org` }, from);
  }
  expect((await mailsSent(behind)).size).toBe(3);
  for (let n = 0; n < 20; n += 1)
    await post(behind, { email: `six${n}@example.org` }, { "x-forwarded-for": `2001:db8:0:1:${n}::${n}` });
  expect((await mailsSent(behind)).size).toBe(6);
  behind.clock.advance(3_600_000);
  await post(behind, { email: "later@example.org" }, { "x-forwarded-for": "203.0.113.9" });
  expect((await mailsSent(behind)).size).toBe(7);
});

test("lets mails over the hour's limit wait, while the form answers the same", async () => {
  await using press = await startPress({ config: { subscribe: { mails_per_hour: 5 } } });
  await press.tick();
  const answers = new Set<string>();
  for (let n = 0; n < 12; n += 1) {
    const email = `reader${n}@example.org`;
    answers.add(withoutTyped(await post(press, { email }), email));
  }
  expect(answers.size).toBe(1);
  for (const [sent, minutes] of [
    [5, 31],
    [5, 31],
    [10, 61],
    [12, 61],
  ] as const) {
    expect((await mailsSent(press)).size).toBe(sent);
    press.clock.advance(minutes * 60_000);
  }
  const order = [...press.sandbox.inbox.countsByAddress().keys()];
  expect(order).toEqual(Array.from({ length: 12 }, (_, n) => `reader${n}@example.org`));
});

test("takes one address and a plain name, and shows the form again for anything else", async () => {
  await using press = await startPress();
  for (const email of [
    "",
    "nobody",
    "a@b.c,d@e.f",
    "a@b.org d@e.org",
    "a@localhost",
    "ñandú@example.org",
    `${"x".repeat(65)}@example.org`,
    "a@example.org\r\nBcc: b@example.org",
  ]) {
    const { status, page } = await subscribe(press, { email });
    expect([email, status]).toEqual([email, 400]);
    expect(page).toContain('role="alert"');
  }
  for (const name of [
    "Visit https://evil.example",
    "evil.example/win",
    "<b>",
    "x".repeat(61),
    "Ana\u202Egnp.exe",
    "Ana\u0007",
    "www.evil",
  ]) {
    const { status, page } = await subscribe(press, { email: "ana@example.org", name });
    expect([name, status]).toEqual([name, 400]);
    expect(page).not.toContain("<b>");
  }
  expect(await press.app.ledger.db.selectFrom("subscribers").selectAll().execute()).toEqual([]);
  for (const [n, name] of ["Ana María", "O’Brien-Núñez", "José", "李雷", "J. R.", "👩‍🚀 Zoë"].entries())
    expect((await subscribe(press, { email: `n${n}@example.org`, name })).status).toBe(200);
});

test("asks again where the form was pressed too soon, too late, twice for two people, or was forged", async () => {
  await using press = await startPress();
  const form = async () =>
    /name="token" value="([^"]*)"/.exec(await (await press.web.request("/subscribe")).text())?.[1] ?? "";
  const people = async () =>
    (await press.app.ledger.db.selectFrom("subscribers").select("id").execute()).length;
  const token = await form();
  const soon = await post(press, { email: "ana@example.org", token });
  expect(soon).toMatch(/^200[^]*role="alert"[^]*value="ana@example.org"/);
  // The same form, older: a quick visitor presses twice and is done.
  expect(soon).toContain(token);
  expect(await people()).toBe(0);
  press.clock.advance(3_000);
  expect(await post(press, { email: "ana@example.org", token })).toContain("Check your inbox");
  expect(await people()).toBe(1);
  expect(await post(press, { email: "ana@example.org", token })).toContain("Check your inbox");
  expect(await post(press, { email: "bea@example.org", token })).toContain('role="alert"');
  const old = await form();
  press.clock.advance(2 * 3_600_000 + 1);
  for (const wrong of [old, "", "x", old.slice(0, -1), old.replace(/^v1\.k1\./, "v1.k1.0")])
    expect(await post(press, { email: "cleo@example.org", token: wrong })).toContain('role="alert"');
  expect(await people()).toBe(1);
});

test("refuses large bodies and other methods", async () => {
  await using press = await startPress();
  const large = await press.web.request("/subscribe", { method: "POST", body: "x".repeat(9_000) });
  expect(large.status).toBe(413);
  const other = await press.web.request("/subscribe", { method: "PUT" });
  expect([other.status, other.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
});

test.each([
  ["203.0.113.7", 1, "203.0.113.0/24"],
  ["9.9.9.9, 203.0.113.7", 1, "203.0.113.0/24"],
  ["203.0.113.7, 10.0.0.1", 2, "203.0.113.0/24"],
  ["203.0.113.7:4711", 1, "203.0.113.0/24"],
  ["[2001:db8::1]:443", 1, "2001:db8:0:0::/64"],
  ["2001:0DB8:0000:0001:ffff::9", 1, "2001:db8:0:1::/64"],
  ["::1", 1, "0:0:0:0::/64"],
  ["::ffff:203.0.113.7", 1, "203.0.113.0/24"],
  ["not an address", 1, null],
  ["203.0.113.7", 0, null],
])("reads %s behind %i proxies as %s", async (header, hops, network) => {
  expect(await forwardedFrom(header, hops)).toBe(network);
});
