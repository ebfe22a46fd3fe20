import { expect, test } from "vitest";
import { parseSegment } from "#src/issue/segment/parse-segment.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { segmentWhere } from "#src/store/audience/segment-where.ts";
import { cpuTime } from "../helpers/cpu-time.ts";
import { DIALECTS, NOW, createWorld, importText, newsletter } from "./audience.ts";

const place = { file: "issues/a.md", line: 4, column: 11 };
const DAY = 86_400_000;

const READERS = `email,status,since,timezone,first_name,city,plan,supporter,issues_read,joined
ana@x.example.org,active,2025-12-31T23:00:00Z,America/Lima,Ana,Lima,pro,true,12,2024-01-01
luis@x.example.org,active,2026-01-01T00:00:00Z,America/Lima,Luis,Cusco,PRO,false,3,2024-06-01
eva@y.example.org,active,2026-03-01T00:00:00Z,,Eva,New York,free,,0,
noa@y.example.org,active,2026-06-01T00:00:00Z,Europe/Madrid,Noa,,,true,,2025-01-01
ida@y.example.org,active,2026-06-02T00:00:00Z,,Ida,San_Juan,gold,false,-5,2026-11-24
`;

async function who(ledger: Ledger, query: string): Promise<string> {
  const { segment, findings } = parseSegment(query, newsletter, place);
  expect({ query, findings }).toEqual({ query, findings: [] });
  if (segment === null) throw new Error("no segment");
  const rows = await ledger.db
    .selectFrom("subscribers as s")
    .select("s.address")
    .where(segmentWhere(segment, ledger.dialect, NOW))
    .orderBy("s.address")
    .execute();
  return rows.map(({ address }) => address.split("@")[0]).join(" ");
}

test.each(DIALECTS)("chooses the readers a query means (%s)", async (dialect) => {
  await using world = await createWorld(dialect);
  const { ledger } = world;
  await importText(ledger, READERS);
  await importText(ledger, "email\nluis@x.example.org\n", { list: "interviews" });
  const queries: Record<string, string> = {
    "": "ana eva ida luis noa",
    "plan:pro": "ana luis",
    "-plan:pro": "eva ida noa",
    "NOT plan:pro": "eva ida noa",
    "plan:*": "ana eva ida luis",
    "-plan:*": "noa",
    "city:(Lima OR Cusco)": "ana luis",
    "-city:(Lima OR Cusco)": "eva ida noa",
    "-(plan:pro OR plan:gold)": "eva noa",
    "(plan:pro OR plan:gold) issues_read:>0": "ana luis",
    'city:"new york"': "eva",
    "city:New*": "eva",
    "city:San_*": "ida",
    "city:_____*": "",
    "supporter:true": "ana noa",
    "supporter:false": "ida luis",
    "-supporter:true": "eva ida luis",
    "issues_read:0": "eva",
    "issues_read:>=3": "ana luis",
    "issues_read:<0": "ida",
    "issues_read:[0 TO 3]": "eva luis",
    "issues_read:{0 TO 12}": "luis",
    "joined:<2025-01-01": "ana luis",
    "joined:>=2025-01-01": "ida noa",
    "subscribed:>2026-01-01": "eva ida noa",
    "subscribed:>=2026-01-01": "eva ida luis noa",
    "subscribed:<2026-01-01": "ana",
    "subscribed:2026-01-01": "luis",
    "email:*@y.example.org": "eva ida noa",
    'timezone:"America/Lima"': "ana luis",
    "list:interviews": "luis",
    "plan:pro -city:Lima subscribed:>=2026-01-01": "luis",
    "clicked:30d": "",
    "received:first-issue": "",
    "-received:first-issue": "ana eva ida luis noa",
  };
  const found: Record<string, string> = {};
  for (const query of Object.keys(queries)) found[query] = await who(ledger, query);
  expect(found).toEqual(queries);
});

test.each(DIALECTS)("chooses by what was sent and clicked (%s)", async (dialect) => {
  await using world = await createWorld(dialect);
  const { ledger } = world;
  const { db } = ledger;
  await importText(ledger, READERS);
  await sent(ledger);
  expect(await who(ledger, "received:first-issue")).toBe("ana luis");
  expect(await who(ledger, "-received:first-issue")).toBe("eva ida noa");
  // Under its former name, too: "not received" would be everybody otherwise.
  await db.insertInto("aliases").values({ slug: "old-name", issue_id: 1 }).execute();
  expect(await who(ledger, "received:old-name")).toBe("ana luis");
  expect(await who(ledger, "clicked:30d")).toBe("ana");
  expect(await who(ledger, "clicked:9w")).toBe("ana luis");
  expect(await who(ledger, "-clicked:30d")).toBe("eva ida luis noa");
  expect(await db.selectFrom("events").selectAll().execute()).toHaveLength(2);
  // What a machine opened is no reader's interest.
  await db
    .updateTable("events")
    .set({ kind: "machine" })
    .where("at", ">", NOW - 2 * DAY)
    .execute();
  expect(await who(ledger, "clicked:30d")).toBe("");
  expect(await who(ledger, "clicked:9w")).toBe("luis");
});

