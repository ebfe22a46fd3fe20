import { expect, test } from "vitest";
import { cancelSend, resumeSend, unscheduleSend } from "#src/send/decide-send.ts";
import { startDue } from "#src/send/start-due.ts";
import { changesOf, desk, issueText } from "../helpers/desk.ts";
import { addReaders } from "../helpers/temp-ledger.ts";

test("an issue that is ready is scheduled at its own wall clock, once", async () => {
  const { read, state } = await desk();
  expect(changesOf(await read())).toEqual(["letter scheduled"]);
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-01T14:00:00.000Z" });
  expect(await read()).toEqual([]);
});

test("a draft is never scheduled, and becomes one again", async () => {
  const { read, write, state } = await desk(issueText({ draft: "true" }));
  expect(await read()).toEqual([]);
  await write(issueText());
  await read();
  await write(issueText({ draft: "true" }));
  expect(changesOf(await read())).toEqual(["letter unscheduled"]);
  expect(await state()).toMatchObject({ state: "canceled" });
});

test("an edit is taken in with its new digest, and a new time moves it", async () => {
  const { read, write, state } = await desk();
  await read();
  const before = await state();
  await write(issueText({}, "Good evening, everybody. This is another letter."));
  expect(changesOf(await read())).toEqual(["letter edited"]);
  expect((await state())?.digest).not.toBe(before?.digest);
  await write(issueText({ send_at: "2026-12-02 10:30" }, "Good evening, everybody. This is another letter."));
  expect(changesOf(await read())).toEqual(["letter moved"]);
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-02T15:30:00.000Z" });
});

test("an edit within ten minutes of the time waits for a person, who may approve it", async () => {
  const { app, clock, read, write, state } = await desk();
  await addReaders(app.ledger, 1);
  await read();
  clock.advance(5 * 3_600_000 - 5 * 60_000);
  await write(issueText({}, "Good morning, everybody. One last correction."));
  expect(changesOf(await read())).toEqual(["letter waits"]);
  clock.advance(10 * 60_000);
  await startDue(app.ledger);
  expect(await state()).toMatchObject({ state: "paused", reason: "edited" });
  await resumeSend(app.ledger, "letter");
  expect(await read()).toEqual([]);
  await startDue(app.ledger);
  expect(await state()).toMatchObject({ state: "submitting" });
});

test("an issue that gets an error pauses, and continues when it is fixed", async () => {
  const { read, write, state } = await desk();
  await read();
  await write(issueText({ sendat: "tomorrow" }));
  expect(changesOf(await read())).toEqual(["letter held"]);
  expect(await state()).toMatchObject({ state: "paused", reason: "errors" });
  await write(issueText());
  await read();
  expect(await state()).toMatchObject({ state: "scheduled" });
});

test("an issue with an error is never scheduled", async () => {
  const { read, state } = await desk(issueText({}, "A [dead link](javascript:alert(1))."));
  await read();
  expect(await state()).toBeNull();
});

test("first seen ready after its time, an issue is missed, not sent", async () => {
  const { clock, read, state } = await desk();
  clock.advance(6 * 3_600_000);
  const [change] = await read();
  expect(change).toMatchObject({
    change: "missed",
    findings: [{ rule: "schedule/missed", severity: "error", line: 4 }],
  });
  expect(await state()).toBeNull();
});

test("a person's unschedule or cancel holds until the file names another time", async () => {
  for (const decide of [unscheduleSend, cancelSend]) {
    const { app, read, write, state } = await desk();
    await read();
    await decide(app.ledger, "letter", "person");
    expect(await read()).toEqual([]);
    expect(await state()).toMatchObject({ state: "canceled" });
    await write(issueText({ send_at: "2026-12-03 09:00" }));
    expect(changesOf(await read())).toEqual(["letter scheduled"]);
  }
});

test("an issue that was sent stays sent, whatever its file says afterwards", async () => {
  const { app, clock, read, write } = await desk();
  await addReaders(app.ledger, 1);
  await read();
  clock.advance(5 * 3_600_000);
  await startDue(app.ledger);
  await write(issueText({ send_at: "2026-12-09 09:00" }, "Something else entirely, a week later."));
  expect((await read()).map(({ change }) => change)).not.toContain("scheduled");
});
