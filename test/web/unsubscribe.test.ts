import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { makeToken } from "#src/model/token.ts";
import { listen } from "#src/web/listen.ts";
import {
  TOKEN_KEYS,
  type TestWeb,
  isRenamed,
  membershipOf,
  preferencesPath,
  stateOf,
  testWeb,
  unsubscribePath,
} from "./helper.ts";

const ONE_CLICK = "List-Unsubscribe=One-Click";

async function joinMonthly({ ledger, seeded }: TestWeb): Promise<void> {
  const subscriber_id = seeded.deliveries[0]?.subscriberId ?? 0;
  await ledger.db
    .insertInto("list_members")
    .values({ list: "monthly", subscriber_id, state: "active", at: 0 })
    .execute();
}

test("unsubscribes by curl's one-click POST in both encodings, without redirect or cookie, once", async () => {
  await using web = await testWeb();
  const server = await listen(web.app, { port: 0, host: "127.0.0.1" });
  try {
    for (const [index, flag] of ["--data", "--form"].entries()) {
      const url = server.url + unsubscribePath(web, index);
      for (let time = 0; time < 3; time += 1) {
        const { stdout } = await promisify(execFile)("curl", [
          "-s",
          "-i",
          "-X",
          "POST",
          flag,
          ONE_CLICK,
          url,
        ]);
        const [head = "", body] = stdout.split("\r\n\r\n");
        expect(head).toMatch(/^HTTP\/1\.1 200 /);
        expect(head).not.toMatch(/^(?:location|set-cookie):/im);
        expect(head).toMatch(/^cache-control: no-store/im);
        expect(body).toBe("Unsubscribed.\n");
      }
      expect(await membershipOf(web, index)).toEqual({ weekly: "unsubscribed" });
    }
    expect(await membershipOf(web, 2)).toEqual({ weekly: "active" });
  } finally {
    await server.close();
  }
  const consents = await web.ledger.db
    .selectFrom("consents")
    .select(["subscriber_id", "list", "act", "source", "evidence"])
    .execute();
  expect(consents).toEqual(
    ["form", "multipart"].map((encoding, index) => ({
      subscriber_id: web.seeded.deliveries[index]?.subscriberId,
      list: "weekly",
      act: "unsubscribed",
      source: "one-click",
      evidence: JSON.stringify({ encoding }),
    })),
  );
});

test.each([
  ["no body", {}],
  ["an odd body", { body: "{}", headers: { "content-type": "application/json" } }],
  ["a broken form", { body: "--x", headers: { "content-type": "multipart/form-data; boundary=y" } }],
  [
    "more fields than asked for",
    { body: new URLSearchParams({ "List-Unsubscribe": "One-Click", scope: "all" }) },
  ],
  ["the field in small letters", { body: new URLSearchParams({ "list-unsubscribe": "one-click" }) }],
])("takes %s for a request too: the token says who", async (_, init: RequestInit) => {
  await using web = await testWeb();
  await joinMonthly(web);
  const response = await web.app.request(unsubscribePath(web), { method: "POST", ...init });
  expect([response.status, await response.text()]).toEqual([200, "Unsubscribed.\n"]);
  expect(await membershipOf(web)).toEqual({ weekly: "unsubscribed", monthly: "active" });
});

test("answers a press of the page's button with a page, for this list or for all", async () => {
  await using web = await testWeb();
  await joinMonthly(web);
  const page = await (await web.app.request(unsubscribePath(web))).text();
  expect(page).toContain("Stop getting The Weekly?");

  const press = (fields: Record<string, string>) =>
    web.app.request(unsubscribePath(web), { method: "POST", body: new URLSearchParams(fields) });
  const one = await press({ from: "page" });
  expect(one.status).toBe(200);
  expect(await one.text()).toContain("You will receive no further issues of The Weekly");
  expect(await membershipOf(web)).toEqual({ weekly: "unsubscribed", monthly: "active" });

  const all = await press({ from: "page", scope: "all" });
  expect(await all.text()).toContain("You will receive no further email from Field &lt;Notes&gt; &amp; Co");
  expect(await membershipOf(web)).toEqual({ weekly: "unsubscribed", monthly: "unsubscribed" });
});

