import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, REAL_ENV, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const LINK = "Read [the timetable](https://museum.example/timetable).";

/** A newsletter that mails through Resend, which is the sandbox here, and who else was asked. */
async function setting() {
  const asked: string[] = [];
  const ask = (name: string) => {
    asked.push(name);
    return Promise.reject(new Error("queryTxt ETIMEOUT"));
  };
  const network = { texts: ask, mailHosts: ask, addresses: ask, get: ask };
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const project = await tempProject({ [FILE]: issue(["draft: false", "send_at: 2036-12-01 09:00"], LINK) });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  const run = (...args: string[]) => project.run(args, { env, network });
  await run("migrate");
  await run("subscribers", "add", "ada@a.example");
  return { run, asked, mailed: () => sandbox.inbox.list().data.length };
}

const NOT_CHECKED = [
  "Not checked: the sender's domain (--offline asks nobody).",
  "Not checked: the spam score (--offline asks nobody).",
  "Not checked: whether links work. 1 of 1 links could not be checked: museum.example (it was not asked).",
];

test.each([["plan"], ["schedule"], ["send", "--yes"]])(
  "%s --offline asks nobody, and says what was not checked",
  async (command, ...more) => {
    const { run, asked, mailed } = await setting();
    const offline = await run(command, "hello", "--offline", ...more);
    expect(offline.exit).toBe(0);
    for (const line of NOT_CHECKED) expect(offline.output).toContain(line);
    expect(asked).toEqual([]);
    expect(mailed()).toBe(command === "send" ? 1 : 0);
  },
);

test("plan --offline leaves Resend's quota out, and a program reads why", async () => {
  const { run } = await setting();
  const online = JSON.parse((await run("plan", "hello", "--json")).stdout) as unknown;
  expect(online).toMatchObject({ quota: { daily: {} } });
  const document = JSON.parse((await run("plan", "hello", "--offline", "--json")).stdout) as unknown;
  expect(document).toMatchObject({
    quota: { unavailable: "--offline asks nobody" },
    unchecked: [
      { fact: "dns", reason: "--offline asks nobody" },
      { fact: "spam", reason: "--offline asks nobody" },
    ],
  });
});
