import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { loadProject } from "#src/project/load-project.ts";
import { cancelSend } from "#src/send/decide-send.ts";
import { startDue } from "#src/send/start-due.ts";
import { changeSend, liveSend } from "#src/store/sends/sends.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { type Desk, changesOf, desk, issueText } from "../helpers/desk.ts";
import { addReaders } from "../helpers/temp-ledger.ts";

const OLD = "issues/2026-12-01-letter.md";
const NEW = "issues/2026-12-01-renamed.md";

/** The letter scheduled, started where asked for, and its file moved to another name. */
async function renamed(becomes: (made: Desk) => Promise<unknown> = async () => undefined): Promise<Desk> {
  const made = await desk();
  await addReaders(made.app.ledger, 3);
  await made.read();
  await becomes(made);
  await rename(join(made.root, OLD), join(made.root, NEW));
  return made;
}

async function start({ app, clock }: Desk): Promise<void> {
  clock.advance(5 * 3_600_000);
  await startDue(app.ledger);
}

/** What the first wave, or a person's word, makes of a send that has begun. */
async function waits(made: Desk): Promise<void> {
  await start(made);
  const { db, clock } = made.app.ledger;
  const send = await liveSend(db, (await findIssue(db, "letter"))?.id ?? 0);
  await changeSend(db, send?.id ?? 0, "submitting", clock.now(), { state: "paused", reason: "wave" });
}

const STATES: readonly [string, (made: Desk) => Promise<unknown>][] = [
  ["scheduled", async () => undefined],
  ["submitting", start],
  ["paused", waits],
  [
    "canceled",
    async (made) => {
      await start(made);
      await cancelSend(made.app.ledger, "letter");
    },
  ],
];

for (const [state, becomes] of STATES) {
  test(`an issue whose send is ${state} is refused under a new name, and known again by its alias`, async () => {
    const made = await renamed(becomes);
    const again = { send_at: "2026-12-09 09:00" };
    await made.write(issueText(again), NEW);
    const [refused] = await made.read();
    expect(refused).toMatchObject({
      slug: "renamed",
      change: "refused",
      findings: [{ rule: "schedule/renamed", message: expect.stringContaining(state) }],
    });
    expect(await made.app.ledger.db.selectFrom("sends").select("id").execute()).toHaveLength(1);

    await made.write(issueText({ ...again, aliases: "[letter]" }), NEW);
    expect(changesOf(await made.read())).toEqual(["renamed renamed"]);
    await made.read();
    expect(await made.app.ledger.db.selectFrom("issues").select("slug").execute()).toEqual([
      { slug: "renamed" },
    ]);
  });
}

test("a person is asked for the alias, too: `send` would mail everybody again", async () => {
  const { app, root } = await renamed(start);
  const project = await loadProject(root);
  const [parsed] = project.issues;
  if (parsed === undefined) throw new Error("There is no issue.");
  for (const times of [1, 2]) {
    const outcome = await scheduleIssue(app, project, parsed, { by: "person", at: null });
    expect([times, outcome]).toMatchObject([
      times,
      { kind: "refused", findings: [{ rule: "schedule/renamed" }] },
    ]);
  }
});

test("a scheduled issue that is renamed with its alias takes the edits of its new file", async () => {
  const { read, write, app } = await renamed();
  await write(issueText({ aliases: "[letter]", send_at: "2026-12-02 10:00" }), NEW);
  expect(changesOf(await read())).toEqual(["renamed renamed"]);
  expect(changesOf(await read())).toEqual(["renamed moved"]);
  const sends = await app.ledger.db.selectFrom("sends").select(["state", "due_at"]).execute();
  expect(sends).toEqual([{ state: "scheduled", due_at: Date.parse("2026-12-02T15:00:00Z") }]);
});

test("another issue with other words is not a rename, whatever happened to the first file", async () => {
  const { root, read, write } = await desk();
  await read();
  await rm(join(root, OLD));
  await write(
    issueText({ title: "Another letter", send_at: "2026-12-09 09:00" }),
    "issues/2026-12-09-other.md",
  );
  expect(changesOf(await read())).toEqual(["other scheduled"]);
});
