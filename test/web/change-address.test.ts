import { expect, test } from "vitest";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { type Press, linkIn, pressButton, startPress, subscribe } from "./press.ts";

const HOUR = 3_600_000;

const ISSUE = `---
title: First issue
subject: The first issue
preview_text: What stands in the first issue, in a line that is long enough for an inbox.
send_at: 2026-12-01T11:00:00Z
draft: false
---

Hello {{ subscriber.first_name | default: "reader" }}.
`;

/** A reader on the weekly list, with the link of their own page. */
async function withReader(
  address = "ana@example.org",
): Promise<{ press: Press; page: string; leave: string }> {
  const press = await startPress({
    issues: { "issues/first.md": ISSUE },
    config: {
      languages: ["es"],
      lists: { weekly: { title: "The weekly" }, monthly: { title: "The monthly" } },
    },
  });
  await press.tick();
  const links = await join(press, address);
  return { press, ...links };
}

async function join(press: Press, address: string): Promise<{ page: string; leave: string }> {
  await subscribe(press, { email: address, name: "Ana", list: "weekly" });
  await press.tick();
  const [asked] = press.mailsTo(address);
  if (asked === undefined) throw new Error("There is no mail.");
  await pressButton(linkIn(asked, "c"), { form: "confirm" });
  await press.tick();
  const [, welcome] = press.mailsTo(address);
  if (welcome === undefined) throw new Error("There is no welcome.");
  return { page: linkIn(welcome, "p"), leave: linkIn(welcome, "u") };
}

const ask = (page: string, email: string) => pressButton(page, { form: "address", email });

/** The answer without what was typed. */
const answerOf = async (page: string, email: string) => (await ask(page, email)).replaceAll(email, "…");

test("from the form on a reader's page over the mail to the new address to the next issue there", async () => {
  const { press, page } = await withReader();
  await using _press = press;
  expect(await (await fetch(page)).text()).toContain("Another address");
  // A forwarded mail carries the link to this page: it never shows the address.
  expect(await (await fetch(page)).text()).not.toContain("ana@example.org");
  expect(await ask(page, "no address")).toMatch(/Another address[^]*We cannot send email to that address/);

  expect(await ask(page, "ana@new.example.org")).toMatch(/Until then your copies go where they went before/);
  await press.tick();
  const [mail, ...more] = press.mailsTo("ana@new.example.org");
  expect(more).toEqual([]);
  expect(mail?.subject).toBe("Confirm your new address for The Test");
  expect(Object.keys(mail?.headers ?? {}).join()).not.toMatch(/list-/i);
  expect(mail?.text).not.toMatch(/\bAna\b|Unsubscribe|ana@example\.org/);
  const link = linkIn(mail ?? { subject: "", html: "", text: "", headers: {} }, "c");
  for (const method of ["GET", "HEAD", "POST"]) await fetch(link, { method });
  expect(await showSubscriber(press.app.ledger, "ana@new.example.org", press.app.config)).toMatchObject({
    subscriber: null,
  });
  expect(await (await fetch(link)).text()).toMatch(
    /come to ana@new\.example\.org from now on\?[^]*The weekly/,
  );

  for (let time = 0; time < 2; time += 1)
    expect(await pressButton(link, { form: "confirm" })).toMatch(/The address is changed[^]*The weekly/);
  await press.tick();
  press.clock.advance(2 * HOUR);
  await press.tick();
  expect(press.mailsTo("ana@new.example.org").map(({ subject }) => subject)).toEqual([
    "Confirm your new address for The Test",
    "The first issue",
  ]);
  expect(press.mailsTo("ana@new.example.org")[1]?.text).toContain("Hello Ana.");
  const told = press.mailsTo("ana@example.org").at(-1);
  expect(told?.subject).toBe("Your address for The Test was changed");
  // The owner of the old address learns that it was changed, and not to what.
  expect(`${told?.html}${told?.text}`).not.toContain("new.example.org");

  // It was not me.
  const back = linkIn(told ?? { subject: "", html: "", text: "", headers: {} }, "c");
  expect(await pressButton(back, { form: "confirm" })).toContain("The address is changed");
  const now = await showSubscriber(press.app.ledger, "ana@example.org", press.app.config);
  expect(now?.lists).toMatchObject([{ list: "weekly", state: "active" }]);
  expect(now?.sent.map(({ issue }) => issue)).toContain("first");
});

test("the answer is the same for every address, and says nothing of who is known", async () => {
  const { press, page } = await withReader();
  await using _press = press;
  await join(press, "other@example.org");
  await eraseSubscriber(press.app.ledger, "erased@example.org", { ...press.app.config, source: "test" });
  const answers = [];
  for (const address of [
    "ana@example.org",
    "other@example.org",
    "erased@example.org",
    "fresh@example.org",
    "fresh@example.org",
  ])
    answers.push(await answerOf(page, address));
  expect(new Set(answers).size).toBe(1);
  press.clock.advance(60_000);
  await press.tick();
  const mails = ["ana@example.org", "other@example.org", "erased@example.org", "fresh@example.org"].map(
    (address) =>
      press.mailsTo(address).filter(({ subject }) => subject.startsWith("Confirm your new")).length,
  );
  // To one's own address and to one that must not be mailed there is none; to a mailbox, one a day.
  expect(mails).toEqual([0, expect.any(Number), 0, 1]);
});

