import { expect, onTestFinished, test } from "vitest";
import { hearSandbox } from "#src/app/job/hear-sandbox.ts";
import { readConfig } from "#src/app/config.ts";
import { keepSandboxPlace } from "#src/app/sandbox-place.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, type TempProject, tempProject } from "./temp-project.ts";

const LETTER = issue(["draft: false"], "Hello, here is the letter.");
const SERVE = ["serve", "--sandbox", "--port", "0", "--every", "* * * * * *", "--log", "text"];

/** A sandbox as a command of its own starts it. */
async function sandboxOf({ root }: TempProject): Promise<Sandbox> {
  const sandbox = await startSandbox({ switches: { webhook_shuffle: false } });
  const place = keepSandboxPlace(root, sandbox.url);
  onTestFinished(async () => {
    place?.[Symbol.dispose]();
    await sandbox.close();
  });
  return sandbox;
}

async function webhooksOf({ url, apiKey }: Sandbox): Promise<readonly { endpoint: string }[]> {
  const response = await fetch(`${url}/webhooks`, { headers: { authorization: `Bearer ${apiKey}` } });
  return ((await response.json()) as { data: { endpoint: string }[] }).data;
}

test("serve --sandbox hears of deliveries from a sandbox of its own command, also after it restarts", async () => {
  const project = await tempProject({
    "issues/2026-12-01-hello.md": LETTER,
    "readers.csv": "email,status\ndelivered@resend.dev,active\n",
  });
  const clock = { now: Date.now };
  const run = (line: string) => project.run([...line.split(" "), "--sandbox"], { clock });
  await run("subscribers import readers.csv --list weekly --unstated active");
  const first = await sandboxOf(project);
  const stop = new AbortController();
  const serving = project.run(SERVE, { signal: stop.signal, clock });
  await expect.poll(() => webhooksOf(first)).toHaveLength(1);
  await run("send hello --yes --no-wave");
  await first.webhooks.flush();
  expect(JSON.parse((await run("report hello --json")).stdout)).toMatchObject({ arrivals: { delivered: 1 } });
  expect(await webhooksOf(first)).toHaveLength(1);

  const second = await sandboxOf(project);
  await expect.poll(() => webhooksOf(second)).toHaveLength(1);
  stop.abort();
  expect((await serving).stdout).toContain(`bounces and clicks from the sandbox at ${first.url}.`);
  // The sandbox has a rate limit, as Resend has: one answer may be that.
  await expect.poll(() => webhooksOf(second)).toEqual([]);
});

test("the webhook of `sandbox --webhook` is not doubled and stays; Resend and other machines are never asked", async () => {
  const project = await tempProject();
  const config = readConfig({ root: project.root, env: {}, sandbox: true });
  const [secret = ""] = config.webhookSecrets;
  const endpoint = "http://127.0.0.1:9/webhooks/resend";
  const written = endpoint.replace("127.0.0.1", "localhost");
  await using sandbox = await startSandbox({ webhooks: [{ endpoint: written, secret }] });
  {
    await using ear = hearSandbox({ ...config, baseUrl: sandbox.url }, "http://0.0.0.0:9");
    expect(await ear?.register()).toBe(sandbox.url);
    expect(await webhooksOf(sandbox)).toMatchObject([{ endpoint: written }]);
  }
  expect(await webhooksOf(sandbox)).toHaveLength(1);
  expect(hearSandbox({ ...config, destination: "resend" }, "http://127.0.0.1:9")).toBeNull();
  expect(hearSandbox(config, "http://192.0.2.1:9")).toBeNull();
  await using away = hearSandbox({ ...config, baseUrl: "http://192.0.2.1" }, "http://127.0.0.1:9");
  expect(await away?.register()).toBeNull();
});
