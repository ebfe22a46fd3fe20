import { rename } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashInputs } from "#src/project/hash-inputs.ts";
import { loadProject, type Project } from "#src/project/load-project.ts";
import { type TempProject, tempProject } from "./temp-project.ts";

const CONFIG = {
  sections: { corner: { title: "Corner" }, digest: { title: "Digest" } },
  series: { shop: { title: "In the shop" } },
  attributes: {},
};
const issue = (title: string, day: string, ...lines: readonly string[]) =>
  ["---", `title: ${title}`, `date: ${day}`, ...lines, "---", "", "Text.", ""].join("\n");
const ready = (title: string, day: string, ...lines: readonly string[]) =>
  issue(title, day, "draft: false", ...lines);
const asking = (ask: string, ...lines: readonly string[]) =>
  ready("Asking", "2026-12-10", ...lines).replace("Text.", `Text.\n\n${ask}`);

async function load(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly project: Project; readonly files: TempProject }> {
  const made = await tempProject(files, CONFIG);
  return { project: await loadProject(made.root), files: made };
}

const one = ({ issues }: Project, slug: string) => {
  const found = issues.find(({ source }) => source.slug === slug);
  if (found?.issue == null) throw new Error(`There is no ${slug}.`);
  return { ...found, issue: found.issue };
};
const previous = (project: Project, slug: string) => one(project, slug).issue.series?.previous?.slug ?? null;
const related = (project: Project, slug: string) =>
  one(project, slug).issue.related.map((list) => list.map((other) => other.title));
const said = (project: Project, slug: string) =>
  one(project, slug).findings.map(({ rule, line, severity }) => `${severity} ${rule} ${line}`);

test("an issue knows the part before it: the next lower number that is public and not later", async () => {
  const part = (n: number | null, ...more: readonly string[]) => [
    "series: shop",
    ...(n === null ? [] : [`part: ${n}`]),
    ...more,
  ];
  const { project, files } = await load({
    "issues/one.md": ready("One", "2026-11-01", ...part(1)),
    "issues/draft.md": issue("Draft", "2026-11-02", ...part(2)),
    "issues/secret.md": ready("Secret", "2026-11-03", ...part(3, "archive: none")),
    "issues/unlisted.md": ready("Unlisted", "2026-11-03", ...part(4, "archive: unlisted")),
    "issues/five.md": ready("Five", "2026-11-05", ...part(5)),
    "issues/six.md": ready("Six", "2026-11-06", ...part(6)),
    "issues/early.md": ready("Early", "2026-10-01", ...part(7)),
    "issues/alone.md": ready("Alone", "2026-11-07"),
  });
  await using _ = files;
  const all = ["one", "draft", "secret", "unlisted", "five", "six", "alone"];
  expect(all.map((slug) => previous(project, slug))).toEqual([
    null,
    "one",
    "one",
    "one",
    "one",
    "five",
    null,
  ]);
  // A part that comes before its predecessor leads to none that its readers could not open yet.
  expect(previous(project, "early")).toBeNull();
});

test("parts without numbers follow each other by day and hour; an old post counts where its file puts it online", async () => {
  const series = "series: shop";
  const { project, files } = await load({
    "issues/old.md": issue("Old", "2019-05-01", series, "archive: public"),
    "issues/nine.md": ready("Nine", "2026-11-05", series, "send_at: 2026-11-05 09:00"),
    "issues/noon.md": ready("Noon", "2026-11-05", series, "send_at: 2026-11-05 12:00"),
    "issues/beside.md": ready("Beside", "2026-11-05", series),
    "issues/now.md": ["---", "title: Now", series, "---", "", "Text.", ""].join("\n"),
  });
  await using _ = files;
  expect(["old", "nine", "noon", "beside"].map((slug) => previous(project, slug))).toEqual([
    null,
    "old",
    "nine",
    "old",
  ]);
  // A draft without a day comes after all.
  expect(["nine", "noon", "beside"]).toContain(previous(project, "now"));
});

