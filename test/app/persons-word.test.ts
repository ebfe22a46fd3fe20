import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { noteSendAt } from "#src/store/issues/issues.ts";
import { loadProject } from "#src/project/load-project.ts";
import { cancelSend, pauseSend, resumeSend, unscheduleSend } from "#src/send/decide-send.ts";
import { startDue } from "#src/send/start-due.ts";
import { type Desk, changesOf, desk, issueText } from "../helpers/desk.ts";
import { DIALECTS, addReaders } from "../helpers/temp-ledger.ts";

const HOUR = 3_600_000;
const FILE = "issues/2026-12-01-letter.md";

type Write = (made: Desk, path: string, title: string) => Promise<unknown>;
const text =
  (changes: Parameters<typeof issueText>[0], body?: string): Write =>
  (made, path, title) =>
    made.write(issueText({ title, ...changes }, body), path);

/** What a file may be for one look: in the middle of `git stash`, on another branch, while somebody types. */
const GONE: Readonly<Record<string, Write>> = {
  "a draft of another day": text({ draft: "true", send_at: "2026-11-30 08:00" }),
  "a draft without a time": text({ draft: "true", send_at: null }, "To come."),
  // With a date of its own the text stays the same.
  "ready, without a time": text({ date: "2026-12-01", send_at: null }),
  "not there": ({ root }, path) => rm(join(root, path)),
  unreadable: ({ write }, path) => write("<<<<<<< HEAD\n---\ntitle: A letter\n", path),
  "broken at another line": text({ sendat: "tomorrow", send_at: null }),
};

const WORDS: Readonly<Record<string, (made: Desk, slug: string) => Promise<unknown>>> = {
  pause: ({ app }, slug) => pauseSend(app.ledger, slug, "person", "Paused by hand."),
  cancel: ({ app }, slug) => cancelSend(app.ledger, slug),
  unschedule: ({ app }, slug) => unscheduleSend(app.ledger, slug, "person"),
};
const ALL = Object.keys(WORDS);

/** As the command does it: a person decides about the time that the file names at this moment, too. */
async function decide(made: Desk, word: string, slug = "letter"): Promise<void> {
  const { issues } = await loadProject(made.root);
  const says = issues.find(({ source }) => source.slug === slug)?.issue?.sendAt?.source;
  if (says !== undefined) await noteSendAt(made.app.ledger.db, slug, says);
  await WORDS[word]?.(made, slug);
}

/** A person's `letterpress schedule --at`. */
async function byHand({ app, root }: Desk, iso: string, slug = "letter"): Promise<void> {
  const project = await loadProject(root);
  const parsed = project.issues.find(({ source }) => source.slug === slug);
  if (parsed === undefined) throw new Error("There is no issue.");
  const at = { dueAt: Date.parse(iso), wallLocal: null, zone: "America/Lima", local: null };
  const outcome = await scheduleIssue(app, project, parsed, { by: "person", at });
  expect(outcome.kind).toBe("scheduled");
}

async function begun({ app }: Desk): Promise<number> {
  await startDue(app.ledger);
  const rows = await app.ledger.db.selectFrom("deliveries").select("id").execute();
  return rows.length;
}

/** The letter scheduled, five hours before it is due, with three readers. */
async function scheduled(dialect: (typeof DIALECTS)[number] = "sqlite"): Promise<Desk> {
  const made = await desk(issueText(), {}, undefined, dialect);
  await addReaders(made.app.ledger, 3);
  expect(changesOf(await made.read())).toEqual(["letter scheduled"]);
  return made;
}

