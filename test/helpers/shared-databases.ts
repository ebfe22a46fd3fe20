import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { newDatabase, startPostgres } from "./start-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a real PostgreSQL's maintenance database. */
    postgres: string;
    /** An empty ledger of each kind, migrated and bound to nothing: a file's path, and a database's name on `postgres`. */
    emptyLedger: { readonly sqlite: string; readonly postgres: string };
  }
}

/** One PostgreSQL for the whole run, and a migrated ledger of each kind to copy: migrating takes longer than most tests. */
export default async function sharedDatabases(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), "letterpress-empty-"));
  const file = join(folder, "ledger.db");
  const database = await newDatabase(server.url);
  await migrated(`sqlite:${file}`, folder);
  await migrated(database, folder);
  project.provide("postgres", server.url);
  project.provide("emptyLedger", { sqlite: file, postgres: new URL(database).pathname.slice(1) });
  return async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Without the two values that tell one ledger from all others: each copy gets its own when it is opened. */
async function migrated(url: string, root: string): Promise<void> {
  await using ledger = await openLedger({
    url,
    root,
    destination: "sandbox",
    suppressionKey: null,
    clock: { now: Date.now },
    create: true,
  });
  await ledger.db.deleteFrom("meta").where("name", "in", ["database", "destination"]).execute();
}
