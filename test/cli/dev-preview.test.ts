import { readFile, symlink, writeFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { openApp } from "#src/app/open-app.ts";
import { earlierVersions } from "#src/app/studio/earlier-versions.ts";
import { type Dev, startDev } from "#src/cli/write/start-dev.ts";
import type { Issue } from "#src/model/issue.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { pauseSend, resumeSend } from "#src/send/decide-send.ts";
import { startDue } from "#src/send/start-due.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { runDev } from "../helpers/run-dev.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { addReaders, tempLedger, testEmail } from "../helpers/temp-ledger.ts";
import { issue, NOW, REAL_ENV, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello/index.md";
const clock = { now: () => NOW };

/** The preview in front of a ledger with two readers, with an editor that writes down how it was called; `lines` are commands that run before. */
async function start(files: Readonly<Record<string, string>>, lines: readonly string[][] = []) {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const readers = "email,first_name,status\nada@a.example,Augusta,active\nbob@a.example,Bob,active\n";
  const project = await tempProject({ "readers.csv": readers, ...files });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  const first = [["migrate"], ["subscribers", "import", "readers.csv", "--unstated", "active"]];
  for (const line of [...first, ...lines]) expect((await project.run(line, { env })).exit).toBe(0);
  const app = await openApp({ root: project.root, env, sandbox: false, clock });
  onTestFinished(() => app[Symbol.asyncDispose]());
  // A folder has a space in its name where its owner likes.
  const editor = project.path("my editor.sh");
  await writeFile(editor, `#!/bin/sh\necho "$@" >> ${project.path("opened.txt")}\n`, { mode: 0o700 });
  const { ledger } = app;
  const dev = await startDev({ root: project.root, port: 0, beside: { ledger }, clock, editor });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  const opened = () => readFile(project.path("opened.txt"), "utf8").catch(() => "");
  return { project, dev, opened };
}

const read = async (dev: Dev, path: string) => (await fetch(`${dev.url}${path}`)).text();
const ask = async (dev: Dev, path: string): Promise<unknown> => (await fetch(`${dev.url}/api${path}`)).json();
const post = (dev: Dev, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${dev.url}/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

const MARKS = / data-line="\d+"/g;
const CLASSES = / class="lp-line-\d+"| lp-line-\d+/g;

test("the lines of its blocks are all that a shown email has and a mailed one has not", async () => {
  const body = "First.\n\n- One\n- Two\n\n> Said.\n\n**[Join](https://example.org/join)**\n\n---\n\nLast.";
  for (const template of ["interview", "digest"]) {
    const { dev } = await start({ [FILE]: issue([`template: ${template}`], body) });
    const { email } = (await ask(dev, "/issues/hello")) as { email: { html: string } };
    const shown = await read(dev, "/email/hello");
    expect(shown.match(MARKS)).toEqual(expect.arrayContaining([' data-line="7"', ' data-line="14"']));
    expect(email.html).not.toMatch(MARKS);
    expect(shown.replaceAll(MARKS, "").replaceAll(CLASSES, "")).toBe(email.html);
  }
});

test("opens the author's editor at a line, for a file of the project alone, and for no other site", async () => {
  const { project, dev, opened } = await start({ [FILE]: issue() });
  await symlink("/etc", project.path("out"));
  expect(await (await post(dev, "/editor", { file: FILE, line: 6 })).json()).toMatchObject({
    trouble: null,
    link: expect.stringContaining(`${FILE}:6:1`),
  });
  await expect.poll(opened).toBe(`${project.path(FILE)} 6 1\n`);
  for (const file of ["../../etc/passwd", "/etc/passwd", "out/passwd", "issues/none.md", ""])
    expect([file, (await post(dev, "/editor", { file })).status]).toEqual([file, 400]);
  const elsewhere = { origin: "https://evil.example" };
  expect((await post(dev, "/editor", { file: FILE }, elsewhere)).status).toBe(403);
  expect((await post(dev, "/issues", { title: "No", section: null }, elsewhere)).status).toBe(403);
  expect(await ask(dev, "/issues")).toHaveLength(1);
  expect(await opened()).toBe(`${project.path(FILE)} 6 1\n`);
});

test("the studio spares memory, and a command that ends does not", async () => {
  const project = await tempProject({ [FILE]: issue() });
  const called: string[] = [];
  const told = (name: string) => ({ spareMemory: () => void called.push(name) });
  await project.run(["check", "--offline"], told("check"));
  await runDev(project, ["--sandbox-port", "0"], told("dev"));
  expect(called).toEqual(["dev"]);
});

test("two studios of one process open each its own editor", async () => {
  for (const { project, dev, opened } of [
    await start({ [FILE]: issue() }),
    await start({ [FILE]: issue() }),
  ]) {
    await post(dev, "/editor", { file: FILE, line: 2 });
    await expect.poll(opened).toBe(`${project.path(FILE)} 2 1\n`);
  }
});

test("finds subscribers by a part of the address, and shows the email to one", async () => {
  const body = 'Hello {{ subscriber.first_name | default: "there" }}.';
  const { dev } = await start({ [FILE]: issue([], body) });
  expect(await ask(dev, "/readers?find=")).toHaveLength(2);
  expect(await ask(dev, "/readers?find=%25")).toEqual([]);
  const found = (await ask(dev, "/readers?find=ADA@")) as { id: string; address: string }[];
  expect(found.map(({ address }) => address)).toEqual(["ada@a.example"]);
  expect(await read(dev, `/email/hello?reader=${found[0]?.id}`)).toContain("Hello Augusta.");
  expect(await read(dev, "/email/hello?reader=nobody")).toContain("Hello Ada.");
});

test("marks where Gmail cuts, by the bytes that are mailed", async () => {
  const long = Array.from({ length: 1500 }, (_, at) => `Paragraph ${at} ${"word ".repeat(12)}`).join("\n\n");
  const { dev } = await start({ [FILE]: issue([], long) });
  const shown = await read(dev, "/email/hello");
  const before = shown.slice(0, shown.indexOf(' data-cut="gmail"')).replaceAll(MARKS, "");
  expect(Buffer.byteLength(before)).toBeGreaterThan(102_399);
  expect(Buffer.byteLength(before)).toBeLessThan(102_600);
});

test("compares with what was tested, and shows no email that was never mailed", async () => {
  const { project, dev } = await start({ [FILE]: issue([], "The old words.") }, [
    ["test", "hello", "--to", "me@a.example"],
  ]);
  expect(await ask(dev, "/issues/hello/versions")).toMatchObject([{ kind: "tested", changes: null }]);
  await project.write(FILE, issue([], "The new words."));
  await expect.poll(() => read(dev, "/email/hello")).toContain("The new words.");
  const [version] = (await ask(dev, "/issues/hello/versions")) as { digest: string; changes: unknown }[];
  expect(version?.changes).toMatchObject({ words: [{ removed: "old", added: "new" }], onlyLook: false });
  expect(await read(dev, `/email/hello?version=${version?.digest}`)).toContain("The old words.");
  expect((await fetch(`${dev.url}/email/hello?version=${"0".repeat(64)}`)).status).toBe(404);
});

test("the email of a send that has not started is called scheduled, whatever the send waits for", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 1);
  await scheduleTestSend(ledger);
  const hello = { slug: "hello", aliases: [] } as unknown as Issue;
  const told = async () => {
    const [status] = await readStatus(ledger.db, "hello");
    const [version, ...more] = await earlierVersions(ledger, hello, testEmail());
    expect([version?.changes, more]).toEqual([null, []]);
    return `${status?.send.reason} ${status?.send.recipients} ${version?.kind}`;
  };
  expect(await told()).toBe("null null scheduled");
  await pauseSend(ledger, "hello", "late", "Nothing was running to start it.");
  expect(await told()).toBe("late null scheduled");
  await resumeSend(ledger, "hello");
  const none = { used: 1, limit: 1, resetsAt: ledger.clock.now() + 3_600_000 };
  await startDue(ledger, async () => ({ daily: none, monthly: none, rate: null }));
  expect(await told()).toBe("quota 1 scheduled");
  await resumeSend(ledger, "hello");
  expect(await told()).toBe("null 1 sent");
});

test("says what a triggered mail waits for, and on which day an issue is due", async () => {
  const { dev } = await start({
    [FILE]: issue(["draft: false", "send_at: 2026-12-01 09:00"]),
    "issues/welcome.md": issue(["title: Welcome", "draft: false", "trigger: welcome"]),
  });
  expect(await ask(dev, "/issues")).toContainEqual(
    expect.objectContaining({
      slug: "welcome",
      state: { kind: "waiting", words: "waits for a new subscriber", at: null },
    }),
  );
  expect(await ask(dev, "/calendar")).toMatchObject({
    today: "2026-11-24",
    entries: [{ slug: "hello", day: "2026-12-01", time: "09:00", state: "ready" }],
  });
});

test("shows the lines around the place where a template threw", async () => {
  const own = "templates/own.tsx";
  const { dev } = await start({
    [FILE]: issue(["template: own"]),
    [own]: 'export default function Own() {\n  throw new Error("Ink ran out");\n}\n',
  });
  expect(await ask(dev, "/issues/hello")).toMatchObject({
    email: null,
    fault: {
      file: own,
      line: 2,
      message: expect.stringContaining("Ink ran out"),
      lines: expect.arrayContaining([{ number: 2, text: '  throw new Error("Ink ran out");' }]),
    },
  });
});