describe.each(DIALECTS)("a person's word on %s", (dialect) => {
  for (const word of ALL) {
    test(`${word}, and the file is a draft for one look: nobody is mailed`, async () => {
      const made = await scheduled(dialect);
      await decide(made, word);
      await made.write(issueText({ draft: "true", send_at: "2026-11-30 08:00" }));
      await made.read();
      await made.write(issueText());
      await made.read();
      made.clock.advance(5 * HOUR);
      await made.read();
      expect(await begun(made)).toBe(0);
    });
  }

  test("what a person decides while the file is composed is not undone by what was read before", async () => {
    const made = await scheduled(dialect);
    const { app, root, clock, state } = made;
    const { db } = app.ledger;
    const project = await loadProject(root);
    const [parsed] = project.issues;
    if (parsed === undefined) throw new Error("There is no issue.");
    const issue = () => db.selectFrom("issues").selectAll().executeTakeFirstOrThrow();
    const live = () => db.selectFrom("sends").selectAll().executeTakeFirstOrThrow();
    const decisions: (() => Promise<unknown>)[] = [
      () => byHand(made, "2026-12-05T12:00:00Z"),
      // The same word, about the same time of the file.
      () => byHand(made, "2026-12-06T12:00:00Z"),
      () => pauseSend(app.ledger, "letter", "person", "Wait."),
      () => resumeSend(app.ledger, "letter"),
      () => cancelSend(app.ledger, "letter"),
    ];
    for (const decide of decisions) {
      const read = { issue: await issue(), live: await live() };
      clock.advance(1000);
      await decide();
      const decided = await state();
      const outcome = await scheduleIssue(app, project, parsed, { by: "file", at: null, read });
      expect(outcome).toMatchObject({ kind: "refused", decided: true });
      expect(await state()).toEqual(decided);
    }
  });
});

/** One letter for each word that was given before its file was gone, and for each that is given meanwhile. */
const LETTERS = [
  ...ALL.map((word) => `${word}-before`),
  ...ALL.map((word) => `${word}-meanwhile`),
  "timed",
  "free",
];
const pathOf = (slug: string) => `issues/2026-12-01-${slug}.md`;

test.each(Object.keys(GONE))(
  "a file that is %s for one look undoes no word, whenever it was given",
  async (gone) => {
    const made = await desk();
    const { app, read } = made;
    await addReaders(app.ledger, 3);
    await rm(join(made.root, FILE));
    const ready = gone.startsWith("ready") ? { date: "2026-12-01" } : {};
    const each = async (write: Write | undefined) => {
      for (const slug of LETTERS) await write?.(made, pathOf(slug), slug);
      return read();
    };
    expect(await each(text(ready))).toHaveLength(LETTERS.length);
    for (const word of ALL) await decide(made, word, `${word}-before`);
    await byHand(made, "2026-12-05T12:00:00Z", "timed");
    await each(GONE[gone]);
    for (const word of ALL) await decide(made, word, `${word}-meanwhile`);
    await read();
    await each(text(ready));
    await each(GONE[gone]);
    await each(text(ready, "Good evening, everybody. Other words."));
    await read();
    made.clock.advance(5 * HOUR);
    await read();
    await startDue(app.ledger);
    const sends = app.ledger.db
      .selectFrom("sends")
      .innerJoin("issues", "issues.id", "sends.issue_id")
      .select(["issues.slug", "sends.state", "sends.reason", "sends.due_at"]);
    const now = (await sends.orderBy("sends.id").execute()).map((row) => [row.slug, row] as const);
    const lastOf = Object.fromEntries(now);
    expect(new Set(now.filter(([, { state }]) => state === "submitting").map(([slug]) => slug))).toEqual(
      new Set(["free"]),
    );
    for (const when of ["before", "meanwhile"]) {
      expect(lastOf[`pause-${when}`]).toMatchObject({ state: "paused" });
      expect(lastOf[`cancel-${when}`]).toMatchObject({ state: "canceled" });
      expect(lastOf[`unschedule-${when}`]).toMatchObject({ state: "canceled" });
    }
    expect(lastOf["timed"]).toMatchObject({ state: "scheduled", due_at: Date.parse("2026-12-05T12:00:00Z") });
  },
);

for (const word of ["cancel", "unschedule"]) {
  test(`${word} is over when the file names another time, and not when the same is typed otherwise`, async () => {
    const made = await scheduled();
    await decide(made, word);
    for (const same of [
      "2026-12-01T09:00",
      '"2026-12-01 09:00"',
      "2026-12-01T09:00:00",
      "2026-12-01 09:00 -0500",
      "2026-12-01T14:00:00Z",
    ]) {
      await made.write(issueText({ send_at: same }));
      expect([same, changesOf(await made.read())]).toEqual([same, []]);
    }
    await made.write(issueText({ send_at: "2026-12-01 09:30" }));
    expect(changesOf(await made.read())).toEqual(["letter scheduled"]);
  });
}

test("a person's pause holds for another time, until the person resumes; then the send goes out once", async () => {
  const made = await scheduled();
  const { app, read, write, state } = made;
  await decide(made, "pause");
  await write(issueText({ draft: "true" }));
  expect(await read()).toEqual([]);
  await write(issueText({ send_at: "2026-12-01 10:00" }));
  expect(changesOf(await read())).toEqual(["letter moved"]);
  expect(await state()).toMatchObject({ state: "paused", reason: "person" });
  await resumeSend(app.ledger, "letter");
  expect(await read()).toEqual([]);
  made.clock.advance(6 * HOUR);
  await read();
  expect(await begun(made)).toBe(3);
});

