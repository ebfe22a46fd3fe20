import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type App, openApp } from "#src/app/open-app.ts";
import { approveIssue } from "#src/app/schedule/approve-issue.ts";
import { readSchedule } from "#src/app/schedule/read-schedule.ts";
import { scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { loadProject } from "#src/project/load-project.ts";
import { cancelSend, pauseSend, resumeSend } from "#src/send/decide-send.ts";
import { startDue } from "#src/send/start-due.ts";
import { type Desk, changesOf, desk, issueText } from "../helpers/desk.ts";
import { commit, git } from "../helpers/git.ts";
import { addReaders, tempFolder } from "../helpers/temp-ledger.ts";

const HOUR = 3_600_000;
const OLD = issueText({}, "Good morning. These are the first words.");
const NEW = issueText({}, "Good morning. These are the last words.");

interface Repository extends Desk {
  readonly first: string;
  readonly second: string;
  readonly checkout: (commit: string) => Promise<unknown>;
  readonly send: () => Promise<{ git_commit: string | null; email_digest: string; state: string }>;
}

/** A repository with the letter in two commits, scheduled from the second one. */
async function repository(older = OLD, newer = NEW): Promise<Repository> {
  const made = await desk(older);
  const { root, app } = made;
  await git(root, "init", "--quiet");
  const first = await commit(root);
  await made.write(newer);
  const second = await commit(root);
  await addReaders(app.ledger, 3);
  expect(changesOf(await made.read())).toEqual(["letter scheduled"]);
  return {
    ...made,
    first,
    second,
    checkout: (to) => git(root, "checkout", "--quiet", to),
    send: () =>
      app.ledger.db
        .selectFrom("sends")
        .select(["git_commit", "email_digest", "state"])
        .orderBy("id", "desc")
        .executeTakeFirstOrThrow(),
  };
}

async function approve({ app }: { readonly app: App }, root: string): Promise<void> {
  const how = { signal: new AbortController().signal, anyway: false };
  await approveIssue(app, await loadProject(root), "letter", how);
}

async function begun({ app }: Pick<Desk, "app">): Promise<number> {
  await startDue(app.ledger);
  return (await app.ledger.db.selectFrom("deliveries").select("id").execute()).length;
}

test("an older commit does not replace what was scheduled from a newer one, and approve takes its file", async () => {
  const made = await repository();
  const { read, checkout, send, first, second, root } = made;
  const scheduled = await send();
  expect(scheduled.git_commit).toBe(second);
  await checkout(first);
  const [change] = await read();
  expect(change).toMatchObject({
    change: "older",
    findings: [
      {
        rule: "schedule/older-commit",
        severity: "warning",
        message: expect.stringMatching(`${second.slice(0, 7)}.*${first.slice(0, 7)}`),
        hint: expect.stringContaining("`letterpress approve letter`"),
      },
    ],
  });
  expect(await send()).toEqual(scheduled);
  await approve(made, root);
  const approved = await send();
  expect(approved).toMatchObject({ git_commit: first, state: "scheduled" });
  expect(approved.email_digest).not.toBe(scheduled.email_digest);
  expect(await read()).toEqual([]);
  // The newer commit had its words before: after a person has chosen, nobody but a person chooses again.
  await checkout(second);
  expect(await read()).toMatchObject([{ change: "waits", send: { reason: "returned" } }]);
});

test("approve takes the file of an older commit whatever has paused the send", async () => {
  for (const reason of ["person", "late"] as const) {
    const made = await repository();
    const { app, read, checkout, send, first, root, clock } = made;
    if (reason === "person") await pauseSend(app.ledger, "letter", "person", "Wait.");
    else {
      clock.advance(7 * HOUR);
      await startDue(app.ledger);
    }
    const paused = await made.state();
    expect(paused).toMatchObject({ state: "paused", reason });
    await checkout(first);
    expect(await read()).toMatchObject([
      { change: "older", findings: [{ hint: expect.stringContaining("approve letter") }] },
    ]);
    await approve(made, root);
    expect(await send()).toMatchObject({ state: "scheduled", git_commit: first });
    expect((await send()).email_digest).not.toBe(paused?.digest);
    expect(await begun(made)).toBe(reason === "late" ? 3 : 0);
  }
});

test("approve takes the time of an older commit, too", async () => {
  const made = await repository(issueText({ send_at: "2026-12-03 09:00" }), issueText());
  await made.checkout(made.first);
  expect(changesOf(await made.read())).toEqual(["letter older"]);
  await approve(made, made.root);
  expect(await made.state()).toMatchObject({ state: "scheduled", due: "2026-12-03T14:00:00.000Z" });
  expect(await made.read()).toEqual([]);
});

test("a newer commit replaces, also with words that the issue had before", async () => {
  const made = await repository();
  const { read, write, send, root } = made;
  await write(OLD);
  const third = await commit(root, "Back to the first words");
  expect(changesOf(await read())).toEqual(["letter edited"]);
  await write(NEW);
  await commit(root, "And the last ones after all");
  expect(changesOf(await read())).toEqual(["letter edited"]);
  expect((await send()).git_commit).not.toBe(third);
  expect((await send()).state).toBe("scheduled");
});

test("approve says that an older file with errors cannot be taken, and changes nothing", async () => {
  const made = await repository(issueText({ send_at: "2026-12-03 09:00", sendat: "tomorrow" }));
  await made.checkout(made.first);
  await made.read();
  await expect(approve(made, made.root)).rejects.toMatchObject({
    message: "The file of letter has errors, so it cannot be approved.",
    hint: "Run `letterpress check letter` to see them, then approve again.",
  });
  expect(await made.state()).toMatchObject({ state: "scheduled", due: "2026-12-01T14:00:00.000Z" });
});

test("neither another time nor an error in an older commit counts", async () => {
  const made = await repository(issueText({ send_at: "2026-12-03 09:00", sendat: "tomorrow" }));
  const { read, checkout, first, second, state } = made;
  await checkout(first);
  expect(changesOf(await read())).toEqual(["letter older"]);
  await checkout(second);
  expect(await read()).toEqual([]);
  expect(await state()).toMatchObject({ state: "scheduled", due: "2026-12-01T14:00:00.000Z" });
});

test("a draft in an older commit makes the send wait, and the newer commit lets it go on", async () => {
  const made = await repository(issueText({ draft: "true", send_at: null }));
  const { read, checkout, first, second, state, clock } = made;
  await checkout(first);
  expect(await read()).toMatchObject([{ change: "waits", send: { reason: "older" } }]);
  expect(await read()).toEqual([]);
  clock.advance(5 * HOUR);
  expect(await begun(made)).toBe(0);
  await checkout(second);
  await read();
  expect(await state()).toMatchObject({ state: "scheduled" });
  expect(await begun(made)).toBe(3);
});

test("a person who resumes a send over an older draft is not asked again", async () => {
  const made = await repository(issueText({ draft: "true" }));
  const { app, read, checkout, first, clock } = made;
  await checkout(first);
  await read();
  await resumeSend(app.ledger, "letter");
  expect(await read()).toEqual([]);
  clock.advance(5 * HOUR);
  await read();
  expect(await begun(made)).toBe(3);
});

for (const word of ["pause", "cancel"] as const) {
  for (const older of [
    issueText({ draft: "true" }),
    issueText({ send_at: "2026-12-03 09:00" }, "Other words."),
  ]) {
    test(`${word} holds over an older commit that is ${older.includes("draft: true") ? "a draft" : "ready on another day"}, and back`, async () => {
      const made = await repository(older);
      const { app, read, checkout, first, second, clock } = made;
      if (word === "pause") await pauseSend(app.ledger, "letter", "person", "Wait.");
      else await cancelSend(app.ledger, "letter");
      for (const to of [first, second, first, second]) {
        await checkout(to);
        await read();
      }
      clock.advance(3 * 24 * HOUR);
      await read();
      await checkout(first);
      await read();
      expect(await begun(made)).toBe(0);
    });
  }
}

test("two whole clones take turns: the one that has never seen the commit of the send changes nothing", async () => {
  const made = await repository();
  const { app, root, first, send, clock } = made;
  const clone = await tempFolder();
  await git(root, "clone", "--quiet", "--no-hardlinks", root, clone);
  await git(clone, "checkout", "--quiet", "--detach", first);
  for (const ref of (await git(clone, "for-each-ref", "--format=%(refname)")).split("\n"))
    await git(clone, "update-ref", "-d", ref);
  await git(clone, "reflog", "expire", "--expire=now", "--all");
  await git(clone, "gc", "--quiet", "--prune=now");
  const before = await send();
  const other = await openApp({
    root: clone,
    env: {},
    sandbox: true,
    clock,
    config: { ledgerUrl: `sqlite:${join(root, "ledger.db")}` },
  });
  for (let turn = 0; turn < 3; turn++) {
    expect(changesOf(await readSchedule(other, await loadProject(clone)))).toEqual(["letter older"]);
    expect(await made.read()).toEqual([]);
  }
  await other[Symbol.asyncDispose]();
  expect(await send()).toEqual(before);
  expect(app.ledger.url).toContain("ledger.db");
});

test("a shallow clone does not know what came before: its file wins, and the words that come back wait for a person", async () => {
  const made = await repository();
  const { app, root, first, second, read, send } = made;
  await git(root, "branch", "older", first);
  const clone = await tempFolder();
  await git(root, "clone", "--quiet", "--depth", "1", "--branch", "older", `file://${root}`, clone);
  const inClone = async () => readSchedule(app, await loadProject(clone));
  expect(changesOf(await inClone())).toEqual(["letter edited"]);
  expect((await send()).git_commit).toBe(first);
  // The whole repository knows that its own commit comes after that one.
  expect(changesOf(await read())).toEqual(["letter edited"]);
  expect((await send()).git_commit).toBe(second);
  expect(await inClone()).toMatchObject([{ change: "waits", send: { reason: "returned" } }]);
  await approve(made, clone);
  expect(await send()).toMatchObject({ state: "scheduled", git_commit: first });
  expect(await inClone()).toEqual([]);
});

test("a file that differs from its commit says nothing of what is newer", async () => {
  const made = await repository();
  const { read, write, send, first, checkout } = made;
  await checkout(first);
  await write(issueText({}, "Words that are not committed."));
  expect(changesOf(await read())).toEqual(["letter edited"]);
  expect((await send()).git_commit).toBe(`${first}-dirty`);
});

test("without git the file wins, and a text that comes back waits for a person, once", async () => {
  const made = await desk(OLD);
  const { read, write, state, root } = made;
  await addReaders(made.app.ledger, 3);
  await read();
  const before = await state();
  await write(NEW);
  expect(changesOf(await read())).toEqual(["letter edited"]);
  await write(OLD);
  expect(await read()).toMatchObject([{ change: "waits", send: { reason: "returned" } }]);
  expect(await state()).toMatchObject({ state: "paused", reason: "returned", digest: before?.digest });
  expect(await read()).toEqual([]);
  await approve(made, root);
  expect(await read()).toEqual([]);
  expect(await state()).toMatchObject({ state: "scheduled", digest: before?.digest });
  // The approval was of one text: another checkout with the other one waits, and what was approved goes on.
  await write(NEW);
  expect(await read()).toMatchObject([{ change: "waits", send: { reason: "returned" } }]);
  await write(OLD);
  await read();
  expect(await state()).toMatchObject({ state: "scheduled", digest: before?.digest });
});

test("an approval takes the text in this checkout, not the one that another has brought since", async () => {
  const made = await desk(OLD);
  const { read, write, state, root } = made;
  await read();
  const before = await state();
  await write(NEW);
  await read();
  await write(OLD);
  await read();
  await write(NEW);
  await read();
  await write(OLD);
  await approve(made, root);
  expect(await state()).toMatchObject({ state: "scheduled", digest: before?.digest });
});

test("a template that is changed and put back is no text that comes back", async () => {
  const made = await desk();
  const { read, root, state } = made;
  await read();
  const path = join(root, "templates/digest.mjml");
  const template = await readFile(path, "utf8");
  await writeFile(path, template.replace("</mj-body>", "<mj-section></mj-section></mj-body>"));
  await read();
  await writeFile(path, template);
  await read();
  expect(await state()).toMatchObject({ state: "scheduled" });
});

test("a person's schedule from an older commit is refused with the command that takes it", async () => {
  const made = await repository();
  const { app, root, checkout, first, send } = made;
  const before = await send();
  await checkout(first);
  const project = await loadProject(root);
  const [parsed] = project.issues;
  if (parsed === undefined) throw new Error("There is no issue.");
  const outcome = await scheduleIssue(app, project, parsed, { by: "person", at: null });
  expect(outcome).toMatchObject({
    kind: "refused",
    findings: [
      { rule: "schedule/older-commit", severity: "error", hint: expect.stringContaining("approve") },
    ],
  });
  expect(await send()).toEqual(before);
});

test("an older commit does not bring back what a newer one has made a draft of", async () => {
  const made = await repository();
  const { read, write, root, checkout, first } = made;
  await write(issueText({ draft: "true" }));
  await commit(root);
  expect(changesOf(await read())).toEqual(["letter unscheduled"]);
  await checkout(first);
  expect(await read()).toMatchObject([
    {
      change: "older",
      findings: [{ hint: expect.stringContaining("`letterpress schedule letter`") }],
    },
  ]);
});
