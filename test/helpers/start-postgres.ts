import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { newId } from "#src/model/ids.ts";

/** A real PostgreSQL in a process of its own. */
export interface PostgresServer extends AsyncDisposable {
  /** Address of its maintenance database. */
  readonly url: string;
  /** Stop it as an administrator does, connections cut, and start it again on the same data and port. */
  readonly restart: () => Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "postgres-process.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const nextLine = async (): Promise<string> => {
    const died = exited.then(([code]) =>
      Promise.reject(new Error(`PostgreSQL did not start (exit code ${String(code)}).`)),
    );
    const [line] = (await Promise.race([once(lines, "line"), died])) as [string];
    return line;
  };
  const url = await nextLine();
  return {
    url,
    restart: async () => {
      const up = nextLine();
      child.stdin.write("restart\n");
      await up;
    },
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await exited;
    },
  };
}

/** The address of a new database on a server: empty, or a copy of `template`, a database that nobody is connected to. */
export async function newDatabase(server: string, template = "template1"): Promise<string> {
  const url = new URL(server);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const name = `t_${newId()
    .replace(/[^A-Za-z0-9]/g, "")
    .toLowerCase()}`;
  await client.query(`create database ${name} template ${template}`);
  await client.end();
  url.pathname = `/${name}`;
  return url.href;
}
