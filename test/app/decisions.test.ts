import { expect, test } from "vitest";
import { scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { loadProject } from "#src/project/load-project.ts";
import { cancelSend, pauseSend, resumeSend, unscheduleSend } from "#src/send/decide-send.ts";
import { startDue } from "#src/send/start-due.ts";
import { type Desk, changesOf, desk, issueText } from "../helpers/desk.ts";
import { addReaders } from "../helpers/temp-ledger.ts";

const at = (iso: string) => ({ dueAt: Date.parse(iso), wallLocal: null, zone: "America/Lima", local: null });

/** A person's `letterpress schedule`, with `--at` where a time is given. */
async function byHand({ app, root }: Desk, iso: string | null = null) {
  const project = await loadProject(root);
  const [parsed] = project.issues;
  if (parsed === undefined) throw new Error("There is no issue.");
  return scheduleIssue(app, project, parsed, { by: "person", at: iso === null ? null : at(iso) });
}

test("a person's word is over once the file said another time, even if it comes back to the old one", async () => {
  const made = await desk();
  const { app, read, write, state } = made;
  await read();
  await unscheduleSend(app.ledger, "letter", "person");
  await write(issueText({ send_at: "2026-12-03 09:00" }));
  expect(changesOf(await read())).toEqual(["letter scheduled"]);
  await write(issueText());
  expect(changesOf(await read())).toEqual(["letter moved"]);
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-01T14:00:00.000Z" });
});

test("a person's time holds against the file's until that changes, and the send takes the file's new text", async () => {
  const made = await desk();
  const { read, write, state } = made;
  await read();
  await byHand(made, "2026-12-05T12:00:00Z");
  expect(await read()).toEqual([]);
  const before = await state();
  await write(issueText({}, "Good evening, everybody. Other words."));
  expect(changesOf(await read())).toEqual(["letter edited"]);
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-05T12:00:00.000Z" });
  expect((await state())?.digest).not.toBe(before?.digest);
  await write(issueText({ send_at: "2026-12-06 09:00" }, "Good evening, everybody. Other words."));
  expect(changesOf(await read())).toEqual(["letter moved"]);
  expect(await state()).toMatchObject({ due: "2026-12-06T14:00:00.000Z" });
});

test("an issue without a time that a person has scheduled takes its edits, and keeps the person's time", async () => {
  const made = await desk(issueText({ send_at: null }));
  const { read, write, state } = made;
  expect(await read()).toEqual([]);
  await byHand(made, "2026-12-05T12:00:00Z");
  const before = await state();
  expect(await read()).toEqual([]);
  await write(issueText({ send_at: null }, "Good evening, everybody. Other words."));
  expect(changesOf(await read())).toEqual(["letter edited"]);
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-05T12:00:00.000Z" });
  expect((await state())?.digest).not.toBe(before?.digest);
});

test("a send that paused because it was late goes on when its file names a time to come, and not before", async () => {
  const { app, clock, read, write, state } = await desk();
  await read();
  clock.advance(5 * 3_600_000 + 61 * 60_000);
  await startDue(app.ledger);
  expect(await state()).toMatchObject({ state: "paused", reason: "late" });
  expect(await read()).toEqual([]);
  await startDue(app.ledger);
  expect(await state()).toMatchObject({ state: "paused", reason: "late" });
  await write(issueText({ send_at: "2026-12-02 09:00" }));
  expect(changesOf(await read())).toEqual(["letter moved"]);
  expect(await state()).toMatchObject({ state: "scheduled", reason: null, due: "2026-12-02T14:00:00.000Z" });
});

test("a late edit that waits goes on when its file names a later time: there is time to look again", async () => {
  const { clock, read, write, state } = await desk();
  await read();
  clock.advance(5 * 3_600_000 - 5 * 60_000);
  const words = "Good morning, everybody. One last correction.";
  await write(issueText({}, words));
  expect(changesOf(await read())).toEqual(["letter waits"]);
  // Five minutes later is still too near.
  await write(issueText({ send_at: "2026-12-01 09:04" }, words));
  await read();
  expect(await state()).toMatchObject({ state: "paused", reason: "edited" });
  await write(issueText({ send_at: "2026-12-01 11:00" }, words));
  expect(changesOf(await read())).toEqual(["letter moved"]);
  expect(await state()).toMatchObject({ state: "scheduled", reason: null });
});

test("a person's pause holds whatever the file says, until a person schedules or resumes", async () => {
  const made = await desk();
  const { app, read, write, state } = made;
  await read();
  await pauseSend(app.ledger, "letter", "person", "Looking.");
  await write(issueText({ send_at: "2026-12-02 09:00" }));
  expect(changesOf(await read())).toEqual(["letter moved"]);
  expect(await state()).toMatchObject({ state: "paused", reason: "person" });
  expect(await byHand(made, "2026-12-03T12:00:00Z")).toMatchObject({
    kind: "scheduled",
    send: { state: "scheduled" },
  });
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-03T12:00:00.000Z" });
});

test("a time that was past when it was written neither starts the send nor leaves it at the old one", async () => {
  const { app, clock, read, write, state } = await desk(issueText({ send_at: "2026-12-02 09:00" }));
  await addReaders(app.ledger, 1);
  await read();
  // Half an hour ago: what is only a little late would start at once.
  await write(issueText({ send_at: "2026-12-01 03:30" }));
  expect(await read()).toMatchObject([{ change: "missed", findings: [{ rule: "schedule/missed" }] }]);
  await startDue(app.ledger);
  expect(await state()).toMatchObject({ state: "paused", reason: "late" });
  clock.advance(24 * 3_600_000 + 5 * 3_600_000);
  await read();
  await startDue(app.ledger);
  expect(await state()).toMatchObject({ state: "paused", reason: "late" });
  await write(issueText({ send_at: "2026-12-03 09:00" }));
  await read();
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-03T14:00:00.000Z" });
});

test("a send that found nobody is planned again when a person resumes it, and goes to the readers on the list by then", async () => {
  const { app, clock, read, state } = await desk();
  const { ledger } = app;
  await addReaders(ledger, 1);
  const suppress = ledger.db
    .insertInto("suppressions")
    .columns(["address_key", "reason", "at", "source"])
    .expression((eb) =>
      eb
        .selectFrom("subscribers")
        .select([
          "address_key",
          eb.val("manual").as("reason"),
          eb.val(0).as("at"),
          eb.val("test").as("source"),
        ]),
    );
  await suppress.execute();
  await read();
  clock.advance(5 * 3_600_000);
  await startDue(ledger);
  expect(await state()).toMatchObject({ state: "paused", reason: "empty" });
  await ledger.db.deleteFrom("suppressions").execute();
  await resumeSend(ledger, "letter");
  await startDue(ledger);
  expect(await state()).toMatchObject({ state: "submitting" });
  const send = await ledger.db.selectFrom("sends").select(["candidates", "excluded", "recipients"]).execute();
  expect(send).toEqual([{ candidates: 1, excluded: 0, recipients: 1 }]);
});

test("what was canceled stays canceled when its words change, and a person may schedule it again", async () => {
  const made = await desk();
  const { app, read, write, state } = made;
  await read();
  await cancelSend(app.ledger, "letter");
  await write(issueText({}, "Good evening, everybody. Other words."));
  expect(await read()).toEqual([]);
  expect(await state()).toMatchObject({ state: "canceled" });
  await byHand(made);
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-01T14:00:00.000Z" });
});
