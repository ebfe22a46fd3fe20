import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { Resend } from "resend";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { writeMark } from "#src/model/hosted/issue-mark.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { main } from "#src/cli/main.ts";
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
  const commit = async (when: "later" | "again" = "later") => {
    await git(root, "add", "--all", "issues", "templates", "newsletter.config.ts");
    if (when === "later") commits += 1;
    const date = new Date(NOW - 3_600_000 + commits * 1000).toISOString();
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
  const push = async (next?: string, when?: "again") => {
    if (next !== undefined) await project.write(FILE, next);
    await commit(when);
    await git(root, "push", "--quiet", "--force", "origin", "HEAD:main");
  };
  await push();
  const env = { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url };
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  return {
    sandbox,
    /** Of all its readers. */
    segment,
    resend,
    project,
    commit,
    push,
    /** `ahead`: by how much the machine's clock is wrong, ms. */
    run: (line: string, more: Record<string, string> = {}, ahead = 0) =>
      project.run(line.split(" "), {
        env: { ...env, ...more },
        clock: { now: () => sandbox.clock.now() + ahead },
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
  const asked = await run("status --json");
  expect(asked.exit).toBe(4);
  expect(JSON.parse(asked.stdout)).toEqual([
    {
      slug: "hello",
      state: "stopped",
      at: "2026-11-24T14:00:00.000Z",
      exit: 4,
      next: "letterpress schedule hello",
      reads_only: null,
    },
  ]);
  expect(JSON.parse((await run("plan hello --json")).stdout)).toMatchObject({
    state: "stopped",
    details: { at: "2026-11-24T14:00:00.000Z" },
  });
  expect(JSON.parse((await run("calendar --json")).stdout)).toMatchObject([
    { slug: "hello", at: "2026-11-24T14:00:00.000Z", state: "stopped", local: null, recipients: null },
  ]);
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

test("who says yes sends what was shown, whatever happens to the template while they read", async () => {
  const { project, sandbox, mailed, until } = await newsletter();
  const answers = Readable.from(
    (async function* () {
      const path = "templates/interview.tsx";
      const template = await readFile(project.path(path), "utf8");
      await project.write(path, template.replace("<IssueBody", "<p>Behind them</p><IssueBody"));
      yield "yes\n";
    })(),
  );
  const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  const silence = () => Promise.reject(new Error());
  const exit = await main(["send", "hello"], {
    stdout: sink(),
    stderr: sink(),
    stdin: Object.assign(answers, { isTTY: true }),
    env: { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url },
    cwd: project.root,
    clock: { now: () => sandbox.clock.now() },
    wait: (ms) => sandbox.advance(ms),
    network: { texts: silence, mailHosts: silence, addresses: silence, get: silence },
    signal: new AbortController().signal,
  });
  expect(exit).toBe(0);
  await until(DUE);
  expect(mailed()).toEqual(EACH_ONCE);
  const [first] = sandbox.inbox.list().data;
  const { html } = sandbox.inbox.get(first?.id ?? "") ?? {};
  expect(html).toContain("is code");
  expect(html).not.toContain("Behind them");
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

test("an issue sent before a hundred others, under another name, beside another newsletter of the team: never sent again", async () => {
  const { run, push, project, sandbox, mailed, until, has } = await newsletter();
  const { audience, broadcasts } = sandbox;
  const other = audience.addSegment("Other readers").id;
  audience.addContact({ email: "cy@a.example", segments: new Map([[other, NOW]]) });
  const base = { from: "desk@news.example.org", subject: "Theirs", segmentId: other };
  const { id: oldest } = broadcasts.add({ ...base, status: "draft", name: "The oldest" });
  const html = `<head>${writeMark({ newsletter: "Another Letter", slug: "hello" })}</head><p>Theirs</p>`;
  // Their issue has the same slug, and was sent.
  broadcasts.add({
    ...base,
    html,
    status: "sent",
    name: "lp/hello/0123456789ab/20261123T1400Z/20261123T120000Z/set",
  });
  const plan = JSON.parse((await run("plan hello --json")).stdout) as unknown;
  expect(plan).toMatchObject({ readers: { in_segment: 3, unsubscribed: 0, suppressed: 0, at_most: 3 } });
  expect((await run("send hello")).stderr).toContain(
    "This mails hello to at most 3 readers in the segment Readers",
  );
  expect((await run("tick")).stdout).toContain("hello is scheduled");
  await until(DUE + MINUTE);
  expect(mailed()).toEqual(EACH_ONCE);
  for (let n = 0; n < 120; n += 1)
    broadcasts.add({ ...base, html: "<p>By hand</p>", status: "draft", name: `By hand ${n}` });

  // A list that says it is whole, and lacks what is older than everything of ours.
  const config = CONFIG.replace("  attributes", `  resend: { oldest: "${oldest}" },\n  attributes`);
  await project.write("newsletter.config.ts", config);
  await push(ready(HELLO, "2026-11-25 14:00 +00:00"));
  const all = await has();
  sandbox.switches.faults = [{ kind: "empty_list", on: "GET /broadcasts" }];
  const broken = await run("tick");
  expect(broken.stderr).toContain(`lacks the draft ${oldest}`);
  expect(broken.exit).toBe(3);
  sandbox.switches.faults = [];
  expect(await has()).toEqual(all);

  await rm(project.path(FILE));
  await project.write(
    "issues/2026-11-24-hi.md",
    issue(["draft: false", "send_at: 2026-11-25 14:00 +00:00"], HELLO),
  );
  await push();
  const renamed = await run("tick");
  expect(renamed.stdout).toMatch(/looks like hello under another name[^]*aliases: \[hello\]/);
  expect(renamed.exit).toBe(1);
  const lines = ["draft: false", "send_at: 2026-11-25 14:00 +00:00", "aliases: [hello]"];
  await project.write("issues/2026-11-24-hi.md", issue(lines, HELLO));
  await push();
  // By a clock that is two hours ahead, which is said and changes nothing.
  const known = await run("tick", {}, 120 * MINUTE);
  expect(known.output).toContain("clock of this machine is 120 min ahead of Resend's");
  expect(known.exit).toBe(0);
  expect((await has()).filter((name) => name.includes("lp/hi/"))).toEqual([]);
  expect((await run("status hi --json")).stdout).toContain('"state": "sent"');
  await until(NOW + 30 * 60 * MINUTE);
  expect(mailed()).toEqual(EACH_ONCE);
});

test("readers without a name are counted where a tag has no words for them, and suppressed ones are no readers", async () => {
  const { run, push, sandbox, has, segment } = await newsletter(
    ready("Hello {{ subscriber.first_name }}, how is {{ subscriber.city }}?"),
  );
  sandbox.audience.addContact({ email: "gone@a.example", segments: new Map([[segment, NOW]]) });
  const suppressed = await fetch(`${sandbox.url}/suppressions`, {
    method: "POST",
    headers: { authorization: `Bearer ${sandbox.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ email: "gone@a.example" }),
  });
  expect(suppressed.status).toBe(201);
  const found = async (line: string) =>
    (JSON.parse((await run(line)).stdout) as { findings: { rule: string; message: string }[] }).findings
      .filter(({ rule }) => rule === "merge-tag/no-fallback")
      .map(({ message }) => message);
  const city =
    "{{ subscriber.city }} has no default; the number of readers without city is unknown: Resend lists contacts without their properties.";
  const name = "{{ subscriber.first_name }} has no default, and 2 of 3 readers have no first_name.";
  expect(await found("plan hello --json")).toEqual([name, city]);
  expect(await found("check hello --json")).toEqual([
    "{{ subscriber.first_name }} has no default; the number of readers without first_name is unknown: `letterpress plan` asks Resend.",
    "{{ subscriber.city }} has no default; the number of readers without city is unknown: `letterpress plan` asks Resend.",
  ]);
  for (const line of ["schedule hello", "send hello --yes"]) {
    const kept = await run(line);
    expect(kept.output).toContain(name);
    expect(kept.exit).toBe(1);
  }
  expect(await has()).toEqual([]);

  // Where every reader gets words, nobody is counted, and a tick never counts.
  const counted: string[] = [];
  using _hook = sandbox.on("request", ({ path }) => {
    if (path.endsWith("/contacts")) counted.push(path);
  });
  await push(ready("Hello {{ subscriber.first_name }}."));
  expect((await run("tick")).output).toContain("hello is scheduled");
  await push(ready());
  expect((await run("schedule hello")).exit).toBe(0);
  expect(counted).toEqual([]);
  expect((await run("plan hello")).exit).toBe(0);
  expect(counted).toHaveLength(1);
});

test("plan --offline tells what the files tell, without a key, and says that Resend was not asked", async () => {
  const { run } = await newsletter();
  const { stdout, exit } = await run("plan hello --offline", { RESEND_API_KEY: "", RESEND_BASE_URL: "" });
  expect(exit).toBe(0);
  expect(stdout).toMatch(
    /What will happen\n {2}subject +How a letter is made\n {2}preview +[^]*\n {2}size +/,
  );
  expect(stdout).toContain("Not asked: Resend (--offline asks nobody).");
  expect(stdout).toContain("Not checked: the sender's domain (--offline asks nobody).");
  expect(stdout).not.toMatch(/^ {2}readers/m);
  expect(JSON.parse((await run("plan hello --offline --json", { RESEND_API_KEY: "" })).stdout)).toMatchObject(
    {
      subject: "How a letter is made",
      due_at: "2026-11-24T14:00:00.000Z",
      readers: null,
      state: null,
      unchecked: [{ fact: "dns" }, { fact: "spam" }],
    },
  );
  const asked = JSON.parse((await run("plan hello --json")).stdout) as unknown;
  expect(asked).toMatchObject({ readers: { at_most: 3 }, size: { gmail_cuts_at: 102_400 } });
});

test("two commits of one second are two versions, of which the branch's latest counts", async () => {
  const { run, push, has, resend, ids } = await newsletter();
  await run("tick");
  const [first = ""] = await ids();
  await push(ready(`${HELLO} Edited.`), "again");
  expect((await run("tick")).stdout).toContain("hello is scheduled");
  expect(await has()).toEqual(["scheduled lp/hello/…/20261124T1400Z/set"]);
  const [second = ""] = await ids();
  expect(second).not.toBe(first);
  expect((await resend.broadcasts.get(second)).data?.html).toContain("Edited.");
});

test("pictures that a deploy brings are waited for; those that never come are a finding, and keep no other issue", async () => {
  let misses = 3;
  const site = createServer((_, response) => {
    const isThere = (misses -= 1) < 0;
    response.writeHead(isThere ? 200 : 404, { "content-type": isThere ? "image/png" : "text/html" }).end();
  });
  await new Promise<void>((resolve) => void site.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void site.close());
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const { run, push, project, has, sandbox } = await newsletter(
    issue(["draft: true"], HELLO),
    CONFIG.replace("https://news.example.org", url),
  );
  const size = { width: 40, height: 40, channels: 3, background: "#884422" } as const;
  const picture = await sharp({ create: size }).png().toBuffer();
  const time = "send_at: 2026-11-24 18:00 +00:00";
  await project.write("issues/2026-11-24-press/press.png", picture);
  await project.write(
    "issues/2026-11-24-press/index.md",
    issue(["draft: false", time], "![A press](press.png)"),
  );
  await project.write("issues/2026-11-24-plain.md", issue(["draft: false", time], HELLO));
  await push();
  const began = sandbox.clock.now();
  // A person is told at once.
  expect((await run("schedule press")).stdout).toMatch(
    /press\.png|\/a\/[0-9a-f]+\.png does not answer: status 404/,
  );
  const waited = await run("tick");
  expect(waited.exit).toBe(0);
  const both = ["scheduled lp/plain/…/20261124T1800Z/set", "scheduled lp/press/…/20261124T1800Z/set"];
  expect((await has()).toSorted()).toEqual(both);
  expect(sandbox.clock.now() - began).toBeLessThan(5 * MINUTE);

  misses = Infinity;
  await push(issue(["draft: true"], `${HELLO} Another.`));
  await project.write(
    "issues/2026-11-24-press/index.md",
    issue(["draft: false", time], "![A press](press.png)\n\nAnd more."),
  );
  await push();
  const before = sandbox.clock.now();
  const missing = await run("tick");
  expect(missing.stdout).toMatch(/does not answer: status 404[^]*Deploy the site/);
  expect(missing.exit).toBe(1);
  expect(sandbox.clock.now() - before).toBeGreaterThan(14 * MINUTE);
  expect(sandbox.clock.now() - before).toBeLessThan(18 * MINUTE);
  // What was scheduled stays.
  expect((await has()).toSorted()).toEqual(both);
});

test("an error keeps a letter here, too; what its file accepts is listed, and nobody can force what nothing remembers", async () => {
  const body = "Then TK happens, and the letter goes on.";
  const { run, push, has } = await newsletter(ready(body));
  expect((await run("schedule hello")).exit).toBe(1);
  for (const command of ["schedule", "send --yes"]) {
    const { exit, stderr } = await run(`${command} hello --force writing/placeholder`);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining("`accept:`") });
  }
  expect(await has()).toEqual([]);
  const accept = ["accept:", "  - rule: writing/placeholder", '    reason: "TK is the name of the press."'];
  await push(issue(["draft: false", "send_at: 2026-11-24 14:00 +00:00", ...accept], body));
  const row = /accepted +writing\/placeholder.*Accepted: TK is the name of the press\./;
  const planned = await run("plan hello");
  expect(planned.stdout).toMatch(/What will happen\n {2}subject/);
  expect(planned.stdout).toMatch(row);
  expect((await run("tick")).stdout).toMatch(row);
  expect((await run("status hello")).stdout).toMatch(row);
});
