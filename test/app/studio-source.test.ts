import { rename, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parseKept } from "#src/app/studio/source/parse-kept.ts";
import { createCloserLook } from "#src/app/studio/closer-look.ts";
import { createStudioSource } from "#src/app/studio/source/studio-source.ts";
import { parseProject, readProject } from "#src/project/load-project.ts";
import { readAgain } from "#src/project/read-again.ts";
import { issue, NOW, tempProject } from "../cli/temp-project.ts";

const HELLO = "issues/2026-12-01-hello.md";
const OTHER = "issues/2026-11-24-other.md";

test("after a save only that file is read again: the others are as they were", async () => {
  const project = await tempProject({ [HELLO]: issue(), [OTHER]: issue(["title: Other"]) });
  const before = await readProject(project.root);
  await project.write(HELLO, issue([], "New words."));
  await project.write(OTHER, issue(["title: Other"], "Nobody said that this was saved."));
  const after = await readAgain(project.root, before, new Set([HELLO]));
  const textOf = (path: string) => after.issues.find(({ source }) => source.path === path)?.source.text;
  expect(textOf(HELLO)).toContain("New words.");
  expect(textOf(OTHER)).not.toContain("Nobody said");
  expect(after.issues.map(({ source }) => source.path)).toEqual(
    before.issues.map(({ source }) => source.path),
  );
});

test("reads everything again where a file came or went, the config was saved, or a file is no text", async () => {
  const project = await tempProject({ [HELLO]: issue() });
  const before = await readProject(project.root);
  await project.write(OTHER, issue(["title: Other"]));
  const all = async (edited: ReadonlySet<string> | null) =>
    (await readAgain(project.root, before, edited)).issues.length;
  expect(await all(null)).toBe(2);
  expect(await all(new Set([OTHER]))).toBe(2);
  expect(await all(new Set(["newsletter.config.ts"]))).toBe(2);
  expect(await all(new Set(["templates/interview.tsx"]))).toBe(1);
  await writeFile(project.path(HELLO), Buffer.from([0x2d, 0xff, 0xfe]));
  const { issues } = await readAgain(project.root, before, new Set([HELLO]));
  expect(issues.flatMap(({ findings }) => findings).map(({ rule }) => rule)).toEqual(["project/not-utf8"]);
});

test("what is kept of parsing is what parsing gives: after an edit, a new neighbour, and a link that leads somewhere by now", async () => {
  const linking = issue(["title: Linking"], "See [the other](2026-11-24-other.md).");
  const project = await tempProject({ [HELLO]: linking });
  const parse = parseKept();
  const both = async () => {
    const files = await readProject(project.root);
    const [kept, fresh] = [await parseProject(files, parse), await parseProject(files)];
    expect(kept).toEqual(fresh);
    return kept;
  };
  const first = await both();
  expect(first.issues[0]?.findings).not.toEqual([]);
  await project.write(OTHER, issue(["title: Other"]));
  const second = await both();
  expect(second.issues.find(({ source }) => source.path === HELLO)?.findings).toEqual([]);
  // The same object: nothing was parsed.
  const third = await both();
  expect(third.issues[0]?.issue).toBe(second.issues[0]?.issue);
  await project.write(OTHER, issue(["title: Renamed", "slug: renamed"]));
  await both();
  await rename(project.path(OTHER), project.path("issues/2026-11-25-moved.md"));
  await both();
  await project.write("issues/snippets/end.md", "The end.\n");
  await project.write(HELLO, issue(["title: Linking"], "::snippet{name=end}"));
  await both();
  await project.write("issues/snippets/end.md", "Another end.\n");
  await both();
});

test("the email is there before it is judged, and saves that overlap lose none of each other", async () => {
  const project = await tempProject({
    [HELLO]: issue([], "Words."),
    [OTHER]: issue(["title: Other"], "Words."),
  });
  const { root } = project;
  const clock = { now: () => NOW };
  const closer = createCloserLook({ root, clock, places: { chrome: null, path: "" } });
  const source = createStudioSource({ root, clock, openLedger: async () => null, closer });
  const order: string[] = [];
  const look = source.compose("hello").then(() => order.push("judged"));
  const made = source.email("hello").then((one) => order.push(one?.email == null ? "nothing" : "email"));
  await Promise.all([look, made]);
  expect(order).toEqual(["email", "judged"]);
  expect(source.latest()).toBe("hello");
  await project.write(HELLO, issue([], "One."));
  source.forget(new Set([HELLO]));
  const first = source.project();
  await project.write(OTHER, issue(["title: Other"], "Two."));
  source.forget(new Set([OTHER]));
  await Promise.all([first, source.project()]);
  source.forget(new Set());
  const texts = (await source.project()).issues.map(({ source: { text } }) => text).join("");
  expect(texts).toContain("One.");
  expect(texts).toContain("Two.");
});

test("an issue is drawn before the others are parsed, unless it shows them; what they say of it is in its findings", async () => {
  const mill = (n: number) =>
    issue([`title: Mill ${n}`, "draft: false", "archive: public", "tags: [mills]"], "Words.\n\n::related");
  const project = await tempProject({
    [HELLO]: issue([], "Words."),
    [OTHER]: issue(["title: Other", "slug: hello"], "Words."),
    "issues/2026-11-10-first.md": mill(1),
    "issues/2026-11-17-second.md": mill(2),
  });
  const { root } = project;
  const clock = { now: () => NOW };
  const closer = createCloserLook({ root, clock, places: { chrome: null, path: "" } });
  const source = createStudioSource({ root, clock, openLedger: async () => null, closer });
  const alone = await source.email("hello");
  expect(alone?.project.issues.map(({ source: { path } }) => path)).toEqual([HELLO]);
  const looked = await source.compose("hello");
  expect(looked?.composed.findings.map(({ rule }) => rule)).toContain("project/duplicate-slug");
  const second = await source.email("second");
  expect(second?.project.issues).toHaveLength(4);
  expect(await source.email("none")).toBeNull();
});

test("of many saves in a row only the last email is judged, and an email that somebody asks about always is", async () => {
  const project = await tempProject({ [HELLO]: issue([], "Words.") });
  const { root } = project;
  const clock = { now: () => NOW };
  const closer = createCloserLook({ root, clock, places: { chrome: null, path: "" } });
  let judged = 0;
  const counting = {
    ...closer,
    links: () => {
      judged += 1;
      return closer.links();
    },
  };
  const source = createStudioSource({ root, clock, openLedger: async () => null, closer: counting });
  for (let save = 0; save < 5; save += 1) {
    await project.write(HELLO, issue([], `Words of save ${save}.`));
    source.forget(new Set([HELLO]));
    expect((await source.email("hello"))?.email).not.toBeNull();
  }
  const asked = source.compose("hello");
  source.forget(new Set([HELLO]));
  expect((await asked)?.composed.email).not.toBeNull();
  expect(judged).toBe(1);
});
