import { join } from "node:path";
import { expect, test } from "vitest";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { consentsOf } from "#src/store/readers/consents.ts";
import { findSubscriber } from "#src/store/readers/subscribers.ts";
import { createWorld, keyOf, options, statesOn } from "./audience.ts";

const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);

const EXPECTED: [file: string, from: string, states: Record<string, string>, refused: number][] = [
  [
    "beehiiv.csv",
    "beehiiv",
    {
      "active@bee.example.org": "active",
      "inactive@bee.example.org": "unsubscribed",
      "left@bee.example.org": "unsubscribed",
      "pending@bee.example.org": "pending",
      "strange@bee.example.org": "pending",
      "validating@bee.example.org": "pending",
    },
    0,
  ],
  [
    "email_list.stone.csv",
    "substack",
    {
      "active@sub.example.org": "active",
      "left@sub.example.org": "unsubscribed",
      "strange@sub.example.org": "pending",
    },
    1,
  ],
  ["substack-dashboard.csv", "substack", { "unstated@dash.example.org": "pending" }, 0],
  [
    "substack-paid.csv",
    "substack",
    { "active@paid.example.org": "active", "left@paid.example.org": "unsubscribed" },
    0,
  ],
  ["subscribed_email_audience_export_ab12.csv", "mailchimp", { "active@chimp.example.org": "active" }, 0],
  [
    "unsubscribed_email_audience_export_ab12.csv",
    "mailchimp",
    { "left@chimp.example.org": "unsubscribed" },
    0,
  ],
  [
    "cleaned_email_audience_export_ab12.csv",
    "mailchimp",
    { "bounced@chimp.example.org": "unsubscribed (bounced)" },
    0,
  ],
  ["nonsubscribed_email_audience_export_ab12.csv", "mailchimp", {}, 1],
  [
    "kit.csv",
    "kit",
    {
      "active@kit.example.org": "active",
      "bounced@kit.example.org": "unsubscribed (bounced)",
      "complained@kit.example.org": "unsubscribed (complained)",
      "left@kit.example.org": "unsubscribed",
      "pending@kit.example.org": "pending",
    },
    0,
  ],
  ["Confirmed Subscribers.csv", "kit", { "active@kitfile.example.org": "active" }, 0],
  [
    "ghost.csv",
    "ghost",
    {
      "active@ghost.example.org": "active",
      "deleted@ghost.example.org": "unsubscribed",
      "left@ghost.example.org": "unsubscribed",
      "strange@ghost.example.org": "pending",
    },
    0,
  ],
  [
    "buttondown.csv",
    "buttondown",
    {
      "active@button.example.org": "active",
      "blocked@button.example.org": "unsubscribed (manual)",
      "bounced@button.example.org": "unsubscribed (bounced)",
      "complained@button.example.org": "unsubscribed (complained)",
      "left@button.example.org": "unsubscribed",
      "pending@button.example.org": "pending",
    },
    0,
  ],
  ["curated.csv", "curated", { "active@curated.example.org": "active" }, 1],
  [
    "listmonk.csv",
    "listmonk",
    {
      "blocked@listmonk.example.org": "unsubscribed (manual)",
      "left@listmonk.example.org": "unsubscribed",
      "unstated@listmonk.example.org": "pending",
    },
    0,
  ],
  [
    "resend.csv",
    "resend",
    {
      "active@resend.example.org": "active",
      "left@resend.example.org": "unsubscribed",
      "strange@resend.example.org": "pending",
    },
    0,
  ],
  [
    "leser.csv",
    "generic",
    { "unstated2@generic.example.org": "pending", "unstated@generic.example.org": "pending" },
    0,
  ],
  ["own.csv", "generic", { "active2@own.example.org": "pending", "active@own.example.org": "pending" }, 0],
];

test.each(EXPECTED)(
  "recognises %s as an export of %s and keeps everybody's state",
  async (file, from, states, refused) => {
    await using world = await createWorld();
    const summary = await importSubscribers(world.ledger, fixture(file), options);
    expect(summary.from).toBe(from);
    expect(await statesOn(world.ledger)).toEqual(states);
    expect(summary.refused).toBe(refused);
  },
);

test("keeps an imported reader's consent evidence: file, hash, line, and what the source knew", async () => {
  await using world = await createWorld();
  const file = "subscribed_email_audience_export_ab12.csv";
  const { fileHash } = await importSubscribers(world.ledger, fixture(file), options);
  const [consent, ...more] = await consentsOf(world.ledger.db, keyOf("active@chimp.example.org"));
  expect(more).toEqual([]);
  expect(consent).toMatchObject({ act: "imported", list: "weekly", source: "import:mailchimp" });
  expect(JSON.parse(consent?.evidence ?? "")).toEqual({
    file,
    sha256: fileHash,
    line: 2,
    status: "active",
    since: "2022-01-01 10:05:00",
    opted_in_at: "2022-01-01 10:00:00",
    opted_in_ip: "203.0.113.7",
    confirmed_at: "2022-01-01 10:05:00",
    confirmed_ip: "203.0.113.7",
  });
  const person = await findSubscriber(world.ledger.db, keyOf("active@chimp.example.org"));
  expect(person?.timezone).toBe("America/Lima");
});

test("reads attributes as their declared types, and reports columns and values it leaves out", async () => {
  await using world = await createWorld();
  const summary = await importSubscribers(world.ledger, fixture("own.csv"), options);
  const attributes = async (address: string) => {
    const person = await findSubscriber(world.ledger.db, keyOf(address));
    return { zone: person?.timezone, ...(JSON.parse(person?.attributes ?? "") as object) };
  };
  expect(await attributes("active@own.example.org")).toEqual({
    zone: "America/Lima",
    first_name: "Ana",
    city: "Lima",
    supporter: true,
    issues_read: 12,
    joined: "2024-05-06",
  });
  expect(await attributes("active2@own.example.org")).toEqual({
    zone: null,
    first_name: "=Luis",
    city: "Cusco",
  });
  expect(summary.ignoredColumns).toEqual(["shoe size"]);
  expect(summary.ignoredValues).toEqual({ supporter: 1, issues_read: 1, joined: 1, timezone: 1 });
});

test("splits a full name and finds attributes under another system's prefix", async () => {
  await using world = await createWorld();
  await importSubscribers(world.ledger, fixture("ghost.csv"), options);
  const person = await findSubscriber(world.ledger.db, keyOf("active@ghost.example.org"));
  expect(JSON.parse(person?.attributes ?? "")).toEqual({
    first_name: "Ana",
    last_name: "Quispe",
    city: "Lima",
  });
});

test("reads declared attributes out of listmonk's column of JSON", async () => {
  await using world = await createWorld();
  await importSubscribers(world.ledger, fixture("listmonk.csv"), options);
  const person = await findSubscriber(world.ledger.db, keyOf("unstated@listmonk.example.org"));
  expect(JSON.parse(person?.attributes ?? "")).toMatchObject({ first_name: "Ana", city: "Lima" });
});

test("makes readers of a source without a consent status active only where a person says so", async () => {
  await using world = await createWorld();
  const summary = await importSubscribers(world.ledger, fixture("leser.csv"), {
    ...options,
    unstated: "active",
  });
  expect(summary.unstated).toBe(2);
  expect(Object.values(await statesOn(world.ledger))).toEqual(["active", "active"]);
});

test("lets a person overrule the source that was recognised", async () => {
  await using world = await createWorld();
  const summary = await importSubscribers(world.ledger, fixture("kit.csv"), {
    ...options,
    from: "generic",
  });
  expect(summary.from).toBe("generic");
});