test("what is written later, or is said of an issue by its title, changes no input of a numbered part's mail", async () => {
  const { project, files } = await load({
    "issues/one.md": ready("One", "2026-11-01", "series: shop", "part: 1"),
    "issues/two.md": ready("Two", "2026-11-02", "series: shop", "part: 2"),
    "issues/asking.md": asking("::related", "section: corner"),
    "issues/near.md": ready("Near", "2026-11-03", "section: corner"),
  });
  await using made = files;
  const inputs = async (read: Project) =>
    Promise.all(["two", "asking"].map((slug) => hashInputs(read, one(read, slug))));
  const before = await inputs(project);
  await made.write("issues/three.md", ready("Three", "2026-11-03", "series: shop", "part: 3"));
  await made.write("issues/later.md", ready("Later", "2026-12-11", "section: corner"));
  await made.write("issues/one.md", ready("One, corrected", "2026-11-01", "series: shop", "part: 1"));
  expect(await inputs(await loadProject(made.root))).toEqual(before);
  // What does change it is known: a page that was kept is made again.
  await made.write("issues/zero.md", ready("Closer", "2026-11-04", "section: corner"));
  const [two, asked] = await inputs(await loadProject(made.root));
  expect([two === before[0], asked === before[1]]).toEqual([true, false]);
});

test("related issues share a section or a tag, newest first, with their titles as a page says them", async () => {
  const { project, files } = await load({
    "issues/a.md": ready(
      "\"Hi {{ subscriber.first_name | default: 'you' }}\"",
      "2026-11-01",
      "section: corner",
    ),
    "issues/b.md": ready("B", "2026-11-02", "tags: [Peru, law]"),
    "issues/c.md": ready("C", "2026-11-03", "section: digest", "tags: [law]", "lang: ar"),
    "issues/d.md": ready("D", "2026-11-04", "section: corner", "tags: [other]"),
    "issues/e.md": ready("E", "2026-12-24", "section: corner"),
    "issues/own.md": asking("::related{limit=10}", "section: corner", "tags: [peru]"),
    "issues/few.md": asking("::related{limit=1}", "section: corner"),
    "issues/tag.md": asking("::related{tag=LAW}"),
    "issues/both.md": asking("::related{section=digest tag=law}\n\n> [!NOTE]\n> ::related{section=corner}"),
  });
  await using _ = files;
  expect(related(project, "own")).toEqual([["D", "B", "Hi you"]]);
  expect(related(project, "few")).toEqual([["D"]]);
  expect(related(project, "tag")).toEqual([["C", "B"]]);
  expect(related(project, "both")).toEqual([["C"], ["D", "Hi you"]]);
  expect(one(project, "tag").issue.related[0]?.[0]).toMatchObject({ slug: "c", lang: "ar", dir: "rtl" });
  expect(["own", "few", "tag", "both"].flatMap((slug) => said(project, slug))).toEqual([]);
});

test("issues of one day are in the same order whether some have no hour: the latest hour first, those without one last", async () => {
  const day = "2026-11-05";
  const { project, files } = await load({
    "issues/a.md": ready("Ten", day, "section: corner", `send_at: ${day} 10:00`),
    "issues/b.md": ready("No hour", day, "section: corner"),
    "issues/c.md": ready("Noon", day, "section: corner", `send_at: ${day} 12:00`),
    "issues/d.md": ready("No hour either", day, "section: corner"),
    "issues/asking.md": asking("::related{limit=10}", "section: corner"),
  });
  await using _ = files;
  expect(related(project, "asking")).toEqual([["Noon", "Ten", "No hour", "No hour either"]]);
});

test("a list of related issues that stays empty is found at its line", async () => {
  const { project, files } = await load({
    "issues/a.md": ready("A", "2026-11-01", "section: corner", "tags: [peru]"),
    "issues/section.md": asking("::related{section=cornet}"),
    "issues/tag.md": asking("::related{tag=per}"),
    "issues/nothing.md": asking("::related"),
    "issues/first.md": asking("::related", "section: digest"),
  });
  await using _ = files;
  expect(said(project, "section")).toEqual(["error section/unknown 9"]);
  expect(one(project, "section").findings[0]?.hint).toBe("Did you mean corner?");
  expect(said(project, "tag")).toEqual(["warning related/none 9"]);
  expect(one(project, "tag").findings[0]?.hint).toBe("Did you mean peru?");
  expect(said(project, "nothing")).toEqual(["error related/nothing 9"]);
  expect(said(project, "first")).toEqual(["warning related/none 10"]);
});

test("an issue whose inputs could not be read once has its hash as soon as they can be read", async () => {
  const { project, files } = await load({
    "issues/a.md": ready("A", "2026-11-01"),
    "templates/own.mjml": "<mjml/>",
  });
  await using _ = files;
  const [a] = project.issues;
  if (a === undefined) throw new Error("There is no issue.");
  const folder = join(files.root, "templates");
  await rename(folder, `${folder}-away`);
  expect(await hashInputs(project, a)).toBeNull();
  await rename(`${folder}-away`, folder);
  expect(await hashInputs(project, a)).toMatch(/^[0-9a-f]{64}$/);
});
