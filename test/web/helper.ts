import type { Hono } from "hono";
import { type Newsletter, newsletterSchema } from "#src/model/newsletter.ts";
import { type TokenKeys, makeToken } from "#src/model/token.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { createWeb } from "#src/web/create-web.ts";
import type { WebDeps } from "#src/web/web-deps.ts";
import { SUPPRESSION_KEY, type Seeded, type TestLedger, seedSend, testLedger } from "../track/seed.ts";

export const SECRET = `whsec_${Buffer.from("a webhook secret for these tests").toString("base64")}`;
export const TOKEN_KEYS: TokenKeys = [
  { kid: "k2", secret: "the newer secret of these tests" },
  { kid: "k1", secret: "the older secret of these tests" },
];

export const newsletter: Newsletter = newsletterSchema.parse({
  name: "Field <Notes> & Co",
  url: "https://news.example.org",
  from: "Field Notes <notes@example.org>",
  postal_address: "1 Main Street, Springfield",
  timezone: "UTC",
  lang: "en",
  languages: ["es"],
  lists: { weekly: { title: "The Weekly", description: "Every Tuesday" }, monthly: { title: "The Monthly" } },
});

export interface TestWeb extends AsyncDisposable {
  readonly app: Hono;
  readonly ledger: Ledger;
  readonly seeded: Seeded;
  readonly test: TestLedger;
}

export async function testWeb(options: Partial<WebDeps> & { count?: number } = {}): Promise<TestWeb> {
  const test = await testLedger();
  const { ledger } = test;
  const seeded = await seedSend(ledger, { count: options.count ?? 3 });
  const app = createWeb({
    ledger,
    newsletter,
    tokenKeys: TOKEN_KEYS,
    webhookSecrets: [SECRET],
    suppressionKey: SUPPRESSION_KEY,
    ...options,
  });
  return { app, ledger, seeded, test, [Symbol.asyncDispose]: () => test[Symbol.asyncDispose]() };
}

export function unsubscribePath({ seeded }: TestWeb, index = 0, list = "weekly"): string {
  return `/u/${makeToken("unsubscribe", idsOf(seeded, index, list), TOKEN_KEYS[1] ?? { kid: "", secret: "" })}`;
}

export function preferencesPath({ seeded }: TestWeb, index = 0, list = "weekly"): string {
  return `/p/${makeToken("preferences", idsOf(seeded, index, list), TOKEN_KEYS[0] ?? { kid: "", secret: "" })}`;
}

/** Whether `token` is `real` under an id that names none of the keys. */
export function isRenamed(token: string, real: string): boolean {
  const [version, kid = "", ...rest] = token.split(".");
  const [, , ...ofReal] = real.split(".");
  const isKnown = TOKEN_KEYS.some((key) => key.kid === kid);
  return version === "v1" && /^[\w-]+$/.test(kid) && !isKnown && rest.join(".") === ofReal.join(".");
}

function idsOf(seeded: Seeded, index: number, list: string): { subscriber: string; list: string } {
  return { subscriber: seeded.deliveries[index]?.publicId ?? "", list };
}

/** Everything a page could change. */
export async function stateOf({ db }: Ledger): Promise<unknown> {
  return {
    members: await db
      .selectFrom("list_members")
      .selectAll()
      .orderBy("subscriber_id")
      .orderBy("list")
      .execute(),
    consents: await db.selectFrom("consents").selectAll().orderBy("id").execute(),
    suppressions: await db.selectFrom("suppressions").selectAll().execute(),
    deliveries: await db.selectFrom("deliveries").selectAll().orderBy("id").execute(),
  };
}

export async function membershipOf({ ledger, seeded }: TestWeb, index = 0): Promise<Record<string, string>> {
  const rows = await ledger.db
    .selectFrom("list_members")
    .select(["list", "state"])
    .where("subscriber_id", "=", seeded.deliveries[index]?.subscriberId ?? 0)
    .execute();
  return Object.fromEntries(rows.map(({ list, state }) => [list, state]));
}
