import { Readable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { applyBrake } from "#src/app/schedule/apply-brake.ts";
import { watchBrake } from "#src/app/schedule/watch-brake.ts";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { resumeSend } from "#src/send/decide-send.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { type Press, startPress } from "../web/press.ts";

const ISSUE = `---
title: A letter for a bad list
subject: A letter for a bad list
preview_text: A line about this issue that is long enough for an inbox to show.
send_at: 2026-12-01T10:00:00Z
draft: false
---

Hello.
`;

/** 60 readers, of whom the first wave of 30 has the letter; the others follow after ten minutes without a word. */
async function firstWave(): Promise<{ press: Press; send: () => Promise<SendRow> }> {
  const press = await startPress({
    issues: { "issues/first.md": ISSUE },
    config: { wave: { above: 10, share: 0.5, minutes: 10 }, brake: { bounces: 0.04, complaints: 0.001 } },
  });
  onTestFinished(() => press[Symbol.asyncDispose]());
  const rows = Array.from({ length: 60 }, (_, n) => `reader${n}@example.org`);
  await importSubscribers(
    press.app.ledger,
    Readable.from([Buffer.from(`email\n${rows.join("\n")}\n`)], { objectMode: false }),
    {
      list: "weekly",
      newsletter: press.newsletter,
      suppressionKey: press.app.config.suppressionKey,
      unstated: "active",
    },
  );
  await press.tick();
  press.clock.advance(3_600_000);
  await press.tick();
  const send = () =>
    press.app.ledger.db.selectFrom("sends").selectAll().where("kind", "=", "issue").executeTakeFirstOrThrow();
  expect(await send()).toMatchObject({ state: "paused", reason: "wave" });
  return { press, send };
}

/** Let some of the letters that went out bounce. */
async function bounce({ app, clock }: Press, count: number): Promise<void> {
  const { ledger, config } = app;
  const posted = await ledger.db
    .selectFrom("deliveries")
    .select(["provider_id", "address"])
    .where("outcome", "=", "submitted")
    .where("arrival", "=", 0)
    .limit(count)
    .execute();
  for (const { provider_id: id, address } of posted) {
    const body = {
      type: "email.bounced",
      created_at: new Date(clock.now()).toISOString(),
      data: { email_id: id, to: [address], bounce: { type: "Permanent", subType: "General", message: "" } },
    };
    const event = parseEvent(JSON.stringify(body), { id: `evt_${id}`, receivedAt: clock.now() });
    if (event === null) throw new Error("The event does not parse.");
    await takeEvent(ledger, event, { suppressionKey: config.suppressionKey });
  }
}

test("two looks at the same bounces stop a waiting send once", async () => {
  const { press, send } = await firstWave();
  await bounce(press, 10);
  const { id } = await send();
  const looks = await Promise.all([applyBrake(press.app, id), applyBrake(press.app, id)]);
  expect(looks.toSorted()).toEqual([false, true]);
  expect(await send()).toMatchObject({ state: "paused", reason: "brake", resume_at: null });
});

test("a first wave that bounces stops the send: the others get nothing until a person resumes it", async () => {
  const { press, send } = await firstWave();
  const sent = press.sandbox.inbox.count;
  expect(sent).toBeGreaterThan(10);
  expect(sent).toBeLessThan(50);
  await bounce(press, 4);
  expect(await applyBrake(press.app, (await send()).id)).toBe(false);
  await bounce(press, 6);
  // The process that took the events may have died before it looked; the job looks too.
  press.clock.advance(11 * 60_000);
  await press.tick();
  expect(await send()).toMatchObject({
    state: "paused",
    reason: "brake",
    resume_at: null,
    note: "10 addresses bounced, with 0 delivered so far.",
  });
  press.clock.advance(24 * 3_600_000);
  await press.tick();
  expect(press.sandbox.inbox.count).toBe(sent);

  await resumeSend(press.app.ledger, "first");
  for (const minutes of [0, 11, 1]) {
    press.clock.advance(minutes * 60_000);
    await press.tick();
  }
  expect(press.sandbox.inbox.count).toBe(60);
  expect(await send()).toMatchObject({ state: "submitted" });
  // What is over is not stopped any more.
  await bounce(press, 30);
  expect(await applyBrake(press.app, (await send()).id)).toBe(false);
});

test("the watch looks at once, and again for what came while it rested", async () => {
  const { press, send } = await firstWave();
  const { id } = await send();
  const errors: unknown[] = [];
  using watch = watchBrake(press.app, { onError: (error) => errors.push(error), apartMs: 20 });
  watch.event(id);
  await bounce(press, 20);
  for (let n = 0; n < 1_000; n += 1) watch.event(id);
  await expect.poll(async () => (await send()).reason).toBe("brake");
  expect(errors).toEqual([]);
});
