import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { newId } from "#src/model/ids.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { resumeTriggers } from "#src/send/resume-triggers.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { saveEmail } from "#src/store/issues/emails.ts";
import { insertPlanned } from "#src/store/sends/insert-planned.ts";
import { DIALECTS, KEYS, addReaders, tempLedger, testEmail, testSettings } from "../helpers/temp-ledger.ts";

const COUNT = 110;
const MINUTE = 60_000;

for (const dialect of DIALECTS) {
  test(`paused confirmations are tried one by one until Resend accepts one, then in steps, each once (${dialect})`, async () => {
    // The pace needs time that passes; a test needs an hour at once.
    let ahead = 0;
    const clock = { now: () => Date.now() + ahead, advance: (ms: number) => void (ahead += ms) };
    const ledger = { ...(await tempLedger({ dialect })), clock };
    const { db } = ledger;
    const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
    onTestFinished(() => sandbox[Symbol.asyncDispose]());
    await addReaders(ledger, COUNT);
    await saveEmail(db, testEmail(), clock.now());
    for (const reader of await db.selectFrom("subscribers").selectAll().execute()) {
      const { id, public_id: publicId, address, address_key: key } = reader;
      const readers = [
        { subscriber_id: id, subscriber_public_id: publicId, address, address_key: key, slot_values: "{}" },
      ];
      const trigger = { kind: "trigger", cause: `confirm:${id}`, email_digest: testEmail().digest } as const;
      const send = {
        ...trigger,
        list: "weekly",
        zone: "UTC",
        scheduled_by: "form",
        settings: testSettings(),
      };
      await insertPlanned(db, send, readers, clock.now());
    }
    let posts = 0;
    const work = (apiKey: string) =>
      runWorker(ledger, {
        client: new Resend(apiKey, { baseUrl: sandbox.url }),
        keys: KEYS,
        token: `test:1:${newId()}`,
        signal: new AbortController().signal,
        untilIdle: true,
        onSettled: () => (posts += 1),
      });
    await work("re_revoked");
    expect(posts).toBe(COUNT);

    // An hour with a pass every minute.
    posts = 0;
    for (let minute = 0; minute < 60; minute += 1) {
      clock.advance(MINUTE);
      if ((await resumeTriggers(ledger)) > 0) await work("re_revoked");
    }
    expect(posts).toBe(6);

    clock.advance(10 * MINUTE);
    const released: number[] = [];
    for (let pass = 0; pass < 5; pass += 1) {
      released.push(await resumeTriggers(ledger));
      await work(sandbox.sendingKey);
      clock.advance(MINUTE);
    }
    expect(released).toEqual([1, 100, COUNT - 101, 0, 0]);
    const copies = sandbox.inbox.countsByAddress();
    expect(copies.size).toBe(COUNT);
    expect(new Set(copies.values())).toEqual(new Set([1]));
  });
}
