import { constants } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { newDatabase } from "./start-postgres.ts";

export * from "./sample-send.ts";

/** An empty folder, removed when the test is over. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "letterpress-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export const DIALECTS = ["sqlite", "postgres"] as const;

/** A new ledger in a folder or database of its own, closed when the test is over. */
export async function tempLedger(
  options: {
    clock?: { now(): number };
    destination?: "sandbox" | "resend";
    folder?: string;
    dialect?: Ledger["dialect"];
  } = {},
): Promise<Ledger> {
  const root = options.folder ?? (await tempFolder());
  const ledger = await openLedger({
    url: options.dialect === "postgres" ? await migratedDatabase() : await migratedFile(root),
    root,
    destination: options.destination ?? "sandbox",
    suppressionKey: null,
    clock: options.clock ?? { now: Date.now },
    create: true,
  });
  onTestFinished(() => ledger[Symbol.asyncDispose]());
  return ledger;
}

/** A migrated ledger, bound to nothing yet, in `folder`, as an address that is relative to it. One that is there stays. */
export async function migratedFile(folder: string, name = "ledger.db"): Promise<string> {
  try {
    await copyFile(inject("emptyLedger").sqlite, join(folder, name), constants.COPYFILE_EXCL);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return `sqlite:${name}`;
}

/** The same as a database on the PostgreSQL of the run. */
export async function migratedDatabase(): Promise<string> {
  return newDatabase(inject("postgres"), inject("emptyLedger").postgres);
}

/** The address of an empty PostgreSQL database. It goes with the server when the run ends. */
export async function tempDatabase(): Promise<string> {
  return newDatabase(inject("postgres"));
}
