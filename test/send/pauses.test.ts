import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createProgram } from "#src/cli/program.ts";
import type { Io } from "#src/cli/io.ts";
import { PAUSES, type PauseReason, pauseHint } from "#src/model/states.ts";
import { cancelSend, pauseSend, resumeSend } from "#src/send/decide-send.ts";
import { resumeTriggers } from "#src/send/resume-triggers.ts";
import { startDue } from "#src/send/start-due.ts";
import { sendById, stepSend } from "#src/store/sends/sends.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { tempLedger, testClock } from "../helpers/temp-ledger.ts";

const REASONS = Object.keys(PAUSES) as PauseReason[];

test.each(REASONS)(
  "the commands in the hint of a pause (%s) exist, with their options and the slug",
  (reason) => {
    const io = { stdout: new PassThrough(), stderr: new PassThrough() } as unknown as Io;
    const { commands } = createProgram(io, () => undefined);
    const typed = [...pauseHint({ reason }, "hello").matchAll(/`letterpress ([^`]+)`/g)].map(
      ([, line]) => line,
    );
    expect(typed).not.toEqual([]);
    for (const line of typed) {
      const [name, second, ...options] = (line ?? "").split(" ");
      const command = commands.find((one) => one.name() === name);
      const isAboutIssue = command?.registeredArguments[0]?.name() === "slug";
      const parts = command?.commands.map((one) => one.name()) ?? [];
      expect(isAboutIssue ? ["hello"] : [undefined, ...parts]).toContain(second);
      expect(command?.parseOptions(options)).toEqual({ operands: [], unknown: [] });
    }
  },
);

test.each(REASONS.filter((reason) => PAUSES[reason].person !== "approve --ramp accept"))(
  "a person ends a pause (%s) before the plan, and cancels it",
  async (reason) => {
    const ledger = await tempLedger();
    const { send } = await scheduleTestSend(ledger);
    const state = async () => (await sendById(ledger.db, send.id))?.state;
    const now = ledger.clock.now();
    await stepSend(ledger.db, send.id, "scheduled", "paused", now, { reason });
    await resumeSend(ledger, "hello", { compared: true });
    expect(await state()).toBe("scheduled");
    await stepSend(ledger.db, send.id, "scheduled", "paused", now, { reason });
    await cancelSend(ledger, "hello");
    expect(await state()).toBe("canceled");
  },
);

test("an interrupted plan can be paused and canceled, and is late after an hour", async () => {
  const clock = testClock();
  const ledger = await tempLedger({ clock });
  const { send } = await scheduleTestSend(ledger);
  await stepSend(ledger.db, send.id, "scheduled", "planning", clock.now());
  await pauseSend(ledger, "hello", "person", "Wait.");
  await resumeSend(ledger, "hello");
  await stepSend(ledger.db, send.id, "scheduled", "planning", clock.now());
  const later = { ...ledger, clock: { now: () => clock.now() + 61 * 60_000 } };
  expect(await startDue(later)).toMatchObject([{ what: "late" }]);
  await resumeSend(ledger, "hello");
  await stepSend(ledger.db, send.id, "scheduled", "planning", clock.now());
  await cancelSend(ledger, "hello");
  expect((await sendById(ledger.db, send.id))?.state).toBe("canceled");
});

test.each(REASONS)(
  "the paused mail of a trigger (%s) is tried again only where that can help",
  async (reason) => {
    const clock = testClock();
    const ledger = await tempLedger({ clock });
    const { send } = await scheduleTestSend(ledger);
    await stepSend(ledger.db, send.id, "scheduled", "paused", clock.now(), { reason, kind: "trigger" });
    const later = { ...ledger, clock: { now: () => clock.now() + 10 * 60_000 } };
    const tried = reason === "auth" || reason === "quota";
    expect(await resumeTriggers(ledger)).toBe(0);
    expect(await resumeTriggers(later)).toBe(Number(tried));
    expect((await sendById(ledger.db, send.id))?.state).toBe(tried ? "submitting" : "paused");
  },
);

test.each(["auth", "quota"] as const)(
  "a paused issue (%s) waits for a person, however long",
  async (reason) => {
    const clock = testClock();
    const ledger = await tempLedger({ clock });
    const { send } = await scheduleTestSend(ledger);
    await stepSend(ledger.db, send.id, "scheduled", "paused", clock.now(), { reason });
    clock.advance(24 * 3_600_000);
    expect(await resumeTriggers(ledger)).toBe(0);
    expect((await sendById(ledger.db, send.id))?.state).toBe("paused");
  },
);

test("the mail of a trigger that a clock ahead paused is tried again once the clock is right", async () => {
  const clock = testClock();
  const ledger = await tempLedger({ clock });
  const { send } = await scheduleTestSend(ledger);
  const ahead = clock.now() + 10 * 60_000;
  const pause = { reason: "quota", kind: "trigger" } as const;
  await stepSend(ledger.db, send.id, "scheduled", "paused", ahead, pause);
  // The clocks of two machines may differ by less.
  expect(await resumeTriggers(ledger)).toBe(0);
  clock.advance(-1);
  expect(await resumeTriggers(ledger)).toBe(1);
});
