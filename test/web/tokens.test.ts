import { expect, test } from "vitest";
import { makeFormToken, makeToken } from "#src/model/token.ts";
import { TOKEN_KEYS, type TestWeb, isRenamed, stateOf, testWeb } from "./helper.ts";

const [KEY] = TOKEN_KEYS;
const PATHS = { unsubscribe: "/u", preferences: "/p", confirm: "/c" } as const;
const FORMS = {
  unsubscribe: { "List-Unsubscribe": "One-Click" },
  preferences: { form: "preferences" },
  confirm: { form: "confirm" },
} as const;

function tokenFor(
  { seeded }: TestWeb,
  purpose: keyof typeof PATHS,
  key = KEY ?? { kid: "", secret: "" },
): string {
  const list = purpose === "confirm" ? "all" : "weekly";
  return makeToken(purpose, { subscriber: seeded.deliveries[0]?.publicId ?? "", list }, key);
}

test.each(Object.keys(PATHS) as (keyof typeof PATHS)[])(
  "accepts none of 3,400 forged, cut and swapped tokens for %s, and answers each with the same bytes",
  async (purpose) => {
    await using web = await testWeb();
    const before = await stateOf(web.ledger);
    const real = tokenFor(web, purpose);
    const forged = new Set<string>();
    for (let at = 0; at < real.length; at += 1) {
      for (let bit = 0; bit < 7; bit += 1) {
        const code = real.charCodeAt(at) ^ (1 << bit);
        forged.add(real.slice(0, at) + encodeURIComponent(String.fromCharCode(code)) + real.slice(at + 1));
      }
      forged.add(real.slice(0, at)).add(real.slice(0, at) + real.slice(at + 1));
    }
    for (const other of Object.keys(PATHS) as (keyof typeof PATHS)[])
      if (other !== purpose) forged.add(tokenFor(web, other));
    // The tag of another purpose, under this one's ids.
    const tag = (token: string) => token.slice(token.lastIndexOf("."));
    for (const other of Object.keys(PATHS) as (keyof typeof PATHS)[])
      if (other !== purpose)
        forged.add(
          real.replace(
            tag(real),
            tag(
              makeToken(
                other,
                { subscriber: real.split(".")[2] ?? "", list: real.split(".")[3] ?? "" },
                KEY ?? { kid: "", secret: "" },
              ),
            ),
          ),
        );
    forged.add(makeFormToken({ at: 0, nonce: real.split(".")[2] ?? "" }, KEY ?? { kid: "", secret: "" }));
    forged.add(real.replace(/^v1/, "v2")).add(`${real}%00`).add(`${real}=`).add(`${real}.`);
    // Another id changes nothing: the tag is what proves a token.
    for (const token of forged) if (isRenamed(token, real)) forged.delete(token);
    for (let n = 0; forged.size < 3_400; n += 1)
      forged.add(tokenFor(web, purpose, { kid: "k1", secret: `guess ${n}` }));
    forged.delete(real);
    forged.delete("");

    const answers = new Set<string>();
    let n = 0;
    for (const token of forged) {
      const method = ["POST", "GET"][(n += 1) % 2] ?? "GET";
      const body = method === "POST" ? { body: new URLSearchParams(FORMS[purpose]) } : {};
      const response = await web.app.request(`${PATHS[purpose]}/${token}`, { method, ...body });
      answers.add(`${response.status}\n${JSON.stringify([...response.headers])}\n${await response.text()}`);
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^404/);
    expect(await stateOf(web.ledger)).toEqual(before);
    const good = await web.app.request(`${PATHS[purpose]}/${real}`);
    expect([good.status, good.headers.get("cache-control"), good.headers.get("set-cookie")]).toEqual([
      200,
      "no-store",
      null,
    ]);
  },
  60_000,
);

test("changes nothing for 1,000 GET and HEAD requests of a link to confirm by", async () => {
  await using web = await testWeb();
  await web.ledger.db.updateTable("list_members").set({ state: "pending" }).execute();
  const before = await stateOf(web.ledger);
  for (let time = 0; time < 500; time += 1) {
    for (const method of ["GET", "HEAD"]) {
      const path = `/c/${tokenFor(web, "confirm")}${time % 2 ? "?form=confirm" : ""}`;
      const response = await web.app.request(path, { method });
      expect(response.status).toBe(200);
      expect((await response.text()).includes("<button")).toBe(method === "GET");
    }
  }
  expect(await stateOf(web.ledger)).toEqual(before);
});
