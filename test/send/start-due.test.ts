import { fork } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { resolve } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { startDue } from "#src/send/start-due.ts";
import { sendById, stepSend } from "#src/store/sends/sends.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { addReaders, tempLedger } from "../helpers/temp-ledger.ts";

test("a send that cannot be planned keeps none after it from starting, and starts with a later pass", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 2);
  const { send: first } = await scheduleTestSend(ledger, { slug: "first" });
  const { send: second } = await scheduleTestSend(ledger, { slug: "second" });
  await sql`create trigger no_room before insert on deliveries when new.send_id = ${sql.lit(first.id)}
    begin select raise(abort, 'no room for deliveries'); end`.execute(ledger.db);
  expect(await startDue(ledger)).toMatchObject([
    { send: { id: first.id }, what: "failed", error: { message: expect.stringContaining("no room") } },
    { send: { id: second.id }, what: "planned" },
  ]);
  const states = async () =>
    Promise.all([first, second].map(async ({ id }) => (await sendById(ledger.db, id))?.state));
  expect(await states()).toEqual(["planning", "submitting"]);
  await sql`drop trigger no_room`.execute(ledger.db);
  expect(await startDue(ledger)).toMatchObject([{ send: { id: first.id }, what: "planned" }]);
  expect(await states()).toEqual(["submitting", "submitting"]);
});

test("a planning process whose parent has died ends its plan, and ends without an error", async () => {
  // It waits for every answer of this database, and so hears of the end meanwhile.
  const ledger = await tempLedger({ dialect: "postgres" });
  await addReaders(ledger, 2);
  const { send } = await scheduleTestSend(ledger);
  await stepSend(ledger.db, send.id, "scheduled", "planning", ledger.clock.now());
  const child = fork(resolve("src/send/plan-process.ts"), { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const { url, destination } = ledger;
  // What a parent that dies does: the channel closes behind its last message.
  const order = { url, destination, sendId: send.id, usage: null, offset: 0 };
  child.send({ id: 1, order }, () => child.disconnect());
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(complaint).toBe("");
  expect((await sendById(ledger.db, send.id))?.state).toBe("submitting");
});

test.each([
  { readers: 2_000, processes: 0 },
  { readers: 2_001, processes: 1 },
])("a list of $readers is planned in $processes processes of its own", async ({ readers, processes }) => {
  const ledger = await tempLedger();
  await addReaders(ledger, readers);
  const { send } = await scheduleTestSend(ledger);
  let started = 0;
  const count = () => (started += 1);
  subscribe("child_process", count);
  try {
    expect(await startDue(ledger)).toMatchObject([{ what: "planned" }]);
  } finally {
    unsubscribe("child_process", count);
  }
  expect(started).toBe(processes);
  expect(await sendById(ledger.db, send.id)).toMatchObject({ state: "submitting", recipients: readers });
});
