import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { readAndStart } from "#src/app/job/tick.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { loadProject } from "#src/project/load-project.ts";
import { pauseSend } from "#src/send/decide-send.ts";
import { latestSend, stepSend } from "#src/store/sends/sends.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { changesOf, type Desk, desk, issueText } from "../helpers/desk.ts";
import { addReaders } from "../helpers/temp-ledger.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const BROKEN_CONFIG = "export default {{{ nothing here is TypeScript\n";
const LATER = { send_at: "2026-12-08 09:00" };

/** A desk whose letter has a reader and is scheduled. */
async function scheduled(text?: string, config?: Readonly<Record<string, unknown>>): Promise<Desk> {
  const made = await desk(text, config);
  await addReaders(made.app.ledger, 1);
  await readAndStart(made.app);
  return made;
}

/** The letter's time has come; what the tick did with it. */
async function due({ app, clock, state }: Desk) {
  clock.advance(5 * HOUR);
  const report = await readAndStart(app);
  return { ...report, state: (await state())?.state };
}

/** Each of these ended a whole tick. */
const CRASHES: Readonly<Record<string, readonly [string, { readonly rule: string; readonly line: number }]>> =
  {
    "crash-lone-surrogate-in-subject": [
      '---\ntitle: A title that is long enough\nsubject: "Big news today \\ud83d"\npreview_text: "What changes in May, in one table, and why we close on Mondays."\n---\n\nHello.\n',
      { rule: "front-matter/half-character", line: 3 },
    ],
    "send-at-bad-second": [
      "---\ntitle: A draft somebody is typing\nsend_at: 2026-12-08T09:00:99Z\n---\nGood morning.\n",
      { rule: "send-at/invalid", line: 3 },
    ],
  };

for (const [name, [text, where]] of Object.entries(CRASHES)) {
  test(`${name}: a finding at its line, and every other issue is checked, scheduled and sent`, async () => {
    const made = await desk();
    await made.write(text, `issues/${name}.md`);
    await made.write(text.replace("---\n", "---\ndraft: false\n"), "issues/ready.md");
    await addReaders(made.app.ledger, 1);
    expect(changesOf((await readAndStart(made.app)).changes)).toContain("letter scheduled");
    const project = await loadProject(made.root);
    const parsed = project.issues.find(({ source }) => source.slug === name);
    if (parsed === undefined) throw new Error("It is not there.");
    const { findings } = await composeIssue(project, parsed, { now: made.clock.now(), ledger: null });
    expect(findings.filter(({ severity }) => severity === "error")).toMatchObject([where]);
    expect(await due(made)).toMatchObject({ failures: [], state: "submitting" });
  });
}

test("a config that does not load stops nothing that was approved, and is what failed", async () => {
  for (const text of [
    BROKEN_CONFIG,
    "throw null;",
    "export default new Proxy({}, { get() { throw 1; } });",
    "process.exit(0);",
    "export default { get name() { return process.exit(0); } };",
    "setImmediate(() => { throw new Error('late'); }); await new Promise(() => {});",
    "export default async () => ({});",
    "export default Promise.reject(new Error('no'));",
    "export default 1; import './newsletter.config.ts';",
    null,
  ]) {
    const made = await scheduled();
    const path = join(made.root, "newsletter.config.ts");
    await (text === null ? rm(path) : writeFile(path, text));
    const { failures, project, state } = await due(made);
    expect(failures).toMatchObject([{ code: text === null ? "config/missing" : "config/invalid", exit: 2 }]);
    expect(project).toBeNull();
    expect(state).toBe("submitting");
  }
});

/** Templates that fail in every way an author's code can. */
const TEMPLATES = {
  "throws when it is loaded": "throw new Error('no');",
  "throws what is no error": "export default () => { throw Object.create(null); };",
  "throws at its second render":
    "let n = 0; export default () => { if (n++ > 0) throw new Error('again'); return <p>x</p>; };",
  "ends its process": "export default () => process.exit(9);",
  "throws when nobody waits for it":
    "export default () => { setTimeout(() => { throw new Error('late'); }); return new Promise(() => undefined); };",
  "is no TypeScript": "export default {{{",
  "makes half a character":
    "import { IssueBody } from 'letterpress'; export default (input) => <html lang='en'><head><title>x</title></head><body>{'\\ud83d'}<a href={input.urls.unsubscribe}>leave</a></body></html>;",
} as const;

for (const [what, code] of Object.entries(TEMPLATES)) {
  test(`a template that ${what} is a finding of the issue that uses it, and of no other`, async () => {
    const made = await scheduled();
    await writeFile(join(made.root, "templates/odd.tsx"), code);
    await made.write(issueText({ ...LATER, template: "odd" }), "issues/odd.md");
    await made.write(
      issueText({ ...LATER, title: "Another" }, "Good evening. This is another one."),
      "issues/other.md",
    );
    const { changes, failures, state } = await due(made);
    expect(failures).toEqual([]);
    expect(changesOf(changes)).toEqual(["odd refused", "other scheduled"]);
    expect(changes[0]?.findings.find(({ severity }) => severity === "error")).toMatchObject({
      rule: expect.stringMatching(/^(?:template|html)\//) as string,
      file: expect.stringMatching(/^templates\/|^issues\/odd/) as string,
    });
    expect(state).toBe("submitting");
  });
}

/** What breaks around an approved letter, and whether there is something to tell of its file. */
const BREAKS: Readonly<Record<string, readonly [(made: Desk) => Promise<unknown>, readonly string[]]>> = {
  "its template": [
    ({ root }) => writeFile(join(root, "templates/digest.mjml"), "<mjml><nonsense>"),
    ["kept"],
  ],
  "the folder of templates": [({ root }) => rm(join(root, "templates"), { recursive: true }), ["kept"]],
  "a draft that has taken its slug": [
    ({ write }) => write(issueText({ slug: "letter", draft: "true" }), "issues/twin.md"),
    ["kept", "refused"],
  ],
  "a ready issue that has taken its slug": [
    ({ write }) => write(issueText({ slug: "letter" }, "Other words, the same slug."), "issues/twin.md"),
    ["kept", "refused"],
  ],
  "an issue that it links to": [({ root }) => rm(join(root, "issues/other.md")), ["kept"]],
};

for (const [what, [fault, told]] of Object.entries(BREAKS)) {
  for (const before of [HOUR, 0]) {
    const when = before === 0 ? "at its time" : "an hour before its time";
    test(`an approved letter goes out although ${what} breaks ${when}, and a person is told`, async () => {
      const made = await desk(issueText({}, "See [the other one](other.md)."));
      await made.write(issueText({ draft: "true" }), "issues/other.md");
      await addReaders(made.app.ledger, 1);
      await readAndStart(made.app);
      made.clock.advance(5 * HOUR - before);
      await fault(made);
      const { changes } = await readAndStart(made.app);
      const ofIt = changes.filter(({ slug }) => slug === "letter");
      expect(ofIt.map(({ change }) => change)).toEqual(told);
      made.clock.advance(before);
      await readAndStart(made.app);
      expect(await made.state()).toMatchObject({ state: "submitting" });
    });
  }
}

async function edit(root: string, from: string, to: string): Promise<void> {
  const path = join(root, "newsletter.config.ts");
  await writeFile(path, (await readFile(path, "utf8")).replaceAll(from, to));
}

test("near its time a change of template or config no longer reaches a letter, an edit of its own still asks", async () => {
  const made = await scheduled();
  const before = await made.state();
  made.clock.advance(5 * HOUR - MINUTE);
  await edit(made.root, "1 Test Lane", "2 Test Lane");
  await edit(made.root, "America/Lima", "Asia/Tokyo");
  expect((await readAndStart(made.app)).changes).toEqual([]);
  expect(await made.state()).toEqual(before);
  await edit(made.root, "Asia/Tokyo", "America/Lima");
  await made.write(issueText({}, "Good morning. One last correction."));
  expect(changesOf((await readAndStart(made.app)).changes)).toEqual(["letter waits"]);
});

const PICTURED = issueText({}, "Look:\n\n![A dot, which is all there is.](dot.png)");
const SPOILS: Readonly<Record<string, (made: Desk, png: Buffer) => Promise<unknown>>> = {
  text: ({ write }) => write(PICTURED.replace("title:", "titel:")),
  image: ({ root }, png) => writeFile(join(root, "issues/dot.png"), png.subarray(0, 20)),
  "missing image": ({ root }) => rm(join(root, "issues/dot.png")),
};

for (const [what, spoil] of Object.entries(SPOILS)) {
  test.each([HOUR, 0])(
    `a letter with an error in its own ${what} is held, %s ms before its time`,
    async (before) => {
      const made = await desk(PICTURED);
      const create = { width: 8, height: 8, channels: 3, background: "red" } as const;
      const png = await sharp({ create }).png().toBuffer();
      await writeFile(join(made.root, "issues/dot.png"), png);
      await addReaders(made.app.ledger, 1);
      await readAndStart(made.app);
      made.clock.advance(5 * HOUR - before);
      await spoil(made, png);
      expect(changesOf((await readAndStart(made.app)).changes)).toEqual(["letter held"]);
      expect(await made.state()).toMatchObject({ state: "paused", reason: "errors" });
    },
  );
}

test("a letter is held for a slip in front matter that hides its slug, too", async () => {
  const made = await scheduled(issueText({ slug: "the-letter" }));
  await made.write(issueText({ slug: "the-letter", title: '"A letter' }));
  expect(changesOf((await readAndStart(made.app)).changes)).toEqual(["the-letter held"]);
});

test("what is no file keeps nothing waiting: a pipe as an image, an issue or a config", async () => {
  const made = await scheduled();
  for (const path of ["pipe.png", "2026-12-02-pipe/index.md"]) {
    await mkdir(dirname(join(made.root, "issues", path)), { recursive: true });
    execFileSync("mkfifo", [join(made.root, "issues", path)]);
  }
  await made.write(issueText(LATER, "Look:\n\n![A pipe, which shows nothing.](pipe.png)"), "issues/piped.md");
  const { changes, state } = await due(made);
  const piped = changes.find(({ slug }) => slug === "piped");
  expect(piped?.findings).toContainEqual(expect.objectContaining({ rule: "image/unreadable", line: 10 }));
  expect(state).toBe("submitting");
  await rm(join(made.root, "newsletter.config.ts"));
  execFileSync("mkfifo", [join(made.root, "newsletter.config.ts")]);
  expect((await readAndStart(made.app)).failures).toMatchObject([{ code: "config/invalid" }]);
});

test("a file that cannot be read for a moment is no edit", async () => {
  const made = await scheduled();
  await rm(join(made.root, "issues/2026-12-01-letter.md"));
  await mkdir(join(made.root, "issues/2026-12-01-letter/index.md"), { recursive: true });
  const { changes, state } = await due(made);
  expect(changesOf(changes)).toEqual(["letter kept"]);
  expect(state).toBe("submitting");
});

test("a send in planning whose file becomes a draft is taken back, and every other issue goes on", async () => {
  const made = await scheduled();
  await made.write(issueText({ title: "Another" }, "This is another letter."), "issues/other.md");
  await readAndStart(made.app);
  const { db, clock } = made.app.ledger;
  const row = await findIssue(db, "letter");
  const send = await latestSend(db, row?.id ?? 0);
  made.clock.advance(5 * HOUR);
  await stepSend(db, send?.id ?? 0, "scheduled", "planning", clock.now());
  await made.write(issueText({ draft: "true" }));
  const { changes, failures, started } = await readAndStart(made.app);
  expect(failures).toEqual([]);
  expect(changesOf(changes)).toEqual(["letter unscheduled"]);
  expect(started).toMatchObject([{ what: "planned" }]);
  expect(await made.state()).toMatchObject({ state: "canceled" });
});

test("a paused letter is nobody's but the person's who paused it, whatever else fails", async () => {
  const made = await scheduled();
  await pauseSend(made.app.ledger, "letter", "person", "Wait.");
  await writeFile(join(made.root, "newsletter.config.ts"), BROKEN_CONFIG);
  expect(await due(made)).toMatchObject({ state: "paused" });
});
