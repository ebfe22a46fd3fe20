import { expect, test } from "vitest";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { withoutTyped } from "../helpers/without-typed.ts";
import { type Press, linkIn, pressButton, startPress, subscribe } from "./press.ts";

const LISTS = {
  weekly: { title: "The Weekly" },
  monthly: { title: "The Monthly", description: "Once a month" },
};

const ISSUE = `---
title: First issue
subject: The first issue
preview_text: What stands in the first issue, in a line that is long enough for an inbox.
send_at: 2026-12-01T10:00:00Z
draft: false
---

Hello {{ subscriber.first_name | default: "reader" }}.
`;

async function membersOf({ app }: Press): Promise<Record<string, string>> {
  const rows = await app.ledger.db
    .selectFrom("list_members")
    .select(["list", "state"])
    .orderBy("list")
    .execute();
  return Object.fromEntries(rows.map(({ list, state }) => [list, state]));
}

async function actsOf({ app }: Press): Promise<string[]> {
  const rows = await app.ledger.db.selectFrom("consents").select(["act", "list"]).orderBy("id").execute();
  return rows.map(({ act, list }) => `${act} ${list}`);
}

test("from the form over the mail and its button to the welcome and the next issue", async () => {
  await using press = await startPress({ issues: { "issues/first.md": ISSUE }, config: { lists: LISTS } });
  await press.tick();
  const { status, page } = await subscribe(press, { email: "Ana@Example.org", name: "Ana", list: "weekly" });
  expect(status).toBe(200);
  expect(page).toContain("Check your inbox");
  // What was typed, to be corrected, and nothing that we know.
  expect(page).toContain("You entered Ana@Example.org.");
  expect(await membersOf(press)).toEqual({ weekly: "pending" });
  await press.tick();

  const [asked, ...more] = press.mailsTo("Ana@example.org");
  if (asked === undefined) throw new Error("There is no mail.");
  expect(more).toEqual([]);
  expect(asked.headers).toMatchObject({ "Auto-Submitted": "auto-generated" });
  expect(Object.keys(asked.headers).join()).not.toMatch(/list-/i);
  expect(asked.html + asked.text).not.toMatch(/\bana\b/i);
  const link = linkIn(asked, "c");
  expect(asked.html).toContain(`href="${link}"`);

  // What scanners do: nothing follows from it.
  for (const method of ["GET", "HEAD", "GET"]) expect((await fetch(link, { method })).status).toBe(200);
  expect((await fetch(link, { method: "POST" })).status).toBe(400);
  expect(await membersOf(press)).toEqual({ weekly: "pending" });
  expect(await (await fetch(link)).text()).toMatch(/The Weekly[^]*Yes, send it to me/);

  for (let time = 0; time < 3; time += 1) {
    expect(await pressButton(link, { form: "confirm" })).toMatch(/You are on the list[^]*The Weekly/);
  }
  expect(await membersOf(press)).toEqual({ weekly: "active" });
  expect(await actsOf(press)).toEqual(["form_submitted weekly", "confirm_sent weekly", "confirmed weekly"]);
  await press.tick();
  const [, welcome, none] = press.mailsTo("Ana@example.org");
  expect(none).toBeUndefined();
  expect(welcome).toMatchObject({
    subject: "Welcome to The Test",
    headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  });

  press.clock.advance(3_600_000);
  await press.tick();
  const [, , issue] = press.mailsTo("Ana@example.org");
  expect(issue?.subject).toBe("The first issue");
  expect(issue?.text).toContain("Hello Ana.");
  const books = await press.app.ledger.db
    .selectFrom("sends")
    .select(["kind", "state", "candidates", "recipients"])
    .orderBy("id")
    .execute();
  expect(books).toEqual(
    ["issue", "trigger", "trigger"].map((kind) => ({
      kind,
      state: "submitted",
      candidates: 1,
      recipients: 1,
    })),
  );
});

