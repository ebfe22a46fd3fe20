import { readFile } from "node:fs/promises";
import { Readable, Writable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { main } from "#src/cli/main.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { NOW, REAL_ENV, type TempProject, issue, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const TIME = "send_at: 2026-12-01 09:00";
const RULE = "writing/placeholder";
const FAULTY = issue(["draft: false", TIME], "Then TK happens, and the letter goes on.");

/** A newsletter that mails through Resend, which is the sandbox here. */
async function newsletter(text = FAULTY) {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const project = await tempProject({ [FILE]: text, "readers.csv": "email,status\nada@a.example,active\n" });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  const run = (line: string, options: Parameters<TempProject["run"]>[1] = {}) =>
    project.run(line.split(" "), { env, ...options });
  await run("migrate");
  await run("subscribers import readers.csv --unstated active");
  return { project, sandbox, env, run };
}

const bodies = (sandbox: Sandbox) =>
  sandbox.inbox.list().data.map(({ id }) => sandbox.inbox.get(id)?.text ?? "");
const digestIn = (text: string) => /--digest ([0-9a-f]+)/.exec(text)?.[1] ?? "";

test("an error blocks until a person forces it for the email that they have seen, which is recorded and mailed", async () => {
  const { run, sandbox, project } = await newsletter();
  const refused = await run("schedule hello");
  expect(refused.exit).toBe(1);
  const digest = digestIn(refused.stderr);
  expect(refused.stderr).toContain(`letterpress schedule hello --force ${RULE} --digest ${digest}`);
  expect(digestIn((await run("plan hello")).stdout)).toBe(digest);

  // Nobody has said which email they have seen; one of another rule is no force of this one.
  const blind = await run(`schedule hello --force ${RULE}`);
  expect(blind.exit).toBe(2);
  expect(blind.stderr).toContain(`--digest ${digest}`);
  expect((await run(`schedule hello --force link/no-text --digest ${digest}`)).exit).toBe(1);
  expect((await run("status hello")).stdout).toContain("never scheduled");

  const forced = await run(`schedule hello --force ${RULE} --digest ${digest}`);
  expect(forced.exit).toBe(0);
  expect(forced.stdout).toMatch(/forced +writing\/placeholder, line 8: .*TK.* Forced by cli:/);
  // The job runs the same rules and finds the same error: this very email passes, at every look.
  for (let pass = 0; pass < 2; pass += 1) expect((await run("tick")).exit).toBe(0);
  const status = JSON.parse((await run("status hello --json")).stdout) as unknown;
  expect(status).toMatchObject([
    {
      state: "scheduled",
      overruled: [{ rule: RULE, how: "forced", person: expect.stringMatching(/^cli:/) }],
    },
  ]);
  expect((await run("status hello")).stdout).toMatch(/forced +writing\/placeholder: .*TK/);
  const plan = await run("plan hello");
  expect(plan.exit).toBe(0);
  expect(plan.stdout).toMatch(/forced +writing\/placeholder, line 8/);
  // `check` knows no ledger: the file is as wrong as before.
  expect((await project.run(["check"])).exit).toBe(1);

  const clock = { now: () => Date.UTC(2026, 11, 1, 14, 0, 30) };
  expect((await run("tick", { clock })).stdout).toContain("hello is submitted.");
  expect(bodies(sandbox)).toEqual([expect.stringContaining("TK")]);
  expect((await run("report hello")).stdout).toMatch(/Overruled\n {2}writing\/placeholder, forced by cli:/);
});

test("a force is over with the email that it was for: another text waits, and needs a word of its own", async () => {
  const { run, project, sandbox } = await newsletter();
  const first = digestIn((await run("schedule hello")).stderr);
  await run(`schedule hello --force ${RULE} --digest ${first}`);
  await project.write(FILE, FAULTY.replace("goes on", "goes on and on"));
  const tick = await run("tick");
  expect(tick.stdout).toContain("has errors now");
  expect((await run("status hello")).stdout).toContain("paused (errors)");

  const other = await run(`approve hello --force ${RULE} --digest ${first}`);
  expect(other.exit).toBe(2);
  expect(other.stderr).toContain("send/another-email");
  expect((await run("status hello")).stdout).toContain("paused (errors)");
  const second = digestIn((await run("plan hello")).stdout);
  expect(second).not.toBe(first);
  // Without its rule the approval takes nothing, and does not let go the text from before either.
  expect((await run(`approve hello --digest ${second}`)).exit).toBe(1);
  expect((await run("status hello")).stdout).toContain("paused (errors)");
  const approved = await run(`approve hello --force ${RULE} --digest ${second}`);
  expect(approved.exit).toBe(0);
  expect((await run("status hello")).stdout).toContain("scheduled");
  const clock = { now: () => Date.UTC(2026, 11, 1, 14, 0, 30) };
  await run("tick", { clock });
  expect(bodies(sandbox)).toEqual([expect.stringContaining("goes on and on")]);
});

test("what protects readers cannot be forced, nor what is in no email, nor what is no rule", async () => {
  const { run } = await newsletter();
  for (const [rule, message] of [
    ["unsubscribe/missing", "protects readers"],
    ["image/missing", "make an email impossible to send"],
    ["writing/placeholdr", "Did you mean writing/placeholder?"],
  ] as const) {
    const { exit, stderr } = await run(`send hello --yes --force ${rule}`);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining(message) });
  }
  const { exit } = await run(`send hello --yes --force ${RULE}`);
  expect(exit).toBe(2);
});

