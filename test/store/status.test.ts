import { expect, test } from "vitest";
import { needsPerson, readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, tempLedger } from "../helpers/temp-ledger.ts";

for (const dialect of DIALECTS) {
  test(`a send that needs somebody is never cut off, however many were due after it (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    for (let n = 1; n <= 15; n++) await scheduleTestSend(ledger, { slug: `issue-${n}`, dueAt: n * 1000 });
    await ledger.db.updateTable("sends").set({ state: "submitted" }).where("due_at", ">", 3000).execute();
    await ledger.db.updateTable("sends").set({ state: "settling" }).where("due_at", "=", 1000).execute();
    const all = await readStatus(ledger.db, null, 5);
    expect(all.map(({ slug }) => slug)).toEqual([
      // What is not over first, then the latest of the others.
      "issue-3",
      "issue-2",
      "issue-1",
      "issue-15",
      "issue-14",
      "issue-13",
      "issue-12",
      "issue-11",
    ]);
    expect(all.filter(needsPerson)).toEqual([]);
    const settling = all.find(({ slug }) => slug === "issue-1");
    expect(settling && needsPerson({ ...settling, outcomes: { ...settling.outcomes, uncertain: 1 } })).toBe(
      true,
    );
  });
}
