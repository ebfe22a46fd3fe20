import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import pg from "pg";

export interface BenchPostgres extends AsyncDisposable {
  /** The address of a new, empty database. */
  readonly database: () => Promise<string>;
}

/** A PostgreSQL from npm, in a process of its own as in the tests, gone when disposed. */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const script = resolve(import.meta.dirname, "../../test/helpers/postgres-process.ts");
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [line] = (await Promise.race([
    once(child.stdout, "data"),
    exited.then(([code]) =>
      Promise.reject(new Error(`PostgreSQL did not start (exit code ${String(code)}).`)),
    ),
  ])) as [Buffer];
  const server = line.toString().trim();
  let databases = 0;
  return {
    async database() {
      const name = `bench_${(databases += 1)}`;
      const client = new pg.Client({ connectionString: server });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return Object.assign(new URL(server), { pathname: `/${name}` }).href;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
    },
  };
}
