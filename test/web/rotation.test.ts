import { expect, test } from "vitest";
import { readConfig } from "#src/app/config.ts";
import { type TokenKeys, type TokenPurpose, makeToken, readToken } from "#src/model/token.ts";
import { membershipOf, stateOf, testWeb } from "./helper.ts";

const [FIRST, SECOND, THIRD] = ["first", "second", "third"].map((name) =>
  `${name}-secret-of-a-newsletter-that-rotates`.padEnd(64, "0"),
) as [string, string, string];
const PURPOSES: readonly TokenPurpose[] = ["unsubscribe", "preferences", "confirm", "form", "rate"];
const IDS = { subscriber: "AAAAAAAAAAAAAAAAAAAAAA", list: "weekly" };

/** What a process with this LETTERPRESS_SECRET signs and verifies with. */
function keysOf(secret: string): TokenKeys {
  const env = { LETTERPRESS_SECRET: secret, SUPPRESSION_KEY: "a suppression key for tests" };
  return readConfig({ root: ".", env, sandbox: false }).tokenKeys;
}

function newest([key]: TokenKeys): TokenKeys[number] {
  if (key === undefined) throw new Error("Expected a key, found none.");
  return key;
}

/** Links as the first version made them: the id was the name in front of the secret, or its place in the list. */
const FORMER = [
  { kid: "k1", secret: FIRST },
  { kid: "k2", secret: FIRST },
  { kid: "2025", secret: FIRST },
];

test.each([
  ["put in front", `${SECOND},${FIRST}`],
  ["put in front twice", `${THIRD},${SECOND},${FIRST}`],
  ["put behind", `${FIRST},${SECOND}`],
  ["named as the old one was", `k1:${SECOND},k2:${FIRST}`],
  ["named in another way", `2026:${SECOND},2025:${FIRST}`],
])("a link works however a new secret is %s, and whatever id it has", (_how, rotated) => {
  const keys = keysOf(rotated);
  for (const purpose of PURPOSES)
    for (const key of [...FORMER, newest(keysOf(FIRST)), newest(keysOf(`old:${FIRST}`)), newest(keys)])
      expect(readToken(purpose, makeToken(purpose, IDS, key), keys)).toEqual(IDS);
});

test("the id of a new link comes from the secret: neither its place nor its name changes it, and no two share it", () => {
  const alone = newest(keysOf(FIRST)).kid;
  expect(keysOf(`${SECOND},${FIRST}`)[1]?.kid).toBe(alone);
  expect(newest(keysOf(`2026:${FIRST}`)).kid).toBe(alone);
  expect(newest(keysOf(SECOND)).kid).not.toBe(alone);
  expect(FIRST).not.toContain(alone.slice(1));
});

test("a forged link is refused under every id: ours, a former one, one that nobody has", () => {
  const keys = keysOf(`${SECOND},${FIRST}`);
  const guesses = [THIRD, "", SECOND.slice(1), FIRST.toUpperCase()];
  for (const kid of [...keys.map((key) => key.kid), "k1", "k2", "k3", "2025", "nobody"])
    for (const purpose of PURPOSES) {
      for (const secret of guesses)
        expect(readToken(purpose, makeToken(purpose, IDS, { kid, secret }), keys)).toBeNull();
      for (const other of PURPOSES.filter((name) => name !== purpose))
        expect(readToken(purpose, makeToken(other, IDS, { kid, secret: SECOND }), keys)).toBeNull();
    }
  // The id of one of our secrets with the tag of another one is nothing that we have ever made.
  expect(
    readToken("form", makeToken("form", IDS, { kid: newest(keys).kid, secret: FIRST }), keys),
  ).toBeNull();
  // A secret that leaked is taken out of the list, and with it every link that it signed.
  expect(readToken("form", makeToken("form", IDS, newest(keysOf(FIRST))), keysOf(SECOND))).toBeNull();
});

test("every secret is tried once for each token, whatever the token says", () => {
  const reads = [0, 0, 0];
  const keys = keysOf(`${THIRD},${SECOND},${FIRST}`).map(({ kid, secret }, at) => ({
    kid,
    get secret() {
      reads[at] = (reads[at] ?? 0) + 1;
      return secret;
    },
  }));
  const real = FORMER.map((key) => makeToken("unsubscribe", IDS, key));
  const own = keysOf(`${THIRD},${SECOND},${FIRST}`).map((key) => makeToken("unsubscribe", IDS, key));
  const tokens = [...real, ...own, "", "v1", makeToken("unsubscribe", IDS, { kid: "k1", secret: "a guess" })];
  for (const token of tokens) readToken("unsubscribe", token, keys);
  expect(reads).toEqual([tokens.length, tokens.length, tokens.length]);
});

test("a reader leaves by a link of the first version, pressed in a mail program, after the secret was rotated", async () => {
  await using web = await testWeb({ tokenKeys: keysOf(`${SECOND},${FIRST}`) });
  const subscriber = web.seeded.deliveries[0]?.publicId ?? "";
  const press = (kid: string, secret: string) =>
    web.app.request(`/u/${makeToken("unsubscribe", { subscriber, list: "weekly" }, { kid, secret })}`, {
      method: "POST",
      body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
    });
  const before = await stateOf(web.ledger);
  for (const kid of ["k1", "k2", newest(keysOf(FIRST)).kid, "nobody"])
    expect((await press(kid, THIRD)).status).toBe(404);
  expect(await stateOf(web.ledger)).toEqual(before);
  expect((await press("k1", FIRST)).status).toBe(200);
  expect(await membershipOf(web)).toMatchObject({ weekly: "unsubscribed" });
});
