import { sql } from "kysely";
import { expect, test } from "vitest";
import { readAndStart } from "#src/app/job/tick.ts";
import { allTriggers } from "#src/store/sends/triggers.ts";
import { desk, issueText } from "../helpers/desk.ts";
import { addReaders } from "../helpers/temp-ledger.ts";

const HOUR = 3_600_000;

test("a send that cannot be planned is reported, and keeps no reader from getting their confirmation mail", async () => {
  const { app, clock } = await desk(issueText({ send_at: "2026-12-01 05:00" }));
  await addReaders(app.ledger, 2);
  await readAndStart(app);
  const { db } = app.ledger;
  await sql`delete from triggers`.execute(db);
  await sql`create trigger no_room before insert on deliveries
    begin select raise(abort, 'no room for deliveries'); end`.execute(db);
  clock.advance(HOUR);
  const { started, failures } = await readAndStart(app);
  expect(started).toMatchObject([{ what: "failed" }]);
  expect(failures).toMatchObject([{ message: expect.stringContaining("no room") }]);
  expect((await allTriggers(db)).map(({ name }) => name)).toContain("confirm");
});
