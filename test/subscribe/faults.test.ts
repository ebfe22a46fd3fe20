import { expect, test } from "vitest";
import { fieldOf, openDoor, URL_OF_FORM } from "./door.ts";

const PRESS = { form: "confirm", list: "weekly" };
const email = "ana@example.org";

test.each([
  ["429", [{ kind: "rate_limit", times: 2 }]],
  ["500 before", [{ kind: "error", times: 2 }]],
  ["500 after it was accepted", [{ kind: "error", when: "after", times: 1 }]],
  ["a lost answer", [{ kind: "reset", when: "after", times: 1 }]],
  ["a proxy's page", [{ kind: "html", times: 1 }]],
  ["half an answer", [{ kind: "cut", times: 1 }]],
  ["silence", [{ kind: "hang", times: 1 }]],
  ["silence after it was accepted", [{ kind: "hang", when: "after", times: 1 }]],
] as const)("a mail that meets %s leaves once, and the visitor waits for it", async (_, faults) => {
  await using door = await openDoor({ timeoutMs: 200 });
  door.sandbox.switches.faults = [...faults];
  const { status, page } = await door.post(URL_OF_FORM, { email });
  expect([status, page]).toEqual([200, expect.stringContaining("Check your inbox")]);
  expect(door.mails(email)).toBe(1);
  await door.post(URL_OF_FORM, { email });
  expect(door.mails(email)).toBe(1);
});

test("a mail is not called sent while another attempt at it has not ended", async () => {
  await using door = await openDoor({ timeoutMs: 200 });
  // Resend works on the first attempt until the sandbox closes.
  door.sandbox.switches.faults = [{ kind: "slow", ms: 3_600_000, times: 1 }];
  const { status, page } = await door.post(URL_OF_FORM, { email });
  expect([status, page]).toEqual([503, expect.stringContaining("We could not send you the email")]);
  expect(door.mails(email)).toBe(0);
  expect(door.errors.join()).toContain("another request in progress");
});

test("a failure that Resend remembers for a day is reported all day, and never mailed twice", async () => {
  await using door = await openDoor({ switches: { idempotency_remembers: "everything" } });
  door.sandbox.switches.faults = [{ kind: "error", when: "after", times: 1 }];
  for (let time = 0; time < 2; time += 1) {
    const { status, page } = await door.post(URL_OF_FORM, { email });
    expect([status, page]).toEqual([503, expect.stringContaining("We could not send you the email")]);
  }
  expect(door.mails(email)).toBe(1);
});

test("a mail that did not leave is reported, what was typed stays, and a second press sends it", async () => {
  await using door = await openDoor();
  for (const faults of [
    [{ kind: "error", status: 503 }],
    [{ kind: "rate_limit", retry_after: 60 }],
    [{ kind: "reset" }],
  ] as const) {
    door.sandbox.switches.faults = [...faults];
    const { status, page } = await door.post(URL_OF_FORM, { email, name: "Ana" });
    expect(status).toBe(503);
    expect(page).toMatch(/We could not send you the email[^]*value="ana@example.org"[^]*value="Ana"/);
  }
  expect(door.mails(email)).toBe(0);
  expect(door.errors).toHaveLength(3);
  expect(door.errors.join()).not.toContain("ana@");
  door.sandbox.switches.faults = [];
  expect((await door.post(URL_OF_FORM, { email })).page).toContain("Check your inbox");
  expect(door.mails(email)).toBe(1);
});

test("a used-up day, an address that Resend refuses and a revoked key are told apart", async () => {
  await using door = await openDoor({ switches: { daily_quota: 1 } });
  await door.post(URL_OF_FORM, { email });
  const full = await door.post(URL_OF_FORM, { email: "bo@example.org" });
  expect([full.status, full.page]).toEqual([503, expect.stringContaining("try again tomorrow")]);
  door.sandbox.switches.daily_quota = null;
  const refused = await door.post(URL_OF_FORM, { email: "bo@example.com" });
  expect([refused.status, refused.page]).toEqual([400, expect.stringContaining("cannot send email to that")]);
  door.sandbox.setKeyState(door.sandbox.apiKey, "suspended");
  const closed = await door.post(URL_OF_FORM, { email: "bo@example.org" });
  expect([closed.status, closed.page]).toEqual([503, expect.stringContaining("We could not send")]);
  expect(door.errors.join()).toMatch(/daily_quota_exceeded.*suspended_api_key/);
});

