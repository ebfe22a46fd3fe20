import { describe, expect, test } from "vitest";
import { confirmSubscription } from "#src/audience/subscribe/confirm-subscription.ts";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { forgetUnconfirmed } from "#src/audience/subscribe/forget-unconfirmed.ts";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { requestSubscription } from "#src/audience/subscribe/request-subscription.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { releaseTriggers } from "#src/send/release-triggers.ts";
import { saveEmail } from "#src/store/issues/emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { queueTrigger, replaceTriggers } from "#src/store/sends/triggers.ts";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import {
  DIALECTS,
  SUPPRESSION_KEY,
  tempFolder,
  tempLedger,
  testClock,
  testEmail,
  testSettings,
} from "../helpers/temp-ledger.ts";

const newsletter = newsletterSchema.parse({
  name: "The Test",
  url: "https://letters.example",
  from: "The Test <test@letters.example>",
  postal_address: "1 Test Lane, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" }, monthly: { title: "Monthly" } },
});
const deps = { newsletter, suppressionKey: SUPPRESSION_KEY };
const DAY_MS = 24 * 3_600_000;

const ask = (
  ledger: Ledger,
  address: string,
  lists: readonly string[] = ["weekly"],
  network = "192.0.2.0/24",
) =>
  requestSubscription(ledger, { address, lists, firstName: null, lang: "en", network, evidence: {} }, deps);

async function addTriggers(ledger: Ledger): Promise<void> {
  const email = testEmail();
  await saveEmail(ledger.db, email, 0);
  const rows = (["confirm", "welcome"] as const).flatMap((name) =>
    Object.keys(newsletter.lists).map((list) => ({
      name,
      list,
      lang: "en",
      email_digest: email.digest,
      settings: JSON.stringify(testSettings()),
      zone: "UTC",
      updated_at: 0,
    })),
  );
  await replaceTriggers(ledger.db, rows);
}

async function publicIdOf(ledger: Ledger, address: string): Promise<string> {
  const row = await ledger.db
    .selectFrom("subscribers")
    .select("public_id")
    .where("address", "=", address)
    .executeTakeFirstOrThrow();
  return row.public_id;
}

async function causesOf(ledger: Ledger): Promise<string[]> {
  const rows = await ledger.db.selectFrom("sends").select("cause").orderBy("id").execute();
  return rows.map(({ cause }) => (cause ?? "").replace(/:.*/, ""));
}

