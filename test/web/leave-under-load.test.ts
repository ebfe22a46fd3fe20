import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importInWorker } from "#src/audience/import/import-in-worker.ts";
import { makeToken } from "#src/model/token.ts";
import { planDue } from "#src/send/plan-due.ts";
import { stepSend } from "#src/store/sends/sends.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { KEYS, SUPPRESSION_KEY, addReaders, tempFolder, tempLedger } from "../helpers/temp-ledger.ts";
import { SECRET, newsletter } from "./helper.ts";

const READERS = 3_000;
const POSTS = 100;

test("100 one-click POSTs during an import and a plan all answer 200 and count, and the plan's books balance", async () => {
  const folder = await tempFolder();
  const ledger = await tempLedger({ folder });
  await addReaders(ledger, READERS);
  const file = join(folder, "others.csv");
  const rows = Array.from({ length: 10_000 }, (_, n) => `other${n}@x.example.org,active`);
  await writeFile(file, `email,status\n${rows.join("\n")}\n`);
  const { send: scheduled } = await scheduleTestSend(ledger);
  await stepSend(ledger.db, scheduled.id, "scheduled", "planning", ledger.clock.now());
  const leaving = await ledger.db
    .selectFrom("subscribers")
    .select(["id", "public_id"])
    .where((eb) => eb(eb.ref("id"), "<=", POSTS))
    .orderBy("id")
    .execute();

  const app = createWeb({
    ledger,
    newsletter,
    tokenKeys: KEYS,
    webhookSecrets: [SECRET],
    suppressionKey: SUPPRESSION_KEY,
  });
  const web = await listen(app, { host: "127.0.0.1", port: 0 });
  try {
    const importing = importInWorker(ledger, file, {
      list: "weekly",
      newsletter,
      suppressionKey: SUPPRESSION_KEY,
    });
    const planning = planDue(ledger, scheduled);
    const statuses: number[] = [];
    for (const { public_id: subscriber } of leaving) {
      const token = makeToken(
        "unsubscribe",
        { subscriber, list: "weekly" },
        KEYS[0] ?? { kid: "", secret: "" },
      );
      const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
      const response = await fetch(`${web.url}/u/${token}`, { method: "POST", body, redirect: "error" });
      statuses.push(response.status);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await importing).toMatchObject({ rows: 10_000, new: 10_000 });
    await planning;
  } finally {
    await web.close();
  }

  const left = await ledger.db
    .selectFrom("list_members")
    .innerJoin("consents", "consents.subscriber_id", "list_members.subscriber_id")
    .select("list_members.subscriber_id as id")
    .where("state", "=", "unsubscribed")
    .where("source", "=", "one-click")
    .orderBy("list_members.subscriber_id")
    .execute();
  expect(left).toEqual(leaving.map(({ id }) => ({ id })));

  const { candidates, excluded, recipients } = await ledger.db
    .selectFrom("sends")
    .selectAll()
    .where("id", "=", scheduled.id)
    .executeTakeFirstOrThrow();
  const deliveries = await ledger.db.selectFrom("deliveries").select("subscriber_id").execute();
  expect([excluded, recipients]).toEqual([0, deliveries.length]);
  expect(candidates).toBe(deliveries.length);
  // Planned of one moment: of those who left it has the last, if any, never somebody who had left before another.
  const planned = new Set(deliveries.map(({ subscriber_id: id }) => id));
  const had = leaving.map(({ id }) => planned.has(id));
  expect(had).toEqual(had.toSorted((a, b) => Number(a) - Number(b)));
});
