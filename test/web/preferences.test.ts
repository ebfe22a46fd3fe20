import { expect, test } from "vitest";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { makeToken } from "#src/model/token.ts";
import { NOW } from "../track/seed.ts";
import { TOKEN_KEYS, type TestWeb, membershipOf, newsletter, preferencesPath, testWeb } from "./helper.ts";

const WITH_LANGUAGE = newsletterSchema.parse({
  ...newsletter,
  attributes: { language: { type: "string" }, plan: { type: "string" } },
});
const DAY_MS = 24 * 3_600_000;

async function personOf({ ledger, seeded }: TestWeb) {
  const row = await ledger.db
    .selectFrom("subscribers")
    .select(["attributes", "timezone", "paused_until"])
    .where("id", "=", seeded.deliveries[0]?.subscriberId ?? 0)
    .executeTakeFirstOrThrow();
  return { ...row, attributes: JSON.parse(row.attributes) as Record<string, unknown> };
}

async function save(web: TestWeb, fields: Record<string, string>): Promise<string> {
  const body = new URLSearchParams({ form: "preferences", list: "weekly", ...fields });
  const response = await web.app.request(preferencesPath(web), { method: "POST", body });
  return `${response.status} ${await response.text()}`;
}

test("saves name, zone and language, shows them again, and leaves every other attribute alone", async () => {
  await using web = await testWeb({ newsletter: WITH_LANGUAGE });
  await web.ledger.db
    .updateTable("subscribers")
    .set({ attributes: JSON.stringify({ plan: "pro", last_name: "Quispe" }) })
    .execute();
  const fields = { first_name: " Ana  María ", last_name: "", zone: "America/Lima", language: "es" };
  expect(await save(web, fields)).toMatch(/^200 [^]*Saved[^]*The Weekly/);
  expect(await personOf(web)).toEqual({
    attributes: { plan: "pro", first_name: "Ana María", language: "es" },
    timezone: "America/Lima",
    paused_until: null,
  });
  const page = await (await web.app.request(preferencesPath(web))).text();
  expect(page).toContain('value="Ana María"');
  expect(page).toMatch(/<option value="America\/Lima"\s+selected/);
  expect(page).toMatch(/<option value="es"\s+selected[^>]*>Español/);
  const log = await web.ledger.db.selectFrom("consents").select(["act", "list", "evidence"]).execute();
  expect(log).toEqual([
    { act: "preferences", list: null, evidence: '{"changed":"first_name,last_name,language,timezone"}' },
  ]);
  // Saved once more nothing has changed, and nothing is logged.
  await save(web, { ...fields, first_name: "Ana María" });
  expect(await web.ledger.db.selectFrom("consents").select("id").execute()).toHaveLength(1);
});

test.each([
  ["bounced", "our emails to it came back. If it works again, write to"],
  ["bounced_repeatedly", "our emails to it came back. If it works again, write to"],
  ["complained", "reported as spam from it. If that was a mistake, write to"],
  ["manual", "If you would like to receive Field &lt;Notes&gt; &amp; Co again, write to"],
] as const)(
  "tells a reader who is suppressed (%s) the truth, and how to come back",
  async (reason, words) => {
    await using web = await testWeb();
    const contact = /<(.+)>$/.exec(newsletter.reply_to ?? newsletter.from)?.[1] ?? newsletter.from;
    const person = await web.ledger.db
      .selectFrom("subscribers")
      .select("address_key")
      .where("id", "=", web.seeded.deliveries[0]?.subscriberId ?? 0)
      .executeTakeFirstOrThrow();
    const page = async () => (await web.app.request(preferencesPath(web))).text();
    expect(await page()).not.toContain('class="notice"');
    await web.ledger.db
      .insertInto("suppressions")
      .values({ ...person, reason, at: NOW, source: "test" })
      .execute();
    expect(await page()).toContain(`${words} ${contact}.`);
    expect(await save(web, {})).toContain(`${words} ${contact}.`);
  },
);

test("a reader who confirms and is suppressed is told so beside the lists they are on", async () => {
  await using web = await testWeb();
  const subscriber = web.seeded.deliveries[0]?.publicId ?? "";
  const [key = { kid: "", secret: "" }] = TOKEN_KEYS;
  const confirm = async () => {
    const path = `/c/${makeToken("confirm", { subscriber, list: "all" }, key)}`;
    const body = new URLSearchParams({ form: "confirm" });
    return (await web.app.request(path, { method: "POST", body })).text();
  };
  expect(await confirm()).not.toContain('class="notice"');
  const keys = await web.ledger.db.selectFrom("subscribers").select("address_key").execute();
  const why = { reason: "complained", at: NOW, source: "test" } as const;
  await web.ledger.db
    .insertInto("suppressions")
    .values(keys.map((one) => ({ ...one, ...why })))
    .execute();
  expect(await confirm()).toContain("reported as spam from it. If that was a mistake, write to");
});

test("tells a reader who rests after bounces until when", async () => {
  await using web = await testWeb();
  await web.ledger.db
    .updateTable("subscribers")
    .set({ rests_until: NOW + 30 * DAY_MS })
    .execute();
  const page = await (await web.app.request(preferencesPath(web))).text();
  expect(page).toContain(
    "Our last emails to your address came back. We will try it again after December 31, 2026.",
  );
});

test("pauses for a while, says until when, and ends a pause", async () => {
  await using web = await testWeb();
  expect(await save(web, { pause: "30" })).toContain("You will receive nothing before December 31, 2026.");
  expect((await personOf(web)).paused_until).toBe(NOW + 30 * DAY_MS);
  const page = await (await web.app.request(preferencesPath(web))).text();
  expect(page).toContain("Until December 31, 2026 (as now)");
  await save(web, { pause: "" });
  expect((await personOf(web)).paused_until).toBe(NOW + 30 * DAY_MS);
  await save(web, { pause: "0" });
  expect((await personOf(web)).paused_until).toBeNull();
  await save(web, { pause: "36500" });
  expect((await personOf(web)).paused_until).toBeNull();
});

test("leaves everything at one press", async () => {
  await using web = await testWeb();
  expect(await save(web, { scope: "all" })).toContain(
    "You will receive nothing more from Field &lt;Notes&gt; &amp; Co",
  );
  expect(await membershipOf(web)).toEqual({ weekly: "unsubscribed" });
});

test("refuses an invalid name, and ignores a zone and a language that are not offered", async () => {
  await using web = await testWeb({ newsletter: WITH_LANGUAGE });
  expect(await save(web, { first_name: "https://evil.example" })).toMatch(/^400 [^]*role="alert"/);
  expect(await save(web, { zone: "Nowhere/Land", language: "xx" })).toMatch(/^200/);
  expect(await personOf(web)).toEqual({ attributes: {}, timezone: null, paused_until: null });
});

test.each([
  "</a><script>alert(1)</script>",
  "{{ x }}",
  "Ana\r\nBcc: b@example.org",
  "\u202Eana",
  "x".repeat(10_000),
  '" onfocus="x',
])("shows the imported name %j as text in its field", async (name) => {
  await using web = await testWeb();
  await web.ledger.db
    .updateTable("subscribers")
    .set({ attributes: JSON.stringify({ first_name: name }) })
    .execute();
  const page = await (await web.app.request(preferencesPath(web))).text();
  const escaped = name
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  expect(page).toContain(`value="${escaped}"`);
  expect(page).not.toMatch(/<script|onfocus="/);
});