for (const dialect of DIALECTS) {
  describe(`on ${dialect}`, () => {
    test("one request is one mail, one confirmation one welcome, however often both are repeated at once", async () => {
      const ledger = await tempLedger({ clock: testClock(), dialect });
      await addTriggers(ledger);
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask(ledger, "ana@example.org")));
      expect(answers.filter((answer) => answer === "confirm")).toHaveLength(1);
      const release = () => releaseTriggers(ledger, { mailsPerHour: 100, lang: "en" });
      await Promise.all([release(), release(), release()]);
      expect(await causesOf(ledger)).toEqual(["confirm"]);
      const publicId = await publicIdOf(ledger, "ana@example.org");
      const yes = () => confirmSubscription(ledger, { publicId, lang: "en", evidence: {} }, SUPPRESSION_KEY);
      expect(await yes()).toEqual({ joined: ["weekly"], active: ["weekly"] });
      expect(await yes()).toEqual({ joined: [], active: ["weekly"] });
      await release();
      expect(await causesOf(ledger)).toEqual(["confirm", "welcome"]);
      expect(await ask(ledger, "ana@example.org")).toBe("known");
    });

    test("what was typed into the form is in the welcome, and never in the mail that asks", async () => {
      const ledger = await tempLedger({ clock: testClock(), dialect });
      await addTriggers(ledger);
      const request = {
        address: "ana@example.org",
        lists: ["weekly"],
        lang: "en",
        network: null,
        evidence: {},
      };
      await requestSubscription(ledger, { ...request, firstName: "Ana" }, deps);
      const release = () => releaseTriggers(ledger, { mailsPerHour: 100, lang: "en" });
      await release();
      const publicId = await publicIdOf(ledger, "ana@example.org");
      await confirmSubscription(ledger, { publicId, lang: "en", evidence: {} }, SUPPRESSION_KEY);
      await release();
      const rows = await ledger.db.selectFrom("deliveries").select("slot_values").orderBy("id").execute();
      expect(rows.map((row) => JSON.parse(row.slot_values) as unknown)).toEqual([{}, { first_name: "Ana" }]);
    });

    test("mails wait for the hour and for their email, in their order, and none is lost", async () => {
      const clock = testClock();
      const ledger = await tempLedger({ clock, dialect });
      for (let n = 0; n < 5; n += 1) await ask(ledger, `reader${n}@example.org`);
      const release = () => releaseTriggers(ledger, { mailsPerHour: 2, lang: "en" });
      expect(await release()).toBe(0);
      await addTriggers(ledger);
      const released = [await release(), await release()];
      for (let hour = 0; hour < 3; hour += 1) {
        clock.advance(3_600_000);
        released.push(await release());
      }
      expect(released).toEqual([2, 0, 2, 1, 0]);
      const rows = await ledger.db.selectFrom("deliveries").select("address").orderBy("id").execute();
      expect(rows.map(({ address }) => address)).toEqual(
        Array.from({ length: 5 }, (_, n) => `reader${n}@example.org`),
      );
    });

    test("a mail about a change of address that is over takes no turn from one that waits", async () => {
      const ledger = await tempLedger({ clock: testClock(), dialect });
      await addTriggers(ledger);
      await sql`insert into triggers (name, list, lang, email_digest, settings, zone, updated_at)
        select 'change', list, lang, email_digest, settings, zone, updated_at from triggers
        where name = 'confirm'`.execute(ledger.db);
      await ask(ledger, "ana@example.org");
      const { id } = await ledger.db.selectFrom("subscribers").select("id").executeTakeFirstOrThrow();
      const mail = { name: "change", subscriber_id: id, list: "weekly", lang: "en", at: 0 } as const;
      await queueTrigger(ledger.db, { ...mail, cause: "deleted" });
      await ask(ledger, "ben@example.org");
      expect(await releaseTriggers(ledger, { mailsPerHour: 2, lang: "en" })).toBe(2);
      const rows = await ledger.db.selectFrom("deliveries").select("address").orderBy("id").execute();
      expect(rows.map(({ address }) => address)).toEqual(["ana@example.org", "ben@example.org"]);
      expect(await ledger.db.selectFrom("trigger_queue").select("id").execute()).toEqual([]);
    });

    test("asking for another list waits for the mail that is out, and one press joins both", async () => {
      const ledger = await tempLedger({ clock: testClock(), dialect });
      expect(await ask(ledger, "ana@example.org", ["weekly"])).toBe("confirm");
      expect(await ask(ledger, "ana@example.org", ["monthly"])).toBe("throttled");
      const publicId = await publicIdOf(ledger, "ana@example.org");
      const { joined } = await confirmSubscription(
        ledger,
        { publicId, lang: "en", evidence: {} },
        SUPPRESSION_KEY,
      );
      expect(joined).toEqual(["monthly", "weekly"]);
    });

    test("a stranger's entry lets no import bring back somebody who left", async () => {
      const clock = testClock();
      const ledger = await tempLedger({ clock, dialect });
      const folder = await tempFolder();
      const csv = join(folder, "readers.csv");
      await writeFile(csv, "email\nana@example.org\n");
      await ask(ledger, "ana@example.org");
      const { id } = await ledger.db.selectFrom("subscribers").select("id").executeTakeFirstOrThrow();
      await ledger.db.updateTable("list_members").set({ state: "unsubscribed", at: clock.now() }).execute();
      clock.advance(2 * DAY_MS);
      expect(await ask(ledger, "ana@example.org")).toBe("confirm");
      await importSubscribers(ledger, csv, { list: "weekly", source: "readers.csv", ...deps });
      expect(await ledger.db.selectFrom("list_members").select(["subscriber_id", "state"]).execute()).toEqual(
        [{ subscriber_id: id, state: "unsubscribed" }],
      );
    });

    test("erasing somebody takes their counts, their queue and their requests along", async () => {
      const ledger = await tempLedger({ clock: testClock(), dialect });
      await ask(ledger, "ana@example.org");
      await eraseSubscriber(ledger, "ana@example.org", { suppressionKey: SUPPRESSION_KEY, source: "test" });
      expect(await ask(ledger, "ana@example.org")).toBe("suppressed");
      const left = await ledger.db.selectFrom("counters").select("name").execute();
      expect(left.map(({ name }) => name.split(":")[0])).toEqual(["network"]);
      expect(await ledger.db.selectFrom("trigger_queue").selectAll().execute()).toEqual([]);
    });

    test("who was imported as pending, or is on a list, is never forgotten; who was only entered is", async () => {
      const clock = testClock();
      const ledger = await tempLedger({ clock, dialect });
      const folder = await tempFolder();
      await writeFile(join(folder, "r.csv"), "email,status\nimported@example.org,pending\n");
      await importSubscribers(ledger, join(folder, "r.csv"), { list: "weekly", source: "r.csv", ...deps });
      await ask(ledger, "imported@example.org", ["monthly"]);
      await ask(ledger, "entered@example.org");
      await ask(ledger, "confirmed@example.org");
      const publicId = await publicIdOf(ledger, "confirmed@example.org");
      await confirmSubscription(ledger, { publicId, lang: "en", evidence: {} }, SUPPRESSION_KEY);
      clock.advance(29 * DAY_MS);
      expect(await forgetUnconfirmed(ledger)).toBe(0);
      clock.advance(2 * DAY_MS);
      expect(await forgetUnconfirmed(ledger)).toBe(1);
      const rows = await ledger.db.selectFrom("subscribers").select("address").orderBy("address").execute();
      expect(rows.map(({ address }) => address)).toEqual(["confirmed@example.org", "imported@example.org"]);
    });
  });
}