test("a key that may only send asks, and says at the button what it lacks", async () => {
  await using door = await openDoor();
  await using sending = await openDoor({
    env: { RESEND_API_KEY: door.sandbox.sendingKey, RESEND_BASE_URL: door.sandbox.url },
  });
  await sending.post(URL_OF_FORM, { email });
  const { status, page } = await sending.post(door.links(email).confirm, PRESS);
  expect([status, page]).toEqual([503, expect.stringContaining("The fault is ours")]);
  expect(sending.errors.join()).toContain("restricted_api_key");
});

/** Every request of a press and every way it can fail: before it was carried out, and after. */
test("a press that breaks off anywhere is told, and the next one finishes it without a second yes", async () => {
  const kinds = ["unknown", "known", "left"] as const;
  for (const kind of kinds) {
    for (const when of ["before", "after"] as const) {
      for (let skip = 0; ; skip += 1) {
        await using door = await openDoor();
        door.sandbox.audience.addTopic({ name: "Other" });
        if (kind !== "unknown") door.sandbox.audience.addContact({ email, unsubscribed: kind === "left" });
        const link = await door.ask(email);
        const asked = kind === "left" ? (await door.post(link, PRESS)).page : "";
        const fields = kind === "left" ? { form: "confirm", again: fieldOf(asked, "again") } : PRESS;
        door.sandbox.switches.faults = [{ kind: "error", on: "* *", when, skip }];
        const broken = await door.post(link, fields);
        door.sandbox.switches.faults = [];
        if (broken.status === 200) break;
        const at = `${kind} ${when} ${skip}`;
        expect([at, broken.status, broken.page]).toEqual([at, 503, expect.stringContaining("no harm")]);
        const { page } = await door.post(link, fields);
        expect([at, page]).toEqual([at, expect.stringContaining("You are on the list")]);
        expect([at, door.contact(email)]).toEqual([
          at,
          {
            segments: ["Weekly"],
            gets: kind === "left" ? ["Weekly"] : ["Other", "Weekly"],
            unsubscribed: false,
          },
        ]);
        // What is logged names the request and nobody's address.
        expect(door.errors).toHaveLength(1);
        expect(door.errors.join()).toMatch(/^[A-Z]+ \/[^@%]+$/);
      }
    }
  }
});

test("a contact that Resend does not show yet is not subscribed again", async () => {
  await using door = await openDoor();
  door.sandbox.audience.addContact({ email, unsubscribed: true });
  const link = await door.ask(email);
  let hidden = true;
  using _ = door.sandbox.on("request", ({ path, method }) => {
    // The first look finds nobody: as if the contact had been made a moment ago.
    const contact = door.sandbox.audience.contacts.find(email);
    if (method === "GET" && path.startsWith("/contacts/") && hidden && contact !== undefined) {
      door.sandbox.audience.removeContact(contact);
      hidden = false;
    } else if (!hidden && contact === undefined && method === "POST") {
      door.sandbox.audience.addContact({ email, unsubscribed: true });
    }
  });
  const { page } = await door.post(link, PRESS);
  expect(page).toContain("Welcome back?");
  expect(door.contact(email)?.unsubscribed).toBe(true);
});

test("a segment that Resend does not have is a fault of ours, named in the log, and found once it is there", async () => {
  await using door = await openDoor();
  const link = await door.ask(email);
  const segment = [...door.sandbox.audience.segments.list()][0];
  if (segment === undefined) throw new Error("There is no segment.");
  door.sandbox.audience.segments.put({ ...segment, name: "Renamed" });
  expect((await door.post(link, PRESS)).status).toBe(503);
  expect(door.errors.join()).toContain("no segment with the name Weekly");
  door.sandbox.audience.segments.put(segment);
  expect((await door.post(link, PRESS)).page).toContain("You are on the list");
});
