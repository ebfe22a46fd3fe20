import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "#src/app/config.ts";
import { newId } from "#src/model/ids.ts";
import { type TokenKeys, keyId } from "#src/model/token.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { type WorkerOptions, runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { SUPPRESSION_KEY, addReaders, tempLedger, testClock } from "../helpers/temp-ledger.ts";

const FIRST = "first-secret-of-a-newsletter-that-rotates";
const SECOND = "second-secret-of-a-newsletter-that-rotates";

function keysOf(secret: string): TokenKeys {
  const env = { LETTERPRESS_SECRET: secret, SUPPRESSION_KEY };
  return readConfig({ root: ".", env, sandbox: false }).tokenKeys;
}

/** A send under this id, stopped after Resend accepted its first batch and the answer was lost. */
async function inDoubt(kid: string, secret: string) {
  const clock = testClock();
  const since = Date.now();
  const ledger = await tempLedger({ clock: { now: () => clock.now() + Date.now() - since } });
  await addReaders(ledger, 150);
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox.close());
  await scheduleTestSend(ledger, { settings: { kid } });
  await startDue(ledger);
  const work = (options: Partial<WorkerOptions>) =>
    runWorker(ledger, {
      client: new Resend(sandbox.sendingKey, { baseUrl: sandbox.url }),
      keys: keysOf(secret),
      token: `test:1:${newId()}`,
      signal: new AbortController().signal,
      untilIdle: true,
      ...options,
    });
  const stop = new AbortController();
  sandbox.switches.faults = [{ kind: "reset", when: "after", times: 1 }];
  await work({ signal: stop.signal, onSettled: () => stop.abort() });
  expect(sandbox.inbox.count).toBe(100);
  return {
    /** Go on with another LETTERPRESS_SECRET. */
    goOn: async (rotated: string) => {
      clock.advance(10 * 60_000);
      await work({ keys: keysOf(rotated) });
      const [status] = await readStatus(ledger.db, "hello");
      return status;
    },
    copies: () => [...sandbox.inbox.countsByAddress().values()],
  };
}

test.each([
  ["its derived id", keyId(FIRST), FIRST, `${SECOND},${FIRST}`],
  ["its derived id, the secrets named", keyId(FIRST), `2025:${FIRST}`, `2026:${SECOND},2025:${FIRST}`],
  ["a name of the first version", "2025", `2025:${FIRST}`, `${SECOND},2025:${FIRST}`],
])(
  "a batch in doubt is repeated with the same bytes after a new secret was put in front: signed under %s",
  async (_how, kid, before, after) => {
    const { goOn, copies } = await inDoubt(kid, before);
    expect(await goOn(after)).toMatchObject({
      send: { state: "submitted" },
      outcomes: { submitted: 150, uncertain: 0 },
    });
    expect(copies()).toEqual(Array.from({ length: 150 }, () => 1));
  },
);

test("a batch in doubt whose id was a place in the list is uncertain after the places changed, and mailed to nobody twice", async () => {
  const { goOn, copies } = await inDoubt("k1", FIRST);
  expect(await goOn(`${SECOND},${FIRST}`)).toMatchObject({
    send: { state: "settling" },
    outcomes: { submitted: 50, uncertain: 100 },
  });
  expect(copies()).toEqual(Array.from({ length: 150 }, () => 1));
});

test("a send whose secret was taken out waits for it, and names it by its id alone", async () => {
  const { goOn } = await inDoubt(keyId(FIRST), FIRST);
  const waiting = await goOn(SECOND);
  expect(waiting).toMatchObject({ send: { state: "paused", reason: "auth" } });
  expect(waiting?.send.note).toContain(`no secret with the id ${keyId(FIRST)} any more`);
});
