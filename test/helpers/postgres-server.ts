import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a real PostgreSQL's maintenance database. */
    postgres: string;
  }
}

/** One PostgreSQL for the whole run. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "postgres-process.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const [line] = (await Promise.race([
    once(child.stdout, "data"),
    exited.then(([code]) =>
      Promise.reject(new Error(`PostgreSQL did not start (exit code ${String(code)}).`)),
    ),
  ])) as [Buffer];
  project.provide("postgres", line.toString().trim());
  return async () => {
    child.stdin.end();
    await exited;
  };
}