test("keeps as evidence which words were agreed to, from where, and by what", async () => {
  await using press = await startPress();
  await subscribe(press, { email: "ana@example.org" }, { "user-agent": "Curious/1.0" });
  const row = await press.app.ledger.db.selectFrom("consents").selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ act: "form_submitted", source: "form", list: "weekly" });
  expect(JSON.parse(row.evidence)).toEqual({
    opt_in: "double",
    form: "page",
    wording: expect.stringMatching(/^[0-9a-f]{64}$/),
    language: "en",
    ip: "127.0.0.1",
    user_agent: "Curious/1.0",
  });
});

test("answers with the same bytes whether an address is new, known, suppressed, erased or over its limit", async () => {
  await using press = await startPress({ config: { lists: LISTS } });
  await press.tick();
  const answers = new Set<string>();
  const ask = async (email: string) => {
    const { status, page } = await subscribe(press, { email, list: "weekly" });
    answers.add(withoutTyped(`${status} ${page}`, email));
  };
  await ask("new@example.org");
  await ask("new@example.org");
  await press.tick();
  const [mail] = press.mailsTo("new@example.org");
  if (mail === undefined) throw new Error("There is no mail.");
  await pressButton(linkIn(mail, "c"), { form: "confirm" });
  await ask("new@example.org");
  const { suppressionKey } = press.app.config;
  await eraseSubscriber(press.app.ledger, "erased@example.org", { suppressionKey, source: "test" });
  await ask("erased@example.org");
  await ask("n.ew+tag@example.org");
  const trapped = await subscribe(press, { email: "robot@example.org", list: "weekly", topic: "x" });
  answers.add(withoutTyped(`${trapped.status} ${trapped.page}`, "robot@example.org"));
  expect(answers.size).toBe(1);
  const people = await press.app.ledger.db
    .selectFrom("subscribers")
    .select("address")
    .orderBy("id")
    .execute();
  expect(people.map(({ address }) => address)).toEqual(["new@example.org", "n.ew+tag@example.org"]);
});

test("takes a form from another site, which has no token of ours, under the same rules", async () => {
  await using press = await startPress({ config: { lists: LISTS } });
  await press.tick();
  const response = await fetch(`${press.url}/subscribe`, {
    method: "POST",
    headers: { origin: "https://blog.example.org" },
    body: new URLSearchParams({ email: "ana@example.org" }),
  });
  expect(response.status).toBe(200);
  expect(await membersOf(press)).toEqual({ weekly: "pending" });
  const { evidence } = await press.app.ledger.db
    .selectFrom("consents")
    .select("evidence")
    .executeTakeFirstOrThrow();
  expect(JSON.parse(evidence)).toMatchObject({ form: "embedded", origin: "https://blog.example.org" });
});

test("brings back somebody who left only when they confirm, and by no link older than their leaving", async () => {
  await using press = await startPress();
  await press.tick();
  await subscribe(press, { email: "ana@example.org" });
  await press.tick();
  const [first] = press.mailsTo("ana@example.org");
  if (first === undefined) throw new Error("There is no mail.");
  await pressButton(linkIn(first, "c"), { form: "confirm" });
  await press.tick();
  const [, welcome] = press.mailsTo("ana@example.org");
  if (welcome === undefined) throw new Error("There is no welcome.");
  press.clock.advance(1000);
  await pressButton(linkIn(welcome, "u"), { "List-Unsubscribe": "One-Click" });
  expect(await membersOf(press)).toEqual({ weekly: "unsubscribed" });
  expect(await pressButton(linkIn(first, "c"), { form: "confirm" })).toContain("This link no longer works");
  expect(await membersOf(press)).toEqual({ weekly: "unsubscribed" });

  // A stranger's entry is no yes: the mark of having left stays until its owner presses the button.
  await subscribe(press, { email: "ana@example.org" });
  expect(await membersOf(press)).toEqual({ weekly: "unsubscribed" });
  await press.tick();
  const [, , second] = press.mailsTo("ana@example.org");
  if (second === undefined) throw new Error("There is no second mail.");
  expect(second.subject).toBe("Confirm your subscription to The Test");
  await pressButton(linkIn(second, "c"), { form: "confirm" });
  expect(await membersOf(press)).toEqual({ weekly: "active" });
});