test("a pause outlives an unschedule: another time of the file schedules the issue, paused, and a cancel ends it", async () => {
  for (const [word, state] of [
    ["unschedule", { state: "paused", reason: "person" }],
    ["cancel", { state: "scheduled", reason: null }],
  ] as const) {
    const made = await scheduled();
    await decide(made, "pause");
    await decide(made, word);
    await made.write(issueText({ send_at: "2026-12-02 09:00" }));
    await made.read();
    expect(await made.state()).toMatchObject(state);
  }
});

test("a pause of a send that waits for its file to be fixed outlives the fix", async () => {
  const made = await scheduled();
  await made.write(issueText({ sendat: "tomorrow" }));
  expect(changesOf(await made.read())).toEqual(["letter held"]);
  await decide(made, "pause");
  await made.write(issueText());
  await made.read();
  expect(await made.state()).toMatchObject({ state: "paused", reason: "person" });
  made.clock.advance(5 * HOUR);
  await made.read();
  expect(await begun(made)).toBe(0);
  await resumeSend(made.app.ledger, "letter");
  expect(await begun(made)).toBe(3);
});

test("a pause without a send is ended by resume, and the file is scheduled again", async () => {
  const made = await scheduled();
  await made.write(issueText({ draft: "true" }));
  await made.read();
  await decide(made, "pause");
  expect(await resumeSend(made.app.ledger, "letter")).toBeNull();
  await made.write(issueText());
  expect(changesOf(await made.read())).toEqual(["letter scheduled"]);
});

test("a late edit waits for its approval, also where its file was a draft in between; what was approved needs no second one", async () => {
  const made = await scheduled();
  const { app, clock, read, write, state } = made;
  clock.advance(5 * HOUR - 5 * 60_000);
  const edited = issueText({}, "Good morning, everybody. One last correction.");
  await write(issueText({ draft: "true" }));
  await read();
  await write(edited);
  expect(changesOf(await read())).toEqual(["letter waits"]);
  await write(issueText({ draft: "true" }));
  expect(await read()).toEqual([]);
  await write(edited);
  await read();
  expect(await state()).toMatchObject({ state: "paused", reason: "edited" });
  await resumeSend(app.ledger, "letter");
  await write(issueText({}, "Something that nobody has looked at."));
  expect(changesOf(await read())).toEqual(["letter waits"]);
  await write(edited);
  await read();
  expect(await state()).toMatchObject({ state: "scheduled" });
});

test("a send that a person lets start now is not taken back by a draft of one look", async () => {
  const made = await scheduled();
  made.clock.advance(7 * HOUR);
  await startDue(made.app.ledger);
  expect(await made.state()).toMatchObject({ state: "paused", reason: "late" });
  await resumeSend(made.app.ledger, "letter");
  await made.write(issueText({ draft: "true" }));
  await made.read();
  expect(await begun(made)).toBe(3);
});

test("once the file has moved a send that a person had scheduled, a draft takes it back", async () => {
  const made = await scheduled();
  await byHand(made, "2026-12-05T12:00:00Z");
  await made.write(issueText({ send_at: "2026-12-06 09:00" }));
  expect(changesOf(await made.read())).toEqual(["letter moved"]);
  await made.write(issueText({ send_at: "2026-12-06 09:00", draft: "true" }));
  expect(changesOf(await made.read())).toEqual(["letter unscheduled"]);
});

for (const word of ALL) {
  test(`${word} goes with the issue to its new name, and the old file does not bring it back`, async () => {
    const made = await scheduled();
    const { root, read, write } = made;
    await decide(made, word);
    const path = "issues/2026-12-01-renamed.md";
    const renamed = issueText({ title: "Another title", aliases: "[letter]" }, "Other words.");
    await rename(join(root, FILE), join(root, path));
    await write(renamed, path);
    await read();
    await read();
    await rm(join(root, path));
    await write(issueText());
    expect(await read()).toMatchObject([{ change: "refused", findings: [{ rule: "schedule/renamed" }] }]);
    await rm(join(root, FILE));
    await write(renamed, path);
    await read();
    made.clock.advance(5 * HOUR);
    await read();
    expect(await begun(made)).toBe(0);
  });
}
