import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished } from "vitest";
import type { TempProject } from "../cli/temp-project.ts";

type Run = NonNullable<Parameters<TempProject["run"]>[1]>;

/** The address of `letterpress dev`, which runs until the test is over. */
export async function runDev(
  project: TempProject,
  flags: readonly string[] = [],
  options: Run = {},
): Promise<string> {
  const port = await freePort();
  const stop = new AbortController();
  const args = ["dev", "--port", String(port), ...flags];
  const running = project.run(args, { clock: { now: Date.now }, ...options, signal: stop.signal });
  onTestFinished(async () => {
    stop.abort();
    expect(await running).toMatchObject({ exit: 0 });
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/api/newsletter`).then(
      ({ ok }) => ok,
      () => false,
    );
  const ended = running.then(({ output }) => Promise.reject(new Error(output)));
  ended.catch(() => undefined);
  const answered = async () => {
    await expect.poll(answers).toBe(true);
  };
  await Promise.race([ended, answered()]);
  return url;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
