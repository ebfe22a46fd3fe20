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
  // Steps of the first pass and, a second apart, workers.
  const onError = (): void => {
    listening.push(getEventListeners(stop.signal, "abort").length);
    if (listening.length === 6) stop.abort();
  };
  await runJob(app, { signal: stop.signal, pattern: "0 0 1 1 *", onError });
  expect(listening.at(-1)).toBe(listening.at(-2));
});
