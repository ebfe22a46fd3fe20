import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { git } from "../helpers/git.ts";
import { issue, NOW, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-11-24-hello.md";
const MINUTE = 60_000;
const HELLO = 'Hello {{ subscriber.first_name | default: "there" }}, `{{{x}}}` is code.';
/** Due at 14:00 UTC, two hours after the sandbox's clock begins. */
const ready = (body = HELLO, at = "2026-11-24 14:00 +00:00") =>
  issue(["draft: false", `send_at: ${at}`], body);

const CONFIG = `export default {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "UTC",
  audience: "resend",
  lists: { weekly: { title: "Weekly", segment: "Readers", topic: "Weekly" } },
  attributes: { city: { type: "string" } },
};
`;

/** A newsletter in a repository with its branch at `origin`, and its readers in Resend, which is the sandbox. */
async function newsletter(text = ready(), config = CONFIG) {
  const sandbox = await startSandbox({
    clock: { now: () => NOW },
    switches: { rate_limit: 1000, broadcast_starts_ms: 1000 },
  });
  onTestFinished(() => sandbox.close());
  const { id: segment } = sandbox.audience.addSegment("Readers");
  const { id: topic } = sandbox.audience.addTopic({ name: "Weekly" });
  const segments = new Map([[segment, NOW]]);
  sandbox.audience.addContact({ email: "ada@a.example", firstName: "Ada", segments });
  sandbox.audience.addContact({ email: "bob@a.example", segments });
  sandbox.audience.addContact({ email: "left@a.example", segments, topics: new Map([[topic, "opt_out"]]) });
  const project = await tempProject({ [FILE]: text, "newsletter.config.ts": config });
  const { root } = project;
  await git(root, "init", "--quiet", "--initial-branch=main");
  await git(root, "init", "--quiet", "--bare", "origin.git");
  await git(root, "remote", "add", "origin", "./origin.git");
  let commits = 0;
  const commit = async () => {
    await git(root, "add", "--all", "issues", "templates", "newsletter.config.ts");
    // Two commits of one second would be one version, which renders differently.
    const date = new Date(NOW - 3_600_000 + (commits += 1) * 1000).toISOString();
    const who = [
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@letters.example",
      "-c",
      "commit.gpgsign=false",
    ];
    const env = { ...process.env, GIT_COMMITTER_DATE: date };
    await promisify(execFile)("git", ["-C", root, ...who, "commit", "--quiet", "--message", "Words"], {
      env,
    });
  };
  const push = async (next?: string) => {
    if (next !== undefined) await project.write(FILE, next);
    await commit();
    await git(root, "push", "--quiet", "--force", "origin", "HEAD:main");
  };
  await push();
  const env = { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url };
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  return {
    sandbox,
    resend,
    project,
    commit,
    push,
    run: (line: string, more: Record<string, string> = {}) =>
      project.run(line.split(" "), {
        env: { ...env, ...more },
        clock: sandbox.clock,
        wait: (ms) => sandbox.advance(ms),
      }),
    /** What Resend has: `status name`, the newest first, without digests. */
    has: async () =>
      ((await resend.broadcasts.list({ limit: 100 })).data?.data ?? []).map(
        ({ status, name }) =>
          `${status as string} ${name.replace(/\/[0-9a-f]{12}\//, "/…/").replace(/\/\d{8}T\d{6}Z-[0-9a-f]{7}/, "")}`,
      ),
    ids: async () => ((await resend.broadcasts.list({ limit: 100 })).data?.data ?? []).map(({ id }) => id),
    mailed: () =>
      [...sandbox.inbox.countsByAddress()].map(([address, copies]) => `${address} ${copies}`).toSorted(),
    until: async (at: number) => {
      await sandbox.advance(at - sandbox.clock.now());
      await sandbox.webhooks.flush();
    },
  };
}

const EACH_ONCE = ["ada@a.example 1", "bob@a.example 1"];
const DUE = NOW + 120 * MINUTE;

test("an issue goes from the branch to each reader once, through edits and a person's words", async () => {
  const { run, push, commit, project, has, until, mailed, sandbox } = await newsletter();
  const first = await run("tick");
  expect(first.output).toMatch(
    /^Subscribers: at Resend[^]*hello is scheduled for Tue,? 24 Nov 2026, 14:00 \(UTC\)/,
  );
  expect(first.exit).toBe(0);
  const once = ["scheduled lp/hello/…/20261124T1400Z/set"];
  expect(await has()).toEqual(once);
  expect((await run("tick")).exit).toBe(0);
  expect(await has()).toEqual(once);

  // Not pushed: it only reads.
  await project.write(FILE, ready(`${HELLO} Edited.`));
  await commit();
  const behind = await run("tick");
  expect(behind.output).toMatch(/only reads: this is commit [^]*hello differs from what Resend has/);
  expect(behind.exit).toBe(0);
  await push(ready(`${HELLO} Edited again.`));
  expect((await run("tick")).output).toContain("hello is scheduled");
  expect(await has()).toEqual(once);

  expect((await run("unschedule hello")).stdout).toContain("is no longer scheduled");
  expect(await has()).toEqual(["draft lp/hello/…/20261124T1400Z/off"]);
  await push(ready(`${HELLO} Edited a third time.`));
  expect(await run("tick")).toMatchObject({ exit: 0 });
  expect(await has()).toEqual(["draft lp/hello/…/20261124T1400Z/off"]);
  expect((await run("schedule hello")).exit).toBe(0);
  expect(await has()).toEqual(once);
  expect((await run("calendar")).stdout).toMatch(/14:00 +scheduled +How a letter is made/);

  // Too late for another text.
  await until(DUE - 10 * MINUTE);
  await push(ready(`${HELLO} Too late.`));
  const late = await run("tick");
  expect(late.stdout).toMatch(/too late[^]*Next: `letterpress unschedule hello`/);
  expect(late.exit).toBe(4);

  await until(DUE + MINUTE);
  expect(mailed()).toEqual(EACH_ONCE);
  const [mail] = sandbox.inbox.byAddress("ada@a.example");
  const { html = "", text = "" } = sandbox.inbox.get(mail?.id ?? "") ?? {};
  expect(html).toContain("Hello Ada, ");
  expect(html).toContain("Edited a third time.");
  expect(html).toContain("&#123;&#123;&#123;x}}}");
  expect(html).toMatch(new RegExp(`href="${sandbox.url}/unsubscribe/`));
  expect(text?.replaceAll("\u2060", "")).toContain("{{{x}}}");
  expect(text).toContain(`${sandbox.url}/unsubscribe/`);

  // A later time in the file does not send it again, and no command does.
  await push(ready(HELLO, "2026-11-25 14:00 +00:00"));
  for (const line of ["tick", "schedule hello", "send hello --yes"]) await run(line);
  await until(NOW + 27 * 60 * MINUTE);
  expect(mailed()).toEqual(EACH_ONCE);
  const status = JSON.parse((await run("status hello --json")).stdout) as unknown;
  expect(status).toMatchObject([{ slug: "hello", state: "sent", exit: 0 }]);
  const report = JSON.parse((await run("report hello --json")).stdout) as unknown;
  expect(report).toMatchObject({
    slug: "hello",
    status: "sent",
    readers: { sent: 2, delivered: 2, bounced: 0 },
  });
});

test("what a person does in the dashboard stands, and the next command settles it", async () => {
  const { run, push, resend, ids, has, mailed, until } = await newsletter();
  await run("tick");
  const [id = ""] = await ids();
  await resend.broadcasts.cancel(id);
  const canceled = await run("tick");
  expect(canceled.stdout).toMatch(/somebody canceled it[^]*Next: `letterpress schedule hello`/);
  expect(canceled.exit).toBe(4);
  expect((await run("schedule hello")).exit).toBe(0);

  const [again = ""] = await ids();
  await resend.broadcasts.update(again, { subject: "Better" });
  const edited = await run("tick");
  expect(edited.stdout).toMatch(/edited in Resend's dashboard[^]*Next: `letterpress schedule hello`/);
  expect(edited.exit).toBe(1);
  expect((await run("schedule hello")).exit).toBe(0);
  expect(await has()).toEqual(["scheduled lp/hello/…/20261124T1400Z/set"]);

  // Renamed and canceled: nothing of it is scheduled; renamed and scheduled: it is not made a second time.
  const [ours = ""] = await ids();
  await resend.broadcasts.update(ours, { name: "My letter" });
  const renamed = await run("tick");
  expect(renamed.stdout).toContain("by hand");
  expect(renamed.exit).toBe(1);
  expect(await has()).toEqual(["scheduled My letter"]);
  expect((await run("cancel hello")).exit).toBe(0);
  await run("tick");

  // A copy that is sent by hand: ours goes.
  const [source = ""] = await ids();
  const { data } = await resend.broadcasts.duplicate(source);
  await resend.broadcasts.send(data?.id ?? "");
  await run("tick");
  await until(DUE + MINUTE);
  expect(mailed()).toEqual(EACH_ONCE);
  expect((await run("tick")).exit).toBe(0);

  // The branch is set back to an older commit.
  await push(issue(["draft: true"], HELLO));
  expect((await run("tick")).exit).toBe(0);
});

test("a draft again takes it back; send mails it now, once", async () => {
  const { run, push, has, mailed, until } = await newsletter();
  await run("tick");
  await push(issue(["draft: true"], HELLO));
  await run("tick");
  expect(await has()).toEqual([]);
  const tested = await run("test hello --to me@a.example --as ada@a.example");
  expect(tested.stdout).toContain("1 test of hello handed to Resend");
  await push(ready());
  expect((await run("send hello")).exit).toBe(2);
  const sent = await run("send hello --yes");
  expect(sent.stdout).toMatch(/hello (?:is being|was) sent/);
  expect(sent.exit).toBe(0);
  await until(DUE + MINUTE);
  await run("tick");
  await until(DUE + 10 * MINUTE);
  expect(mailed()).toEqual([...EACH_ONCE, "me@a.example 1"]);
});

test("says what is wrong: key, segment, property, and commands of a ledger", async () => {
  const { run, push, project, sandbox, has } = await newsletter();
  expect(await run("tick", { RESEND_API_KEY: "" })).toMatchObject({ exit: 2 });
  const sending = await run("tick", { RESEND_API_KEY: sandbox.sendingKey });
  expect(sending.stderr).toMatch(/resend\/refused-key[^]*full access/);
  expect(sending.exit).toBe(2);
  for (const line of ["approve hello", "pause hello", "serve", "migrate", "subscribers erase a@a.example"]) {
    const { exit, stderr } = await run(line);
    expect(stderr).toContain("audience/no-ledger");
    expect(exit).toBe(2);
  }
  expect((await run("schedule hello --at 2026-12-01")).exit).toBe(2);

  await push(ready("Hello in {{ subscriber.city }}"));
  const property = await run("tick");
  expect(property.stdout).toMatch(/2026-11-24-hello\.md:\d+.*Resend has no contact property city/);
  expect(property.exit).toBe(1);

  await project.write("newsletter.config.ts", CONFIG.replace('segment: "Readers"', 'segment: "Reader"'));
  await push(ready());
  const segment = await run("tick");
  expect(segment.stdout).toMatch(
    /lists\.weekly\.segment: Resend has no segment Reader\.[^]*Did you mean Readers\?/,
  );
  expect(segment.exit).toBe(1);
  expect(await has()).toEqual([]);
  expect((await run("check")).exit).toBe(0);
});
