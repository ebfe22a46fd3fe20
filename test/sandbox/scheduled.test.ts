import { Resend } from "resend";
import { expect, test } from "vitest";
import { readScheduledAt } from "#src/sandbox/mail/scheduled-at.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";

const now = Date.UTC(2026, 11, 1, 9, 30);
const still = { now: () => now };
const message = { from: "news@stone.dev", to: "ana@readers.dev", subject: "Hi", text: "Hi" };

test("Reads ISO dates and a little English", () => {
  const iso = (text: string) => {
    const at = readScheduledAt(text, now);
    return at === null ? null : new Date(at).toISOString();
  };
  expect(iso("2026-12-02T10:00:00+01:00")).toBe("2026-12-02T09:00:00.000Z");
  expect(iso("2026-12-02T10:00:00")).toBe("2026-12-02T10:00:00.000Z");
  expect(iso("2026-12-02 10:00:00+00")).toBe("2026-12-02T10:00:00.000Z");
  expect(iso("in 1 min")).toBe("2026-12-01T09:31:00.000Z");
  expect(iso("in an hour")).toBe("2026-12-01T10:30:00.000Z");
  expect(iso("tomorrow at 9am")).toBe("2026-12-02T09:00:00.000Z");
  expect(iso("tomorrow at 12am")).toBe("2026-12-02T00:00:00.000Z");
  expect(iso("today at 14:45")).toBe("2026-12-01T14:45:00.000Z");
  for (const text of ["soon", "in 3 moons", "tomorrow at 13pm", "2026-13-01", "12/01/2026", ""]) {
    expect([text, iso(text)]).toEqual([text, null]);
  }
});

test("Holds a scheduled email until its time, and delivers it then", async () => {
  await using sandbox = await startSandbox({ clock: still });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const { data } = await resend.emails.send({ ...message, scheduledAt: "in 1 hour" });
  const state = async () => (await resend.emails.get(data?.id ?? "")).data?.last_event;
  await sandbox.webhooks.flush();
  expect(await state()).toBe("scheduled");
  await sandbox.advance(59 * 60_000);
  expect(await state()).toBe("scheduled");
  await sandbox.advance(2 * 60_000);
  expect(await state()).toBe("delivered");
});

test("Answers with the date of its own clock, for a client that takes the time from Resend", async () => {
  await using sandbox = await startSandbox({ clock: still });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  expect((await resend.emails.list()).headers?.["date"]).toBe("Tue, 01 Dec 2026 09:30:00 GMT");
  await sandbox.advance(3_600_000);
  expect((await resend.emails.get("none")).headers?.["date"]).toBe("Tue, 01 Dec 2026 10:30:00 GMT");
});

test("Cancels and moves scheduled emails, and nothing else", async () => {
  await using sandbox = await startSandbox({ clock: still, switches: { rate_limit: 1000 } });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const schedule = async () =>
    (await resend.emails.send({ ...message, scheduledAt: "in 1 hour" })).data?.id ?? "";
  const canceled = await schedule();
  expect((await resend.emails.cancel(canceled)).data).toEqual({ object: "email", id: canceled });
  expect((await resend.emails.update({ id: canceled, scheduledAt: "in 2 hours" })).error?.statusCode).toBe(
    422,
  );

  const moved = await schedule();
  await resend.emails.update({ id: moved, scheduledAt: "in 3 hours" });
  await sandbox.advance(2 * 3_600_000);
  expect(sandbox.inbox.get(moved)?.lastEvent).toBe("scheduled");
  await sandbox.advance(2 * 3_600_000);
  expect(sandbox.inbox.get(moved)?.lastEvent).toBe("delivered");
  expect(sandbox.inbox.get(canceled)?.lastEvent).toBe("canceled");

  const { data } = await resend.emails.send(message);
  expect((await resend.emails.cancel(data?.id ?? "")).error?.statusCode).toBe(422);
});

test("Fails scheduled mail whose key has been revoked by then", async () => {
  await using sandbox = await startSandbox({ clock: still });
  const resend = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  await resend.emails.send({ ...message, scheduledAt: "in 1 hour" });
  sandbox.setKeyState(sandbox.sendingKey, "inactive");
  await sandbox.advance(2 * 3_600_000);
  expect(sandbox.inbox.list().data[0]?.lastEvent).toBe("failed");
});

test("Sends what is scheduled in the past, or refuses it; refuses more than 30 days, or not; by switch", async () => {
  await using sandbox = await startSandbox({ clock: still, switches: { rate_limit: 1000 } });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const status = async (scheduledAt: string) =>
    (await resend.emails.send({ ...message, scheduledAt })).error?.statusCode ?? 200;
  expect(await status("2026-11-01T00:00:00Z")).toBe(200);
  expect(await status("2027-03-01T00:00:00Z")).toBe(422);
  sandbox.switches.schedule_past = "refuse";
  sandbox.switches.schedule_beyond_30_days = "accept";
  expect(await status("2026-11-01T00:00:00Z")).toBe(422);
  expect(await status("2027-03-01T00:00:00Z")).toBe(200);
  expect(await status("whenever")).toBe(422);
});

test("Counts scheduled mail against the quota when it is accepted, or when it leaves, by switch", async () => {
  await using sandbox = await startSandbox({ clock: still, switches: { rate_limit: 1000, daily_quota: 1 } });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const schedule = async () =>
    (await resend.emails.send({ ...message, scheduledAt: "in 1 hour" })).error?.name ?? "ok";
  expect([await schedule(), await schedule()]).toEqual(["ok", "daily_quota_exceeded"]);
  sandbox.switches.daily_quota = 2;
  sandbox.switches.scheduled_counts = "when_sent";
  expect([await schedule(), await schedule()]).toEqual(["ok", "ok"]);
  await sandbox.advance(2 * 3_600_000);
  await sandbox.webhooks.flush();
  expect(
    sandbox.inbox
      .list()
      .data.map(({ lastEvent }) => lastEvent)
      .toSorted(),
  ).toEqual(["delivered", "delivered", "failed"]);
});
