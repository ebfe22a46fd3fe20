import { expect, test } from "vitest";
import { type Door, fieldOf, openDoor, URL_OF_FORM } from "./door.ts";

const PRESS = { form: "confirm", list: "weekly" };
const DAY_MS = 86_400_000;

/** A team with two topics and another newsletter's segment, and one contact in both segments. */
function addReader(
  door: Door,
  email: string,
  fields: Parameters<Door["sandbox"]["audience"]["addContact"]>[0] | object,
) {
  const { audience } = door.sandbox;
  const ids = [...audience.segments.list()].map(({ id }) => [id, 0] as const);
  return audience.addContact({ email, segments: new Map(ids), ...fields });
}

async function openTeam(switches = {}): Promise<Door & { topic: string; other: string }> {
  const door = await openDoor({ switches });
  const { audience } = door.sandbox;
  audience.addSegment("Other letter");
  const { id: other } = audience.addTopic({ name: "Other letter" });
  const topic = [...audience.topics.list()].find(({ name }) => name === "Weekly")?.id ?? "";
  return { ...door, topic, other };
}

test("a known contact joins a segment and nothing else of it changes", async () => {
  await using door = await openTeam();
  const { topic, other } = door;
  door.sandbox.audience.addContact({
    email: "ana@example.org",
    firstName: "Anabel",
    topics: new Map([[other, "opt_out"]]),
  });
  const link = await door.ask("ana@example.org", { name: "Ana" });
  expect((await door.post(link, PRESS)).page).toContain("You are on the list");
  const contact = door.sandbox.audience.contacts.find("ana@example.org");
  expect(contact?.firstName).toBe("Anabel");
  expect(Object.fromEntries(contact?.topics ?? [])).toEqual({ [other]: "opt_out" });
  expect(contact?.topics.get(topic)).toBeUndefined();
  expect(door.contact("ana@example.org")).toEqual({
    segments: ["Weekly"],
    gets: ["Weekly"],
    unsubscribed: false,
  });
});

test.each(["plain", "typed"] as const)(
  "who left is asked once more, and only the list that they press for comes back (properties %s)",
  async (properties) => {
    await using door = await openTeam({ contact_properties: properties });
    addReader(door, "ana@example.org", { unsubscribed: true });
    const link = await door.ask("ana@example.org");
    const asked = await door.post(link, PRESS);
    expect(asked.page).toMatch(/Welcome back\?[^]*The Weekly/);
    expect(door.contact("ana@example.org")).toMatchObject({ gets: [], unsubscribed: true });

    // An old page brings nobody back.
    door.clock.advance(16 * 60_000);
    const again = (page: string) => ({ form: "confirm", again: fieldOf(page, "again") });
    expect((await door.post(link, again(asked.page))).status).toBe(404);
    const renewed = await door.post(link, PRESS);
    const back = await door.post(link, again(renewed.page));
    expect(back.page).toContain("You are on the list");
    expect(door.contact("ana@example.org")).toMatchObject({ gets: ["Weekly"], unsubscribed: false });

    // The link is used: a reader who leaves after it stays away, and is told so.
    const contact = door.sandbox.audience.contacts.find("ana@example.org");
    if (contact === undefined) throw new Error("The contact is gone.");
    door.sandbox.audience.changeContact(contact, { unsubscribed: true });
    for (const fields of [PRESS, again(renewed.page)])
      expect((await door.post(link, fields)).page).toContain("This link no longer works");
    expect(door.contact("ana@example.org")?.unsubscribed).toBe(true);
    // And may ask again the day after.
    door.clock.advance(DAY_MS);
    const tomorrow = await door.ask("ana@example.org");
    expect((await door.post(tomorrow, PRESS)).page).toContain("Welcome back?");
  },
);

