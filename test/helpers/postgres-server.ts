import type { TestProject } from "vitest/node";
import { startPostgres } from "./start-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a real PostgreSQL's maintenance database. */
    postgres: string;
  }
}

/** One PostgreSQL for the whole run. */
export default async function postgresServer(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide("postgres", server.url);
  return async () => {
    await server[Symbol.asyncDispose]();
  };
}