test.each([
  ["plam:pro", 1, /no field "plam"/, "Did you mean plan?"],
  ["plan:pro wibble:x", 10, /no field "wibble"/, /first_name, last_name, city/],
  ["issues_read:many", 13, /Expected a number for issues_read, got "many"/, null],
  ["supporter:perhaps", 11, /true or false/, null],
  ["supporter:>true", 12, /cannot be compared/, null],
  ["joined:>2024-02-30", 9, /a date such as/, null],
  ["subscribed:>yesterday", 13, /a date such as subscribed:>2026-12-01/, null],
  ["clicked:soon", 9, /clicked:30d/, null],
  ["list:daily", 6, /weekly, interviews/, null],
  ["city:/Li.*/", 6, /regular expression/, null],
  ["Lima", 1, /word without a field/, /city:Lima/],
  ["city:(Lima OR Cusco", 6, /never closed/, null],
  ["plan:pro city:(Lima OR issues_read:3)", 24, /may contain values only/, null],
  ["plan:pro city:(Lima OR )", 24, /cannot be read/, null],
  ["plan:pro AND", 13, /cannot be read/, null],
  ["x".repeat(2001), 2001, /at most 2000/, null],
])("names what is wrong with %s, and the column", (query, column, message, hint) => {
  const { segment, findings } = parseSegment(query, newsletter, { ...place, column: 1 });
  expect(segment).toBeNull();
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    rule: "segment/invalid",
    severity: "error",
    file: "issues/a.md",
    line: 4,
    column,
  });
  expect(findings[0]?.message).toMatch(message);
  expect(findings[0]?.hint ?? "").toMatch(hint ?? /^/);
});

test("counts columns from where the segment begins in the file", () => {
  expect(parseSegment("plam:pro", newsletter, place).findings[0]?.column).toBe(11);
});

test("refuses deep brackets and hostile values without running into trouble", async () => {
  await using world = await createWorld();
  const deeply = [
    `city:${"(".repeat(900)}Lima${")".repeat(900)}`,
    `${"-(".repeat(600)}city:Lima${")".repeat(600)}`,
    "(".repeat(2000),
    "-".repeat(2000),
    `city:${'"'.repeat(1500)}`,
    Array.from({ length: 150 }, () => "city:Lima").join(" "),
  ];
  expect(cpuTime(() => deeply.forEach((deep) => parseSegment(deep, newsletter, place)))).toBeLessThan(3_000);
  expect(
    parseSegment(`${"-(".repeat(30)}city:Lima${")".repeat(30)}`, newsletter, place).findings[0]?.message,
  ).toBe("The brackets are nested too deeply.");
  await importText(world.ledger, READERS);
  expect(await who(world.ledger, `city:"') or 1=1 --"`)).toBe("");
  expect(await who(world.ledger, 'city:"%"')).toBe("");
});

/** One issue sent to two readers, one of whom clicked today and one six weeks ago. */
async function sent({ db }: Ledger): Promise<void> {
  await db.insertInto("emails").values({ digest: "d", body: "{}", created_at: NOW }).execute();
  await db
    .insertInto("issues")
    .values({
      slug: "first-issue",
      path: "issues/first-issue.md",
      first_seen_at: NOW,
      file_send_at: null,
    })
    .execute();
  await db
    .insertInto("sends")
    .values({
      public_id: "s",
      kind: "issue",
      issue_id: 1,
      cause: null,
      email_digest: "d",
      list: "weekly",
      segment: null,
      wall_local: null,
      zone: "UTC",
      due_at: NOW,
      scheduled_by: "file",
      git_commit: null,
      state: "submitted",
      reason: null,
      note: null,
      settings: "{}",
      scheduled_at: NOW,
      planned_at: NOW,
      started_at: NOW,
      finished_at: NOW,
      updated_at: NOW,
    })
    .execute();
  const people = await db.selectFrom("subscribers").selectAll().where("address", "like", "%@x.%").execute();
  for (const person of people) {
    const { id } = await db
      .insertInto("deliveries")
      .values({
        send_id: 1,
        subscriber_id: person.id,
        subscriber_public_id: person.public_id,
        issue_id: 1,
        address: person.address,
        address_key: person.address_key,
        batch_id: null,
        position: 0,
        slot_values: "{}",
        provider_id: null,
        outcome: "submitted",
        reason: null,
        arrival: 0,
        arrival_at: null,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await db
      .insertInto("events")
      .values({
        provider_event_id: `e${id}`,
        name: "email.clicked",
        delivery_id: id,
        send_id: 1,
        provider_id: null,
        at: person.address.startsWith("ana") ? NOW - DAY : NOW - 42 * DAY,
        received_at: NOW,
        payload: "{}",
        state: 1,
        kind: "human",
      })
      .execute();
  }
}