test("who left one topic stays with all others as they were", async () => {
  await using door = await openTeam();
  const { topic, other } = door;
  addReader(door, "ana@example.org", { topics: new Map([[topic, "opt_out"]]) });
  const link = await door.ask("ana@example.org");
  const asked = await door.post(link, PRESS);
  expect(asked.page).toContain("Welcome back?");
  expect(door.contact("ana@example.org")?.gets).toEqual(["Other letter"]);
  await door.post(link, { form: "confirm", again: fieldOf(asked.page, "again") });
  expect(door.contact("ana@example.org")?.gets).toEqual(["Other letter", "Weekly"]);
  expect(door.sandbox.audience.contacts.find("ana@example.org")?.topics.get(other)).toBeUndefined();
});

test("the page that asks once more serves only the address it was made for", async () => {
  await using door = await openTeam();
  addReader(door, "ana@example.org", { unsubscribed: true });
  addReader(door, "bo@example.org", { unsubscribed: true });
  const ana = await door.ask("ana@example.org");
  const bo = await door.ask("bo@example.org");
  const { page } = await door.post(ana, PRESS);
  expect((await door.post(bo, { form: "confirm", again: fieldOf(page, "again") })).status).toBe(404);
  expect(door.contact("bo@example.org")?.unsubscribed).toBe(true);
});

test("never is for ever: no form, no mail, no link brings it back, for contacts and strangers", async () => {
  await using door = await openTeam();
  addReader(door, "ana@example.org", {});
  for (const email of ["ana@example.org", "stranger@example.org"]) {
    const link = await door.ask(email);
    const { never } = door.links(email);
    expect((await door.get(never)).page).toMatch(/Never write to you again\?[^]*Nothing has changed yet/);
    for (let time = 0; time < 2; time += 1) {
      const { status, page } = await door.post(never, { form: "never" });
      expect([status, page]).toEqual([200, expect.stringContaining("write to notes@example.org")]);
    }
    const { page } = await door.post(link, PRESS);
    expect(page).toContain("somebody asked us not to");
    door.clock.advance(DAY_MS);
    // The answer does not tell, and Resend drops the mail.
    const answer = await door.post(URL_OF_FORM, { email });
    expect(answer.page).toContain("Check your inbox");
    await door.sandbox.webhooks.flush();
    const [latest] = door.sandbox.inbox.byAddress(email);
    expect(latest?.lastEvent).toBe("suppressed");
  }
  expect(door.contact("ana@example.org")).toMatchObject({ gets: [], unsubscribed: true });
  expect(door.contact("stranger@example.org")).toBeNull();
  // A link for never does not grow old.
  const link = door.links("ana@example.org").never;
  door.clock.advance(400 * DAY_MS);
  expect((await door.get(link)).status).toBe(200);
});

test("an address whose mail came back or that complained is told why, and nothing is written", async () => {
  await using door = await openTeam({ behaviours: { "gone.dev": "bounced", "cross.dev": "complained" } });
  for (const [email, words] of [
    ["ana@gone.dev", "our emails to it came back"],
    ["ana@cross.dev", "reported as spam"],
  ] as const) {
    const link = await door.ask(email);
    await door.sandbox.webhooks.flush();
    expect((await door.post(link, PRESS)).page).toContain(words);
    expect(door.contact(email)).toBeNull();
  }
});

test("two newsletters of one team keep their links and their days apart", async () => {
  await using door = await openTeam();
  await using second = await openDoor({ config: { url: "https://second.example.org" } });
  const shared = { RESEND_BASE_URL: door.sandbox.url };
  await using other = await openDoor({ config: { url: "https://second.example.org" }, env: shared });
  const mine = await door.ask("ana@example.org");
  await door.post(mine, PRESS);
  const { page } = await other.get("https://second.example.org/subscribe");
  other.clock.advance(5_000);
  const token = fieldOf(page, "token");
  await other.post("https://second.example.org/subscribe", { email: "ana@example.org", token });
  const theirs = door.links("ana@example.org").confirm;
  expect(theirs).toMatch(/^https:\/\/second\.example\.org/);
  expect(door.mails("ana@example.org")).toBe(2);
  await other.post(theirs, PRESS);
  const { properties = {} } = door.sandbox.audience.contacts.find("ana@example.org") ?? {};
  expect(Object.values(properties)).toEqual(["2026-11-30", "2026-11-30"]);
  expect(second.errors).toEqual([]);
});