test("changes nothing for 1,000 GET and HEAD requests of every page", async () => {
  await using web = await testWeb();
  const before = await stateOf(web.ledger);
  for (let time = 0; time < 250; time += 1) {
    for (const path of [unsubscribePath(web), preferencesPath(web)]) {
      for (const method of ["GET", "HEAD"]) {
        const response = await web.app.request(
          `${path}${time % 2 ? "?List-Unsubscribe=One-Click&from=page" : ""}`,
          { method },
        );
        expect(response.status).toBe(200);
        const page = await response.text();
        expect(page.includes("<button")).toBe(method === "GET");
      }
    }
  }
  expect(await stateOf(web.ledger)).toEqual(before);
});

test("accepts none of 10,000 forged tokens, and answers each with the same bytes", async () => {
  await using web = await testWeb();
  const before = await stateOf(web.ledger);
  const subscriber = web.seeded.deliveries[0]?.publicId ?? "";
  const real = unsubscribePath(web).slice("/u/".length);
  const key = TOKEN_KEYS[1] ?? { kid: "", secret: "" };
  const forged = new Set<string>();
  // Every single-bit flip that is still a path, every truncation, every other purpose, list, key and subscriber.
  for (let at = 0; at < real.length; at += 1) {
    for (let bit = 0; bit < 7; bit += 1) {
      const code = real.charCodeAt(at) ^ (1 << bit);
      forged.add(real.slice(0, at) + encodeURIComponent(String.fromCharCode(code)) + real.slice(at + 1));
    }
    forged.add(real.slice(0, at));
    forged.add(real.slice(0, at) + real.slice(at + 1));
  }
  forged.add(`${real}=`).add(`${real}.`).add(` ${real}`).add(`${real}%00`).add(`${real}%0a`);
  forged.add(makeToken("preferences", { subscriber, list: "weekly" }, key));
  forged.add(makeToken("confirm", { subscriber, list: "weekly" }, key));
  forged.add(makeToken("unsubscribe", { subscriber, list: "weekly" }, { ...key, kid: "k2" }));
  forged.add(real.replace(".weekly.", ".monthly."));
  // Another id changes nothing: the tag is what proves a token.
  for (const token of forged) if (isRenamed(token, real)) forged.delete(token);
  for (let n = 0; forged.size < 10_000; n += 1) {
    forged.add(makeToken("unsubscribe", { subscriber, list: "weekly" }, { kid: "k1", secret: `guess ${n}` }));
  }
  forged.delete(real);
  forged.delete("");

  const answers = new Map<string, number>();
  let n = 0;
  for (const token of forged) {
    n += 1;
    const method = ["POST", "GET"][n % 2] ?? "POST";
    const response = await web.app.request(`/u/${token}`, {
      method,
      ...(method === "POST" ? { body: new URLSearchParams(ONE_CLICK) } : {}),
    });
    const answer = `${response.status}\n${JSON.stringify([...response.headers])}\n${await response.text()}`;
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  expect(forged.size).toBeGreaterThanOrEqual(9_999);
  // One answer for whatever has the shape of a token's address; a slash or a dot segment inside makes another address.
  const statuses = new Set([...answers.keys()].map((answer) => answer.slice(0, 3)));
  expect([...statuses]).toEqual(["404"]);
  expect(answers.size).toBe(1);
  expect(await stateOf(web.ledger)).toEqual(before);
});

test("answers an erased reader's token, a test's token and a leaver's token like any other", async () => {
  await using web = await testWeb();
  const token = (subscriber: string) =>
    `/u/${makeToken("unsubscribe", { subscriber, list: "weekly" }, TOKEN_KEYS[0] ?? { kid: "", secret: "" })}`;
  const answers = new Set<string>();
  for (const path of [
    token("test"),
    token("AAAAAAAAAAAAAAAAAAAAAA"),
    unsubscribePath(web),
    unsubscribePath(web),
  ]) {
    const get = await web.app.request(path);
    const post = await web.app.request(path, { method: "POST", body: new URLSearchParams(ONE_CLICK) });
    // The link to the reader's own page is made of the token that they came with.
    const page = (await get.text()).replaceAll(/\/p\/v1\.[\w.-]+/g, "/p/…");
    answers.add(`${get.status}${page}${post.status}${await post.text()}`);
  }
  expect(answers.size).toBe(1);
});

test("offers less before it offers nothing: a break from the page, which no mail program's POST can mean", async () => {
  await using web = await testWeb();
  const page = await (await web.app.request(unsubscribePath(web))).text();
  // The button to leave comes first.
  expect(page).toMatch(
    />Unsubscribe<\/button>[^]*Would less be enough\?[^]*name="pause"[^]*Get fewer emails/,
  );
  const pausedUntil = async () =>
    (
      await web.ledger.db
        .selectFrom("subscribers")
        .select("paused_until")
        .where("id", "=", web.seeded.deliveries[0]?.subscriberId ?? 0)
        .executeTakeFirstOrThrow()
    ).paused_until;
  const press = async (fields: Record<string, string>) =>
    (
      await web.app.request(unsubscribePath(web), { method: "POST", body: new URLSearchParams(fields) })
    ).text();
  expect(await press({ from: "page", pause: "30" })).toContain("You will receive nothing before");
  expect(await pausedUntil()).toBe(web.ledger.clock.now() + 30 * 24 * 3_600_000);
  expect(await membershipOf(web)).toMatchObject({ weekly: "active" });
  // A pause that the page does not offer, and one-click with whatever else in it, leave.
  expect(await press({ "List-Unsubscribe": "One-Click", pause: "30" })).toBe("Unsubscribed.\n");
  expect(await membershipOf(web)).toMatchObject({ weekly: "unsubscribed" });
});

test("refuses other methods and large bodies", async () => {
  await using web = await testWeb();
  for (const method of ["PUT", "DELETE", "OPTIONS", "PATCH"]) {
    const response = await web.app.request(unsubscribePath(web), { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  }
  const large = await web.app.request(unsubscribePath(web), { method: "POST", body: "x".repeat(9000) });
  expect(large.status).toBe(413);
  expect(await membershipOf(web)).toEqual({ weekly: "active" });
});

test("sets a reader's lists on the preferences page, and nothing for a POST that is not its form", async () => {
  await using web = await testWeb();
  const path = preferencesPath(web);
  const boxes = async () =>
    [...(await (await web.app.request(path)).text()).matchAll(/<input[^>]*type="checkbox"[^>]*>/g)].map(
      ([box]) => [/value="(\w+)"/.exec(box)?.[1], / checked/.test(box)],
    );
  expect(await boxes()).toEqual([
    ["weekly", true],
    ["monthly", false],
  ]);

  const save = async (fields: [string, string][]) =>
    (await web.app.request(path, { method: "POST", body: new URLSearchParams(fields) })).status;
  expect(await save([])).toBe(400);
  expect(await save([["list", "monthly"]])).toBe(400);
  expect(await membershipOf(web)).toEqual({ weekly: "active" });

  expect(
    await save([
      ["form", "preferences"],
      ["list", "monthly"],
      ["list", "no such list"],
    ]),
  ).toBe(200);
  expect(await membershipOf(web)).toEqual({ weekly: "unsubscribed", monthly: "active" });
  expect(await boxes()).toEqual([
    ["weekly", false],
    ["monthly", true],
  ]);
  expect(
    await save([
      ["form", "preferences"],
      ["list", "weekly"],
      ["list", "monthly"],
    ]),
  ).toBe(200);
  expect(await membershipOf(web)).toEqual({ weekly: "active", monthly: "active" });
  expect(await web.ledger.db.selectFrom("consents").select(["list", "act"]).orderBy("id").execute()).toEqual([
    { list: "weekly", act: "unsubscribed" },
    { list: "monthly", act: "resubscribed" },
    { list: "weekly", act: "resubscribed" },
  ]);
});
