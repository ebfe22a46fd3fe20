import { expect, test } from "vitest";
import { makeFormToken, makeToken, readFormToken, readToken } from "#src/model/token.ts";
import { TOKEN_KEYS, stateOf, testWeb } from "./helper.ts";

const [KEY = { kid: "", secret: "" }] = TOKEN_KEYS;

test("a token under an unknown key id is refused, though it is signed with the empty secret", () => {
  const nobody = { kid: "nobody", secret: "" };
  for (const purpose of ["unsubscribe", "preferences", "confirm", "rate"] as const) {
    const ids = { subscriber: "reader", list: "weekly" };
    expect(readToken(purpose, makeToken(purpose, ids, KEY), TOKEN_KEYS)).toEqual(ids);
    expect(readToken(purpose, makeToken(purpose, ids, nobody), TOKEN_KEYS)).toBeNull();
  }
  expect(readFormToken(makeFormToken({ at: 1, nonce: "n" }, nobody), TOKEN_KEYS)).toBeNull();
});

test("a token to confirm is for all lists: one for a single list opens no page and confirms nothing", async () => {
  await using web = await testWeb();
  await web.ledger.db.updateTable("list_members").set({ state: "pending" }).execute();
  const before = await stateOf(web.ledger);
  const subscriber = web.seeded.deliveries[0]?.publicId ?? "";
  const path = (list: string) => `/c/${makeToken("confirm", { subscriber, list }, KEY)}`;
  expect((await web.app.request(path("all"))).status).toBe(200);
  expect((await web.app.request(path("weekly"))).status).toBe(404);
  const body = new URLSearchParams({ form: "confirm" });
  expect((await web.app.request(path("weekly"), { method: "POST", body })).status).toBe(404);
  expect(await stateOf(web.ledger)).toEqual(before);
});

test("a POST of a link to confirm that did not press the button confirms nothing", async () => {
  await using web = await testWeb();
  await web.ledger.db.updateTable("list_members").set({ state: "pending" }).execute();
  const before = await stateOf(web.ledger);
  const subscriber = web.seeded.deliveries[0]?.publicId ?? "";
  const path = `/c/${makeToken("confirm", { subscriber, list: "all" }, KEY)}`;
  for (const body of [null, "", new URLSearchParams({ form: "preferences" })]) {
    expect((await web.app.request(path, { method: "POST", body })).status).toBe(400);
  }
  expect(await stateOf(web.ledger)).toEqual(before);
});

test("a page that may be cached says that it depends on the reader's language", async () => {
  await using web = await testWeb();
  const pages = new Set<string>();
  for (const lang of ["en", "es"]) {
    const page = await web.app.request("/", { headers: { "accept-language": lang } });
    expect(page.headers.get("cache-control")).toMatch(/^public/);
    expect(page.headers.get("vary")).toMatch(/accept-language/i);
    pages.add(await page.text());
  }
  expect(pages.size).toBe(2);
});
