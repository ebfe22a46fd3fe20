import { expect, test } from "vitest";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { makeRateToken } from "#src/model/token.ts";
import { buildReport } from "#src/track/build-report.ts";
import { reportText } from "#src/track/report-text.ts";
import { HUMAN } from "../track/seed.ts";
import { newsletter, TOKEN_KEYS, testWeb, type TestWeb } from "./helper.ts";
import { type Press, startPress } from "./press.ts";

const [NEWER, OLDER] = TOKEN_KEYS as [(typeof TOKEN_KEYS)[number], (typeof TOKEN_KEYS)[number]];
const READER = { "user-agent": HUMAN };
const PRESSED = { method: "POST", headers: READER } as const;
const button = () => new URLSearchParams({ form: "rate" });

const ISSUE = `---
title: Letter <one> & only
subject: Letter one and only
preview_text: A line about this issue that is long enough for an inbox to show.
description: What it is about
send_at: 2026-12-01T10:00:00Z
draft: false
---

Hello {{ subscriber.first_name | default: "reader" }}, read on.

::rate[How was this issue?]
`;

/** A newsletter whose issue of three readers was sent. */
async function sent(issue = ISSUE): Promise<Press> {
  const press = await startPress({ issues: { "issues/one.md": issue } });
  for (const n of [1, 2, 3]) {
    const { id } = await press.app.ledger.db
      .insertInto("subscribers")
      .values({
        public_id: `reader-${n}`,
        address: `reader${n}@example.org`,
        address_key: `key-${n}`,
        attributes: "{}",
        timezone: null,
        created_at: 0,
        updated_at: 0,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await press.app.ledger.db
      .insertInto("list_members")
      .values({ list: "weekly", subscriber_id: id, state: "active", at: 0 })
      .execute();
  }
  await press.tick();
  press.clock.advance(3_600_000);
  for (let n = 0; n < 3; n += 1) await press.tick();
  return press;
}

function linksOf(press: Press, reader: number): { good: string; fair: string; poor: string } {
  const mail = press.mailsTo(`reader${reader}@example.org`).at(-1);
  const links = [...(mail?.text ?? "").matchAll(/^([^:\n]+): (https?:\S+\/r\/\S+)$/gm)];
  expect(links.map(([, label, url]) => [label, url?.split("/").at(-1)])).toEqual([
    ["Good", "good"],
    ["So-so", "fair"],
    ["Not for me", "poor"],
  ]);
  const [good = "", fair = "", poor = ""] = links.map(([, , url = ""]) => url);
  for (const url of [good, fair, poor]) expect(mail?.html).toContain(`href="${url}"`);
  return { good, fair, poor };
}

const ratings = async (press: Press) => (await buildReport(press.app.ledger, "one")).ratings;

test("three links of a mail lead to a page that counts an answer when its button is pressed, and the last one of a reader", async () => {
  await using press = await sent();
  const ana = linksOf(press, 1);
  expect(new Set([...Object.values(ana), ...Object.values(linksOf(press, 2))]).size).toBe(6);

  // What opens links counts nothing, a person or a machine.
  for (const url of Object.values(ana))
    for (const method of ["GET", "HEAD"]) expect((await fetch(url, { method })).status).toBe(200);
  expect(await ratings(press)).toEqual({ asked: 3, good: 0, fair: 0, poor: 0 });

  const page = await fetch(ana.fair, { headers: READER });
  expect(page.headers.get("cache-control")).toBe("no-store");
  const words = await page.text();
  expect(words).toContain("Letter &lt;one&gt; &amp; only");
  expect(words).toContain("<strong>So-so</strong>");
  expect(words).toMatch(/<button type="submit">Send my answer<\/button>/);
  expect(words).toMatch(/<li><a href="good">Good<\/a><\/li>\s*<li><a href="poor">Not for me<\/a><\/li>/);

  const thanks = await fetch(ana.fair, { ...PRESSED, body: button() });
  expect(thanks.status).toBe(200);
  expect(await thanks.text()).toContain("Your answer is counted: <strong>So-so</strong>");
  await fetch(linksOf(press, 2).good, { ...PRESSED, body: button() });
  expect(await ratings(press)).toEqual({ asked: 3, good: 1, fair: 1, poor: 0 });
  for (const url of [ana.good, ana.poor, ana.poor]) await fetch(url, { ...PRESSED, body: button() });
  expect(await ratings(press)).toEqual({ asked: 3, good: 1, fair: 0, poor: 1 });

  const text = reportText(await buildReport(press.app.ledger, "one"));
  expect(text).toMatch(/Answers +readers +share\n +asked +3\n +answered +2 +66\.67 %\n +good +1 +50\.00 %/);
  // Nothing says when, from where or with what anybody pressed.
  const rows = await press.app.ledger.db.selectFrom("ratings").selectAll().execute();
  expect(rows.map((row) => Object.keys(row).toSorted())).toEqual([
    ["answer", "delivery_id", "send_id"],
    ["answer", "delivery_id", "send_id"],
  ]);
});

test("the page online, the feeds and the search know nothing of the question", async () => {
  await using press = await sent();
  const pages = ["/issues/one", "/feed.xml", "/feed.json", "/search?q=how+was+this+issue"];
  for (const path of pages) {
    const page = await (await press.web.request(path)).text();
    expect([path, /Not for me|How was this issue|\/r\//.test(page)]).toEqual([path, false]);
  }
  // The same of a page that is made of the mail, because the file was never read again.
  await press.app.ledger.db.updateTable("issue_pages").set({ article: null }).execute();
  const page = await (await press.web.request("/issues/one")).text();
  expect(page).toContain("read on");
  expect(page).not.toMatch(/Not for me|How was this issue|\/r\//);
});

test("an issue that does not ask has no link to answer, and its report no table", async () => {
  await using press = await sent(ISSUE.replace("::rate[How was this issue?]", ""));
  const mail = press.mailsTo("reader1@example.org").at(-1);
  expect(mail?.html).not.toContain("/r/");
  const report = await buildReport(press.app.ledger, "one");
  expect(report.ratings).toBeNull();
  expect(reportText(report)).not.toContain("Answers");
});

/** The path of a link of reader `index`; `send` is the public id of what is asked about. */
async function pathOf(
  web: TestWeb,
  index: number,
  answer: string,
  { key = NEWER, subscriber = web.seeded.deliveries[index]?.publicId ?? "", send = "" } = {},
): Promise<string> {
  const row = await web.ledger.db
    .selectFrom("sends")
    .select("public_id")
    .where("id", "=", web.seeded.sendId)
    .executeTakeFirstOrThrow();
  return `/r/${makeRateToken({ subscriber, send: send || row.public_id }, key)}/${answer}`;
}

async function press(
  web: TestWeb,
  path: string,
  headers: Record<string, string> = READER,
): Promise<Response> {
  return web.app.request(path, { method: "POST", headers, body: button() });
}

const answersIn = ({ ledger }: TestWeb) =>
  ledger.db.selectFrom("ratings").select(["delivery_id", "answer"]).orderBy("delivery_id").execute();

test("a link works under a former secret; a forged one, one of another purpose and another answer lead nowhere", async () => {
  await using web = await testWeb();
  expect((await press(web, await pathOf(web, 0, "good", { key: OLDER }))).status).toBe(200);
  expect(await answersIn(web)).toEqual([{ delivery_id: web.seeded.deliveries[0]?.id, answer: "good" }]);
  const real = await pathOf(web, 1, "good");
  for (const path of [
    await pathOf(web, 1, "good", { key: { kid: NEWER.kid, secret: "a guess" } }),
    real.replace("/r/v1", "/r/v2"),
    real.replace(/good$/, "great"),
    real.replace(/good$/, "constructor"),
    real.replace(/^\/r\//, "/u/").replace(/\/good$/, ""),
    "/r/v1.x.y.z/good",
  ]) {
    expect([path, (await web.app.request(path)).status]).toEqual([path, 404]);
    expect([path, (await press(web, path)).status]).toEqual([path, 404]);
  }
  expect((await web.app.request(real, { method: "PUT" })).status).toBe(405);
  expect((await web.app.request("/r")).status).toBe(200);
  expect(await answersIn(web)).toHaveLength(1);
});

test("what did not press the button counts nothing: another form, a machine, a test mail", async () => {
  await using web = await testWeb();
  const path = await pathOf(web, 0, "good");
  for (const body of [null, "", new URLSearchParams({ "List-Unsubscribe": "One-Click" })])
    expect((await web.app.request(path, { method: "POST", headers: READER, body })).status).toBe(400);
  for (const agent of ["", "Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5.0"])
    expect(await (await press(web, path, { "user-agent": agent })).text()).toContain("Not counted");

  const tests = [await pathOf(web, 0, "good", { subscriber: "test" })];
  await web.ledger.db.updateTable("sends").set({ kind: "test" }).execute();
  tests.push(path);
  for (const one of tests) {
    const page = await (await web.app.request(one)).text();
    expect(page).toContain("This link comes from a test");
    expect(page).not.toContain("Nothing has been counted yet");
    expect(await (await press(web, one)).text()).toContain("This link comes from a test");
  }
  expect(await answersIn(web)).toEqual([]);
});

test("who did not get the issue counts nothing, and the page does not say who is known", async () => {
  await using web = await testWeb({ count: 3 });
  const { db } = web.ledger;
  const [refused, emptied] = web.seeded.deliveries;
  await db
    .updateTable("deliveries")
    .set({ outcome: "refused", not_received: 1 })
    .where("id", "=", refused?.id ?? 0)
    .execute();
  await db
    .updateTable("deliveries")
    .set({ address: "" })
    .where("id", "=", emptied?.id ?? 0)
    .execute();
  const paths = [
    await pathOf(web, 0, "good"),
    await pathOf(web, 1, "good"),
    await pathOf(web, 2, "good", { subscriber: "nobody" }),
    await pathOf(web, 2, "good", { send: "no-such-send" }),
  ];
  for (const path of paths) {
    const before = await web.app.request(path);
    expect([before.status, (await before.text()).includes("Send my answer")]).toEqual([200, true]);
    expect(await (await press(web, path)).text()).toContain("Not counted");
  }
  expect(await answersIn(web)).toEqual([]);
});

test("an erased reader's answer stays in the count, is nobody's, and their link changes nothing any more", async () => {
  await using web = await testWeb({ count: 3 });
  const { ledger, seeded } = web;
  const path = await pathOf(web, 0, "poor");
  await press(web, path);
  await press(web, await pathOf(web, 1, "good"));
  const key = { suppressionKey: "a suppression key for tests", source: "test" };
  await eraseSubscriber(ledger, seeded.deliveries[0]?.address ?? "", key);
  expect(await answersIn(web)).toEqual([{ delivery_id: seeded.deliveries[1]?.id, answer: "good" }]);
  expect(await ledger.db.selectFrom("rating_counts").selectAll().execute()).toEqual([
    { send_id: seeded.sendId, answer: "poor", count: 1 },
  ]);
  expect(await (await press(web, path.replace("poor", "good"))).text()).toContain("Not counted");
  expect(await answersIn(web)).toHaveLength(1);
});

test.each([
  ["es", "Tu respuesta: <strong>Buena</strong>"],
  ["en", "Your answer: <strong>Good</strong>"],
])("the page is in the reader's language: %s", async (lang, words) => {
  await using web = await testWeb();
  const page = await web.app.request(await pathOf(web, 0, "good"), { headers: { "accept-language": lang } });
  expect(await page.text()).toContain(words);
  expect([newsletter.lang, ...newsletter.languages]).toContain(lang);
});
