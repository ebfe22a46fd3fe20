import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { newId } from "#src/model/ids.ts";
import { loadProject } from "#src/project/load-project.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type Desk, changesOf, desk, issueText } from "../helpers/desk.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, KEYS, addReaders, tempLedger, testClock } from "../helpers/temp-ledger.ts";

/** Zones with their offsets on 1 December 2026, in hours: written down, not computed by what is tested here. */
const ZONES: Readonly<Record<string, number>> = {
  "Pacific/Kiritimati": 14,
  "Pacific/Auckland": 13,
  "Pacific/Fiji": 12,
  "Australia/Sydney": 11,
  "Australia/Adelaide": 10.5,
  "Australia/Brisbane": 10,
  "Australia/Darwin": 9.5,
  "Asia/Tokyo": 9,
  "Australia/Eucla": 8.75,
  "Asia/Shanghai": 8,
  "Asia/Bangkok": 7,
  "Asia/Yangon": 6.5,
  "Asia/Dhaka": 6,
  "Asia/Kathmandu": 5.75,
  "Asia/Kolkata": 5.5,
  "Asia/Karachi": 5,
  "Asia/Kabul": 4.5,
  "Asia/Dubai": 4,
  "Asia/Tehran": 3.5,
  "Europe/Moscow": 3,
  "Africa/Cairo": 2,
  "Europe/Madrid": 1,
  "Europe/London": 0,
  "Atlantic/Azores": -1,
  "America/Noronha": -2,
  "America/Sao_Paulo": -3,
  "America/St_Johns": -3.5,
  "America/Halifax": -4,
  "America/Lima": -5,
  "America/Chicago": -6,
  "America/Denver": -7,
  "America/Los_Angeles": -8,
  "America/Anchorage": -9,
  "Pacific/Marquesas": -9.5,
  "Pacific/Honolulu": -10,
  "Pacific/Pago_Pago": -11,
  "Etc/GMT+12": -12,
};
const MINUTE_MS = 60_000;

async function putIntoZones(ledger: Ledger, zones: readonly (string | null)[]): Promise<void> {
  await addReaders(ledger, zones.length);
  for (const [index, timezone] of zones.entries())
    await ledger.db
      .updateTable("subscribers")
      .set({ timezone })
      .where("id", "=", index + 1)
      .execute();
}

for (const dialect of DIALECTS) {
  test(`readers in ${Object.keys(ZONES).length} zones get it at their own nine o'clock, not a minute before (${dialect})`, async () => {
    const began = Date.now();
    const clock = testClock(Date.parse("2026-11-30T18:58:00Z"));
    const ledger = await tempLedger({ dialect, clock: { now: () => clock.now() + Date.now() - began } });
    await putIntoZones(ledger, Object.keys(ZONES));
    const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
    onTestFinished(() => sandbox.close());
    const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
    const work = async () => {
      const signal = new AbortController().signal;
      await startDue(ledger);
      await runWorker(ledger, { client, keys: KEYS, token: `test:1:${newId()}`, signal, untilIdle: true });
    };
    const local = { local: "2026-12-01T09:00", zone: "America/Lima" };
    await scheduleTestSend(ledger, { dueAt: Date.parse("2026-11-30T19:00:00Z"), settings: { local } });

    const nine = Date.parse("2026-12-01T09:00:00Z");
    const wrong: string[] = [];
    let expected = 0;
    for (const [zone, hours] of Object.entries(ZONES)) {
      const due = nine - hours * 3_600_000;
      clock.advance(due - 2 * MINUTE_MS - ledger.clock.now());
      await work();
      if (sandbox.inbox.count !== expected) wrong.push(`${zone}: ${sandbox.inbox.count} before its time`);
      clock.advance(2 * MINUTE_MS);
      await work();
      expected += 1;
      if (sandbox.inbox.count !== expected) wrong.push(`${zone}: ${sandbox.inbox.count} at its time`);
    }
    expect(wrong).toEqual([]);
    const [send] = await ledger.db.selectFrom("sends").select("state").execute();
    expect(send?.state).toBe("submitted");
  });
}

test.each([
  ["America/Lima", "2026-12-02 09:00", "2026-12-02T14:00:00.000Z"],
  ["Asia/Kathmandu", "2026-12-02 09:00", "2026-12-02T03:15:00.000Z"],
  // The day before and after the clocks of Madrid go forward, and back.
  ["Europe/Madrid", "2027-03-27 09:00", "2027-03-27T08:00:00.000Z"],
  ["Europe/Madrid", "2027-03-28 09:00", "2027-03-28T07:00:00.000Z"],
  ["Europe/Madrid", "2027-10-30 09:00", "2027-10-30T07:00:00.000Z"],
  ["Europe/Madrid", "2027-10-31 09:00", "2027-10-31T08:00:00.000Z"],
  ["Asia/Kathmandu", "2028-02-29 09:00", "2028-02-29T03:15:00.000Z"],
])("in %s an issue for %s is due at %s", async (timezone, sendAt, due) => {
  const { read, state } = await desk(issueText({ timezone, send_at: sendAt }));
  await read();
  expect(await state()).toMatchObject({ state: "scheduled", due });
});

test.each([
  ["Europe/Madrid", "2027-03-28 02:30", "send-at/gap"],
  ["Europe/Madrid", "2027-10-31 02:30", "send-at/ambiguous"],
  ["Asia/Kathmandu", "2027-02-29 09:00", "send-at/invalid"],
])("in %s there is not exactly one %s, and nothing is scheduled", async (timezone, sendAt, rule) => {
  const { root, read, state } = await desk(issueText({ timezone, send_at: sendAt }));
  await read();
  expect(await state()).toBeNull();
  const [parsed] = (await loadProject(root)).issues;
  expect(parsed?.findings).toMatchObject([{ rule, severity: "error" }]);
});