test("only the newest request counts, its link ends after three days, and no form asks for more than five a day", async () => {
  const { press, page } = await withReader();
  await using _press = press;
  for (let n = 1; n <= 7; n += 1) await ask(page, `ana${n}@new.example.org`);
  await press.tick();
  const mailed = [1, 2, 3, 4, 5, 6, 7].map((n) => press.mailsTo(`ana${n}@new.example.org`).length);
  expect(mailed.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(5);
  expect(mailed.slice(5)).toEqual([0, 0]);
  const last = press.mailsTo("ana5@new.example.org")[0];
  const link = linkIn(last ?? { subject: "", html: "", text: "", headers: {} }, "c");
  press.clock.advance(73 * HOUR);
  expect(await pressButton(link, { form: "confirm" })).toContain("This link no longer works");
});

test("a stranger who reports the mail to a mistyped address as spam has not unsubscribed the reader", async () => {
  const { press, page } = await withReader();
  await using _press = press;
  await ask(page, "stranger@new.example.org");
  await press.tick();
  const { app } = press;
  const delivery = await app.ledger.db
    .selectFrom("deliveries")
    .selectAll()
    .where("address", "=", "stranger@new.example.org")
    .executeTakeFirstOrThrow();
  const { applyEvent } = await import("#src/track/apply-event.ts");
  await app.ledger.db.transaction().execute((db) =>
    applyEvent(
      db,
      {
        id: "e1",
        name: "email.complained",
        type: "complained",
        at: press.clock.now(),
        providerId: null,
        address: null,
      } as never,
      { ...delivery, clicked: 0, resting: 0 },
    ),
  );
  const shown = await showSubscriber(app.ledger, "ana@example.org", app.config);
  expect(shown?.lists).toMatchObject([{ list: "weekly", state: "active" }]);
  expect(
    (await showSubscriber(app.ledger, "stranger@new.example.org", app.config))?.suppression?.reason,
  ).toBe("complained");
});

const confirmLink = (press: Press, address: string): string =>
  linkIn(press.mailsTo(address).at(-1) ?? { subject: "", html: "", text: "", headers: {} }, "c");

test("a mistyped big domain is asked about, and only the corrected address gets a link that counts", async () => {
  const { press, page } = await withReader();
  await using _press = press;
  const answer = await ask(page, "ana@gmial.com");
  expect(answer).toMatch(/ana@gmial\.com[^]*ana@gmail\.com/);
  expect(answer).toContain('value="ana@gmail.com"');
  await press.tick();
  const wrong = confirmLink(press, "ana@gmial.com");
  await ask(page, "ana@gmail.com");
  await press.tick();
  expect(await pressButton(wrong, { form: "confirm" })).toContain("This link no longer works");
  const right = confirmLink(press, "ana@gmail.com");
  expect(await pressButton(right, { form: "confirm" })).toContain("The address is changed");
});

test("a change that is confirmed after the reader left brings them back to no list", async () => {
  const { press, page, leave } = await withReader();
  await using _press = press;
  await ask(page, "ana@new.example.org");
  await press.tick();
  const link = confirmLink(press, "ana@new.example.org");
  expect(await pressButton(leave, { from: "page", scope: "all" })).toContain("unsubscribed");
  expect(await (await fetch(link)).text()).not.toContain("The weekly");
  const changed = await pressButton(link, { form: "confirm" });
  expect(changed).toContain("The address is changed");
  expect(changed).not.toContain("The weekly");
  press.clock.advance(2 * HOUR);
  await press.tick();
  for (const address of ["ana@example.org", "ana@new.example.org"])
    expect(press.mailsTo(address).map(({ subject }) => subject)).not.toContain("The first issue");
  const shown = await showSubscriber(press.app.ledger, "ana@new.example.org", press.app.config);
  expect(shown?.lists).toMatchObject([{ list: "weekly", state: "unsubscribed" }]);
});

test("a change that is confirmed after the reader was erased, or after the address must not be mailed, changes nothing", async () => {
  const { press, page } = await withReader();
  await using _press = press;
  const { ledger, config } = press.app;
  await ask(page, "ana@new.example.org");
  await press.tick();
  const link = confirmLink(press, "ana@new.example.org");
  const { addressKey } = await import("#src/model/ids.ts");
  const { suppress } = await import("#src/store/readers/suppressions.ts");
  const key = addressKey("ana@new.example.org", config.suppressionKey);
  await suppress(ledger.db, { addressKey: key, reason: "complained", at: press.clock.now(), source: "test" });
  expect(await pressButton(link, { form: "confirm" })).not.toContain("The address is changed");
  expect((await showSubscriber(ledger, "ana@example.org", config))?.lists).toMatchObject([
    { state: "active" },
  ]);
  await eraseSubscriber(ledger, "ana@example.org", { ...config, source: "test" });
  expect(await pressButton(link, { form: "confirm" })).toContain("This link no longer works");
  expect((await showSubscriber(ledger, "ana@new.example.org", config))?.subscriber).toBeNull();
});

test("an erased reader is forgotten under every address they had", async () => {
  const { press, page } = await withReader();
  await using _press = press;
  await ask(page, "ana@new.example.org");
  await press.tick();
  const [mail] = press.mailsTo("ana@new.example.org");
  await pressButton(linkIn(mail ?? { subject: "", html: "", text: "", headers: {} }, "c"), {
    form: "confirm",
  });
  await press.tick();
  const { ledger, config } = press.app;
  await eraseSubscriber(ledger, "ana@new.example.org", { ...config, source: "test" });
  for (const table of [
    "deliveries",
    "events",
    "consents",
    "subscribers",
    "address_changes",
    "former_addresses",
  ] as const) {
    const rows = await ledger.db.selectFrom(table).selectAll().execute();
    expect([table, JSON.stringify(rows).match(/ana@/gi)]).toEqual([table, null]);
  }
  const reasons = await ledger.db.selectFrom("suppressions").select("reason").execute();
  expect(reasons).toEqual([{ reason: "erased" }, { reason: "erased" }]);
});
