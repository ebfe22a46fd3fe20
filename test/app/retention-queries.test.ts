import { expect, test } from "vitest";
import { keepRetention } from "#src/app/job/keep-retention.ts";
import { forgetUnconfirmed } from "#src/audience/subscribe/forget-unconfirmed.ts";
import { DAY_MS } from "#src/model/durations.ts";
import { resumeTriggers } from "#src/send/resume-triggers.ts";
import { matchWaiting } from "#src/track/take-event.ts";
import { readWhole, recorded } from "../helpers/explained.ts";
import { DIALECTS, tempLedger, testClock } from "../helpers/temp-ledger.ts";
import { NOW, SUPPRESSION_KEY } from "../track/seed.ts";
import { newsletter } from "../web/helper.ts";
import { fillForRetention } from "./fill-for-retention.ts";

const { retention } = newsletter;

/** Indexes of what is left to do: they are as long as that is. */
const PARTIAL = [
  "sends_whole",
  "sends_triggers",
  "batches_whole",
  "events_whole",
  "events_unmatched",
  "events_waiting",
  "list_members_pending",
];
const SMALL = ["counters", "meta", "item", "p"];

for (const dialect of DIALECTS) {
  test(`no query of retention, of the forgetting and of the matching reads a table from end to end (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = { ...(await tempLedger({ dialect })), clock };
    await fillForRetention(ledger);
    clock.advance(100 * DAY_MS);
    const watched = recorded(ledger);
    await matchWaiting(watched.ledger);
    const config = { suppressionKey: SUPPRESSION_KEY };
    const { signal } = new AbortController();
    await keepRetention({ ledger: watched.ledger, config, log: () => undefined }, { retention }, signal);
    expect(await forgetUnconfirmed(watched.ledger)).toBe(2);
    await resumeTriggers(watched.ledger);
    const queries = watched
      .queries()
      .filter(({ sql }) => /^\s*(?:select|with|update|delete|insert)/i.test(sql));
    expect(queries.length).toBeGreaterThan(20);
    const whole = new Set<string>();
    for (const query of queries)
      for (const scan of await readWhole(ledger, query, [...PARTIAL, ...SMALL]))
        whole.add(`${scan}: ${query.sql}`);
    expect([...whole]).toEqual([]);
  });
}
