import { expect, test } from "vitest";
import { mailRemark } from "#src/app/share/mail-remark.ts";
import { shareDocument, type Shared } from "#src/app/share/share-document.ts";
import { type TokenPurpose, makeShareToken, makeToken } from "#src/model/token.ts";
import { dropShares, saveShare } from "#src/store/issues/shares.ts";
import { createWeb } from "#src/web/create-web.ts";
import { newsletter as plain, SECRET, TOKEN_KEYS } from "./helper.ts";
import { type Press, startPress } from "./press.ts";

const [KEY] = TOKEN_KEYS as [(typeof TOKEN_KEYS)[number]];
const newsletter = { ...plain, editors: ["one@desk.example", "two@desk.example"] };
const SHARED: Shared = {
  newsletter: newsletter.name,
  title: "A letter",
  lang: "en",
  dir: "ltr",
  at: "now",
  email: null,
  findings: [],
  unchecked: [],
  plan: { rows: [], source: "Nothing is sent." },
  takesRemarks: true,
};

async function shared() {
  const press = await startPress();
  const { ledger } = press.app;
  const app = createWeb({
    ledger,
    newsletter,
    tokenKeys: TOKEN_KEYS,
    webhookSecrets: [SECRET],
    suppressionKey: press.app.config.suppressionKey,
    onRemark: (remark) => mailRemark(press.app, newsletter, remark),
  });
  const at = press.clock.now();
  const until = at + 86_400_000;
  const page = await shareDocument(SHARED);
  await saveShare(ledger.db, { id: "share-one", slug: "letter", title: "A letter", page, at, until });
  const path = `/s/${makeShareToken({ share: "share-one", until }, KEY)}`;
  const say = (fields: Record<string, string>) =>
    app.request(path, { method: "POST", body: new URLSearchParams({ form: "remark", ...fields }) });
  return { press, app, path, until, say, [Symbol.asyncDispose]: () => press[Symbol.asyncDispose]() };
}

function remarks(press: Press) {
  return ["one", "two"].map((name) => press.mailsTo(`${name}@desk.example`));
}

test("a shared page is shown to who has its link, unindexed, without a cookie or a script, until it ends", async () => {
  await using online = await shared();
  const { app, path, press, until } = online;
  const response = await app.request(path);
  expect(response.status).toBe(200);
  expect(response.headers.get("x-robots-tag")).toContain("noindex");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(response.headers.get("content-security-policy")).not.toContain("script-src");
  expect(await response.text()).toContain('<form method="post">');
  // Another purpose, another time, another id: no page.
  const forged = (purpose: TokenPurpose, end: number, id = "share-one") =>
    `/s/${makeToken(purpose, { subscriber: id, list: end.toString(36) }, KEY)}`;
  for (const wrong of [
    forged("form", until),
    forged("rate", until),
    forged("share", until, "share-two"),
    `${path}x`,
  ])
    expect((await app.request(wrong)).status).toBe(404);
  press.clock.advance(2 * 86_400_000);
  expect((await app.request(path)).status).toBe(404);
  expect(await dropShares(press.app.ledger.db, press.clock.now())).toBe(1);
});

test("a remark arrives as a mail of plain text at every editor, whatever is typed", async () => {
  await using online = await shared();
  const { press, say } = online;
  const remark = "Too long.\r\n<script>alert(1)</script>\u202e\u0007 Bcc: x@y.example";
  const response = await say({ name: "Ines\r\nBcc: all@desk.example", remark });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("Thank you");
  for (const mails of remarks(press)) {
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail?.subject).toBe("Remark on A letter");
    expect(mail?.html ?? "").toBe("");
    expect(mail?.text).toContain("> Too long.\n> <script>alert(1)</script> Bcc: x@y.example");
    expect(mail?.text).toContain("“Ines Bcc: all@desk.example”");
  }
  // The same again is the same mail, and a robot, an empty field or a scanner is none.
  await say({ name: "Ines\r\nBcc: all@desk.example", remark });
  expect((await say({ remark: "Buy this", website: "https://spam.example" })).status).toBe(200);
  expect((await say({ remark: "  " })).status).toBe(400);
  expect((await say({ remark: "Good", form: "other" })).status).toBe(400);
  expect(remarks(press).map(({ length }) => length)).toEqual([1, 1]);
});

test("a link that leaks fills no mailbox", async () => {
  await using online = await shared();
  const { press, say } = online;
  const answers: number[] = [];
  for (let n = 0; n < 22; n += 1) {
    answers.push((await say({ remark: `Remark ${n}` })).status);
    // Each takes a turn of the pace.
    press.clock.advance(1000);
  }
  expect(answers.filter((status) => status === 200)).toHaveLength(20);
  expect(answers.at(-1)).toBe(429);
  expect(press.mailsTo("one@desk.example")).toHaveLength(20);
  press.clock.advance(3_700_000);
  expect((await say({ remark: "Later" })).status).toBe(200);
});
