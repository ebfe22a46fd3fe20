import { getEventListeners } from "node:events";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { runJob } from "#src/app/job/run-job.ts";
import { desk } from "../helpers/desk.ts";

test("workers that fail one after the other leave nothing behind that listens to the stop", async () => {
  const { app } = await desk();
  await sql`drop table meta`.execute(app.ledger.db);
  const stop = new AbortController();
  const listening: number[] = [];
  // The first pass and, a second apart, two workers.
  const onError = (): void => {
    listening.push(getEventListeners(stop.signal, "abort").length);
    if (listening.length === 3) stop.abort();
  };
  await runJob(app, { signal: stop.signal, pattern: "0 0 1 1 *", onError });
  expect(listening.at(2)).toBe(listening.at(1));
});

test("a job whose ledger is upgraded while it runs ends: its supervisor starts the newer version", async () => {
  const { app } = await desk();
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2027-01-01T00:00:00.000Z')`.execute(
    app.ledger.db,
  );
  const stop = new AbortController();
  const onError = (): void => stop.abort();
  await expect(runJob(app, { signal: stop.signal, pattern: "0 0 1 1 *", onError })).rejects.toMatchObject({
    code: "ledger/newer",
    exit: 3,
  });
});