test("who says yes sends what was shown, whatever happens to the file and its template while they read", async () => {
  const text = FAULTY.replace("draft: false", "draft: false\ntemplate: interview");
  const { project, sandbox, env } = await newsletter(text);
  const template = await readFile(project.path("templates/interview.tsx"), "utf8");
  const answers = Readable.from(
    (async function* () {
      await project.write(FILE, text.replace("goes on", "was changed behind them"));
      await project.write(
        "templates/interview.tsx",
        template.replace("<IssueBody", "<p>Behind them</p><IssueBody"),
      );
      yield "yes\n";
    })(),
  );
  const output: string[] = [];
  const sink = () =>
    new Writable({
      write(chunk, _, done) {
        output.push(String(chunk));
        done();
      },
    });
  const exit = await main(["send", "hello", "--force", RULE], {
    stdout: sink(),
    stderr: sink(),
    stdin: Object.assign(answers, { isTTY: true }),
    env,
    cwd: project.root,
    clock: { now: () => NOW },
    network: {
      texts: () => Promise.reject(new Error()),
      mailHosts: () => Promise.reject(new Error()),
      addresses: () => Promise.reject(new Error()),
      get: () => Promise.reject(new Error()),
    },
    signal: new AbortController().signal,
  });
  expect(output.join("")).toMatch(
    /What will happen[^]*forced +writing\/placeholder[^]*This mails hello to 1 reader/,
  );
  expect(exit).toBe(0);
  expect(bodies(sandbox)).toEqual([expect.stringContaining("the letter goes on")]);
  const [mailed] = sandbox.inbox.list().data;
  expect(sandbox.inbox.get(mailed?.id ?? "")?.html).toMatch(/^(?![^]*Behind them)[^]*the letter goes on/);
});

test("what a file accepts is listed where it is sent, with its reason", async () => {
  const accept = ["accept:", "  - rule: writing/placeholder", '    reason: "TK is the name of the press."'];
  const { run } = await newsletter(
    issue(["draft: false", TIME, ...accept], "Then TK happens, and the letter goes on."),
  );
  const row = /accepted +writing\/placeholder[^]*?Accepted: TK is the name of the press\./;
  expect((await run("plan hello")).stdout).toMatch(row);
  expect((await run("tick")).stdout).toMatch(row);
  expect((await run("status hello")).stdout).toMatch(row);
  expect((await run("schedule hello")).stdout).toMatch(row);
  expect((await run("send hello --yes")).stdout).toMatch(row);
  expect((await run("report hello --markdown")).stdout).toContain(
    "- writing/placeholder, accepted: TK is the name of the press.",
  );
});

test("a plan tells what has changed since the last test mail", async () => {
  const { run, project } = await newsletter(issue(["draft: false", TIME]));
  expect((await run("plan hello")).stdout).toMatch(
    /last test +No test mail has been sent: `letterpress test hello --to/,
  );
  await run("test hello --to me@a.example");
  expect((await run("plan hello")).stdout).toMatch(/last test .*to 1 address: identical, byte for byte\./);
  await project.write(
    FILE,
    issue(
      ["draft: false", TIME, "title: How a page is made"],
      "A letter begins with a line that nobody wants to read.\n\nIt ends with [a name](https://names.example.org/).",
    ),
  );
  const { stdout } = await run("plan hello");
  expect(stdout).toContain("subject: [-How a letter is made-]{+How a page is made+}");
  expect(stdout).toMatch(/with a line that \[-somebody-\]\{\+nobody\+\} wants to read\./);
  expect(stdout).toContain("link {+https://names.example.org/+}");
  expect(JSON.parse((await run("plan hello --json")).stdout)).toMatchObject({
    since_test: {
      recipients: 1,
      changes: {
        fields: [{ name: "subject", before: "How a letter is made", after: "How a page is made" }],
        links: { added: ["https://names.example.org/"], removed: [] },
        only_look: false,
      },
    },
  });
});
