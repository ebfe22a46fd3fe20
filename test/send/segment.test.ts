import { expect, test } from "vitest";
import { parseSegment } from "#src/issue/segment/parse-segment.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { planSend } from "#src/send/plan-send.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, addReaders, tempLedger } from "../helpers/temp-ledger.ts";

const newsletter = newsletterSchema.parse({
  name: "Test",
  url: "https://news.example.org",
  from: "desk@news.example.org",
  postal_address: "1 Example Street",
  timezone: "UTC",
  lists: { weekly: { title: "Weekly" } },
});

function ruleOf(query: string) {
  const { segment } = parseSegment(query, newsletter, { file: "a.md", line: 1, column: 1 });
  if (segment === null) throw new Error(`${query} is no segment.`);
  return { kind: "segment", rule: segment, by: "file" } as const;
}

for (const dialect of DIALECTS) {
  test(`a segment is asked when the send is planned, and exclusions are counted within it (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 250);
    await ledger.db
      .updateTable("subscribers")
      // By the ledger's own clock: on PostgreSQL it is the server's, whatever a test's clock says.
      .set({ paused_until: ledger.clock.now() + 3_600_000 })
      .where("id", "=", 11)
      .execute();
    const { send } = await scheduleTestSend(ledger, { settings: { part: ruleOf("first_name:*1*") } });
    await ledger.db.updateTable("sends").set({ state: "planning", segment: "first_name:*1*" }).execute();
    await planSend(ledger, send.id);
    const wanted = Array.from({ length: 250 }, (_, n) => n + 1).filter((n) => String(n).includes("1")).length;
    expect(await sendById(ledger.db, send.id)).toMatchObject({
      state: "submitting",
      candidates: wanted,
      excluded: 1,
      recipients: wanted - 1,
    });
    const rows = await ledger.db.selectFrom("deliveries").select("address").execute();
    expect(rows).toHaveLength(wanted - 1);
    expect(rows.every(({ address }) => address.split("@")[0]?.includes("1"))).toBe(true);
  });

  test(`a send with a segment nobody can tell the meaning of mails nobody (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 3);
    const { send } = await scheduleTestSend(ledger);
    await ledger.db.updateTable("sends").set({ state: "planning", segment: "plan:pro" }).execute();
    await planSend(ledger, send.id);
    expect(await sendById(ledger.db, send.id)).toMatchObject({ state: "paused", recipients: null });
    expect(await ledger.db.selectFrom("deliveries").selectAll().execute()).toEqual([]);
  });
}
