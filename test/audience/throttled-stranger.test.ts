import { expect, test } from "vitest";
import { requestSubscription } from "#src/audience/subscribe/request-subscription.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { SUPPRESSION_KEY, tempLedger, testClock } from "../helpers/temp-ledger.ts";

const newsletter = newsletterSchema.parse({
  name: "The Test",
  url: "https://letters.example",
  from: "The Test <test@letters.example>",
  postal_address: "1 Test Lane, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
});

test("a stranger whose mailbox has had its mail of the day leaves no row behind", async () => {
  const ledger = await tempLedger({ clock: testClock() });
  const ask = (address: string) =>
    requestSubscription(
      ledger,
      { address, lists: ["weekly"], firstName: "Ana", lang: "en", network: "192.0.2.0", evidence: {} },
      { newsletter, suppressionKey: SUPPRESSION_KEY },
    );
  expect(await ask("ana+1@example.org")).toBe("confirm");
  expect(await ask("ana+2@example.org")).toBe("throttled");
  const { db } = ledger;
  expect(await db.selectFrom("subscribers").select("address").execute()).toEqual([
    { address: "ana+1@example.org" },
  ]);
  expect(await db.selectFrom("consents").select("act").execute()).toHaveLength(1);
  expect(await db.selectFrom("list_members").select("state").execute()).toHaveLength(1);
});
