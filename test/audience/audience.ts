import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ImportOptions, ImportSummary } from "#src/audience/import/import-options.ts";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { addressKey } from "#src/model/ids.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";

export const KEY = "a key for tests, long enough".padEnd(32, ".");
export const NOW = Date.UTC(2026, 10, 24, 12);

export const newsletter = newsletterSchema.parse({
  name: "Test",
  url: "https://news.example.org",
  from: "desk@news.example.org",
  postal_address: "1 Example Street",
  timezone: "UTC",
  lists: { weekly: { title: "Weekly" }, interviews: { title: "Interviews" } },
  attributes: {
    city: { type: "string" },
    plan: { type: "string" },
    supporter: { type: "boolean" },
    issues_read: { type: "number" },
    joined: { type: "date" },
  },
});

export interface World extends AsyncDisposable {
  readonly folder: string;
  readonly path: string;
  readonly url: string;
  readonly ledger: Ledger;
  setTime(at: number): void;
}

export const DIALECTS = ["sqlite", "postgres"] as const;

/** A folder with a real ledger in it (or in a database of its own), gone at the end. */
export async function createWorld(dialect: Ledger["dialect"] = "sqlite"): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "letterpress-audience-"));
  const path = join(folder, "ledger.db");
  let now = NOW;
  // Only here: what the helper needs of vitest is not there in a process of its own.
  const { migratedDatabase, migratedFile } = await import("../helpers/temp-ledger.ts");
  const ledger = await openLedger({
    url: dialect === "postgres" ? await migratedDatabase() : await migratedFile(folder),
    root: folder,
    destination: "sandbox",
    suppressionKey: null,
    clock: { now: () => now },
    create: true,
  });
  return {
    folder,
    path,
    url: `sqlite:${path}`,
    ledger,
    setTime: (at) => void (now = at),
    async [Symbol.asyncDispose]() {
      await ledger[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const keyOf = (address: string) => addressKey(address, KEY);

export const options: ImportOptions = { list: "weekly", newsletter, suppressionKey: KEY };

/** Import lines of CSV, or bytes, of unknown origin; a person answers for the consent of those in it. */
export function importText(
  ledger: Ledger,
  csv: string | Buffer,
  more: Partial<ImportOptions> = {},
): Promise<ImportSummary> {
  const bytes = typeof csv === "string" ? Buffer.from(csv) : csv;
  return importSubscribers(ledger, Readable.from([bytes], { objectMode: false }), {
    ...options,
    source: "readers.csv",
    unstated: "active",
    ...more,
  });
}

/** `address: state` of everybody on a list, suppressions in brackets. */
export async function statesOn(ledger: Ledger, list = "weekly"): Promise<Record<string, string>> {
  const rows = await ledger.db
    .selectFrom("list_members as m")
    .innerJoin("subscribers as s", "s.id", "m.subscriber_id")
    .leftJoin("suppressions as x", "x.address_key", "s.address_key")
    .select(["s.address", "m.state", "x.reason"])
    .where("m.list", "=", list)
    .orderBy("s.address")
    .execute();
  return Object.fromEntries(
    rows.map(({ address, state, reason }) => [address, reason === null ? state : `${state} (${reason})`]),
  );
}

export const balance = (s: ImportSummary) =>
  s.new +
  s.updated +
  s.unchanged +
  s.preservedOptOuts +
  s.unsubscribed +
  s.suppressed +
  s.outdated +
  s.duplicates +
  s.refused;