test("joins at once where a list asks for no confirmation, and asks where another one does", async () => {
  const lists = { weekly: { title: "The Weekly", opt_in: "single" }, monthly: { title: "The Monthly" } };
  await using press = await startPress({ config: { lists } });
  await press.tick();
  await subscribe(press, { email: "ana@example.org", list: "weekly" });
  expect(await membersOf(press)).toEqual({ weekly: "active" });
  await press.tick();
  expect(press.mailsTo("ana@example.org").map(({ subject }) => subject)).toEqual(["Welcome to The Test"]);
  await subscribe(press, { email: "bea@example.org", list: ["weekly", "monthly"] });
  expect(await membersOf(press)).toMatchObject({ monthly: "pending" });
  await press.tick();
  expect(press.mailsTo("bea@example.org").map(({ subject }) => subject)).toEqual([
    "Confirm your subscription to The Test",
  ]);
});

test("sends a newsletter's own words, per list and language, and built-in ones where it has none", async () => {
  const mail = (more: string, words: string) => `---
title: ${words}
subject: ${words}
preview_text: A line that is long enough for an inbox to show all of it, as it should be.
trigger: confirm
draft: false
${more}
---

**[Yes]({{ urls.confirm }})**
`;
  await using press = await startPress({
    config: { lists: LISTS, languages: ["es"] },
    issues: {
      "issues/confirm.md": mail("", "For any list"),
      "issues/confirm-monthly.md": mail("list: monthly", "For the monthly"),
      "issues/broken.md": mail("lang: es", "Rota").replace("{{ urls.confirm }}", "https://example.org"),
    },
  });
  const { changes } = await press.tick();
  expect(changes.map(({ slug, change }) => `${slug} ${change}`)).toEqual(["broken refused"]);
  const subjects: string[] = [];
  for (const [list, lang] of [
    ["weekly", "en"],
    ["monthly", "en"],
    ["weekly", "es"],
  ] as const) {
    const email = `${list}-${lang}@example.org`;
    await subscribe(press, { email, list }, { "accept-language": lang });
    await press.tick();
    subjects.push(...press.mailsTo(email).map(({ subject }) => subject));
  }
  expect(subjects).toEqual(["For any list", "For the monthly", "Confirma tu suscripción a The Test"]);
});

test("refuses in a confirmation mail what a stranger could have typed", async () => {
  await using press = await startPress({
    issues: {
      "issues/confirm.md": `---
title: Hello
trigger: confirm
draft: false
---

Hello {{ subscriber.first_name | default: "you" }}. **[Yes]({{ urls.confirm }})**
`,
    },
  });
  const { changes } = await press.tick();
  expect(changes[0]?.findings.map(({ rule }) => rule)).toContain("merge-tag/unknown");
});

test("forgets after thirty days an address that was entered and never confirmed, and no other", async () => {
  await using press = await startPress();
  await press.tick();
  await subscribe(press, { email: "never@example.org" });
  await subscribe(press, { email: "later@example.org" });
  await press.tick();
  const [mail] = press.mailsTo("later@example.org");
  if (mail === undefined) throw new Error("There is no mail.");
  await pressButton(linkIn(mail, "c"), { form: "confirm" });
  press.clock.advance(31 * 24 * 3_600_000);
  await press.tick();
  const { db } = press.app.ledger;
  const people = await db.selectFrom("subscribers").select("address").execute();
  expect(people).toEqual([{ address: "later@example.org" }]);
  const traces = [
    ...(await db.selectFrom("deliveries").select("address").execute()).map(({ address }) => address),
    ...(await db.selectFrom("consents").select("evidence").execute()).map(({ evidence }) => evidence),
  ];
  expect(traces.join()).not.toContain("never");
});
