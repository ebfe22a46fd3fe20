import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { newId } from "#src/model/ids.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { planSend } from "#src/send/plan-send.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import { sendById, stepSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { KEYS, addReaders, tempLedger, testEmail, testSettings } from "../helpers/temp-ledger.ts";

const recorded = (settings: unknown, segment: string | null = null) => ({
  public_id: "p",
  segment,
  settings: typeof settings === "string" ? settings : JSON.stringify(settings),
});

test("settings of before say the same: one segment, those refused, those dropped, or the whole list", () => {
  const { part, ...old } = testSettings();
  expect(settingsOf(recorded({ ...old, segment: null })).part).toEqual(part);
  expect(settingsOf(recorded(old)).part).toEqual({ kind: "list" });
  expect(settingsOf(recorded({ ...old, refusedOnly: true, droppedOnly: false })).part).toEqual({
    kind: "refused",
  });
  expect(settingsOf(recorded({ ...old, refusedOnly: false, droppedOnly: true })).part).toEqual({
    kind: "dropped",
  });
  const segment = { rule: { kind: "not", part: { kind: "everybody" } }, by: "person" };
  expect(settingsOf(recorded({ ...old, segment }, "not *")).part).toEqual({ kind: "segment", ...segment });
});

test("what is missing, unknown or of another kind is an error that names it", () => {
  const whole = testSettings();
  const fails = (settings: unknown, segment?: string) =>
    expect
      .soft(() => settingsOf(recorded(settings, segment)))
      .toThrow(expect.objectContaining({ code: "send/damaged" }));
  fails("{");
  fails("null");
  fails({ ...whole, part: { kind: "everyone" } });
  fails({ ...whole, part: { kind: "segment", rule: { kind: "not" }, by: "file" } });
  fails({ ...whole, wave: { share: 2 } });
  fails({ ...whole, surprise: true });
  // The same settings are those of a whole list, too, and have just been read for one.
  expect(settingsOf(recorded(whole)).part).toEqual({ kind: "list" });
  fails(whole, "plan:pro");
  expect(() => settingsOf(recorded({ ...whole, kid: 1 }))).toThrow(/the send p .*\(kid: /);
});

test("a send whose settings are damaged stops alone, before its plan and under way", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 3);
  const ids: number[] = [];
  for (const slug of ["early", "moving", "well"]) {
    const { send } = await scheduleTestSend(ledger, {
      slug,
      email: testEmail({ digest: slug.padEnd(64, "0") }),
    });
    ids.push(send.id);
    if (slug === "early") continue;
    await stepSend(ledger.db, send.id, "scheduled", "planning", ledger.clock.now());
    await planSend(ledger, send.id);
  }
  const [early = 0, moving = 0, well = 0] = ids;
  await ledger.db.updateTable("sends").set({ settings: "{}" }).where("id", "in", [early, moving]).execute();
  expect(await startDue(ledger)).toEqual([]);
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  const signal = new AbortController().signal;
  await runWorker(ledger, { client, keys: KEYS, token: `test:1:${newId()}`, signal, untilIdle: true });
  const note = expect.stringContaining("cannot be read");
  expect(await sendById(ledger.db, early)).toMatchObject({ state: "paused", reason: "damaged", note });
  expect(await sendById(ledger.db, moving)).toMatchObject({ state: "paused", reason: "damaged", note });
  expect(await sendById(ledger.db, well)).toMatchObject({ state: "submitted" });
  expect(new Set(sandbox.inbox.countsByAddress().values())).toEqual(new Set([1]));
});