test("an issue moves with its zone, its own or the newsletter's, until it starts", async () => {
  const { root, read, write, state } = await desk(issueText({ send_at: "2026-12-02 09:00" }));
  await read();
  await write(issueText({ send_at: "2026-12-02 09:00", timezone: "Europe/Madrid" }));
  expect(changesOf(await read())).toEqual(["letter moved"]);
  expect(await state()).toMatchObject({ due: "2026-12-02T08:00:00.000Z" });
  await write(issueText({ send_at: "2026-12-02 09:00" }));
  const config = join(root, "newsletter.config.ts");
  await writeFile(config, (await readFile(config, "utf8")).replace("America/Lima", "Asia/Kathmandu"));
  expect(changesOf(await read())).toEqual(["letter moved"]);
  expect(await state()).toMatchObject({ due: "2026-12-02T03:15:00.000Z" });
});

for (const [title, hours] of [
  ["later", 1],
  ["earlier", -1],
] as const) {
  test(`nine o'clock stays nine o'clock when a zone's rules change after it was scheduled: ${title}`, async () => {
    const { app, clock, state } = await byPerson();
    // As the rules were when it was written down.
    const then = Date.parse("2026-12-02T14:00:00Z") + hours * 3_600_000;
    await app.ledger.db.updateTable("sends").set({ due_at: then }).execute();
    clock.advance(Date.parse("2026-12-02T13:59:00Z") - clock.now());
    await startDue(app.ledger);
    expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-02T14:00:00.000Z" });
    clock.advance(MINUTE_MS);
    await startDue(app.ledger);
    expect(await state()).toMatchObject({ state: "submitting" });
  });
}

/** Scheduled by hand for nine in Lima; the file says nothing of a time. */
async function byPerson(): Promise<Desk> {
  const made = await desk(issueText({ send_at: null }));
  await addReaders(made.app.ledger, 1);
  const project = await loadProject(made.root);
  const [parsed] = project.issues;
  if (parsed === undefined) throw new Error("There is no issue.");
  const at = {
    dueAt: Date.parse("2026-12-02T14:00:00Z"),
    wallLocal: "2026-12-02T09:00",
    zone: "America/Lima",
    local: null,
  };
  expect((await scheduleIssue(made.app, project, parsed, { by: "person", at })).kind).toBe("scheduled");
  return made;
}

const LOCAL = issueText({ send_at: "2026-12-01 09:00 local" });
const FOUR = ["Pacific/Kiritimati", "Asia/Tokyo", "Asia/Kathmandu", null];

test("scheduled after the first mornings, an issue names how many get it at once, and the others wait for theirs", async () => {
  // Nine was four hours ago on Kiritimati and is an hour off in Tokyo; in Lima it is the evening before.
  const { app, read, state } = await desk(LOCAL, {}, "2026-11-30T23:00:00Z");
  await putIntoZones(app.ledger, FOUR);
  const [change] = await read();
  expect(change).toMatchObject({
    change: "scheduled",
    findings: [{ rule: "schedule/at-once", message: expect.stringContaining("1 of 4 readers") }],
  });
  await startDue(app.ledger);
  expect(await read()).toEqual([]);
  expect(await state()).toMatchObject({ state: "submitting" });
  const rows = await app.ledger.db.selectFrom("batches").select("not_before").orderBy("n").execute();
  expect(rows.map(({ not_before: at }) => new Date(at).toISOString())).toEqual([
    "2026-11-30T19:00:00.000Z",
    "2026-12-01T00:00:00.000Z",
    "2026-12-01T03:15:00.000Z",
    "2026-12-01T14:00:00.000Z",
  ]);
});

test("scheduled before the first morning, an issue has nothing to say and is due in UTC+14", async () => {
  const { app, read, state } = await desk(LOCAL, {}, "2026-11-30T18:00:00Z");
  await putIntoZones(app.ledger, FOUR);
  expect(await read()).toMatchObject([{ change: "scheduled", findings: [] }]);
  expect(await state()).toMatchObject({ due: "2026-11-30T19:00:00.000Z" });
});

test("first seen after the newsletter's own nine o'clock, an issue is missed; a person may still schedule it", async () => {
  const { app, root, read, state } = await desk(LOCAL, {}, "2026-12-01T14:00:00Z");
  await putIntoZones(app.ledger, [...FOUR, "Pacific/Honolulu"]);
  expect(await read()).toMatchObject([{ change: "missed", findings: [{ rule: "schedule/missed" }] }]);
  const project = await loadProject(root);
  const [parsed] = project.issues;
  if (parsed === undefined) throw new Error("There is no issue.");
  const wish = { by: "person", at: null } as const;
  const outcome = await scheduleIssue(app, project, parsed, wish);
  expect(outcome.findings).toContainEqual(
    expect.objectContaining({ rule: "schedule/at-once", message: expect.stringContaining("4 of 5 readers") }),
  );
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-01T14:00:00.000Z" });

  const late = await desk(LOCAL, {}, "2026-12-01T21:00:01Z");
  expect(await late.read()).toMatchObject([{ change: "missed" }]);
  const after = await loadProject(late.root);
  const refused = await scheduleIssue(late.app, after, after.issues[0] ?? parsed, wish);
  expect(refused).toMatchObject({
    kind: "refused",
    findings: expect.arrayContaining([expect.objectContaining({ rule: "schedule/past" })]),
  });
});
