import { expect, test } from "vitest";
import { parseIssue } from "#src/issue/parse-issue.ts";
import type { Issue } from "#src/model/issue.ts";
import { bare, NEWSLETTER } from "./parse.ts";

const PATH = "issues/2026-12-01-hello/index.md";

/** An issue whose body begins at line 4, with the given snippets; findings as `file rule line:column`. */
function parse(lines: readonly string[], texts: Readonly<Record<string, string>>) {
  const text = ["---", "title: Hello", "---", ...lines, ""].join("\n");
  const snippets = Object.entries(texts).map(([name, words]) => ({
    name,
    path: `issues/snippets/${name}.md`,
    text: words,
  }));
  const { issue, findings } = parseIssue(
    { slug: "hello", path: PATH, text },
    {
      newsletter: NEWSLETTER,
      templates: ["digest"],
      issues: [{ path: "issues/2026-11-17-old.md", slug: "old" }],
      snippets,
    },
  );
  const said = findings.map(({ file, rule, line, column }) => `${file} ${rule} ${line}:${column}`);
  return { issue: issue as Issue, said, findings };
}

const text = (words: string) => ({ kind: "paragraph", children: [{ kind: "text", text: words }] });

test("a snippet is read in its place, with merge tags, links, definitions and pictures of its own", () => {
  const { issue, said } = parse(
    [
      "Before, {{ subscriber.last_name }}.",
      "",
      "::snippet{colophon}",
      "",
      "- In a list",
      "",
      "  ::snippet{call}",
    ],
    {
      colophon:
        'Set in lead, {{ subscriber.first_name | default: "you" }}.\n\n[The old one](../2026-11-17-old.md), [there][1] ![Logo](./logo.png)\n\n[1]: https://example.org/there',
      call: "**[Join](https://example.org/join)**",
    },
  );
  expect(said).toEqual([]);
  const [first, second, third, list] = issue.body;
  expect(bare(first)).toMatchObject({ kind: "paragraph" });
  expect(bare(second)).toMatchObject({
    children: [{ text: expect.stringContaining("Set in lead") as unknown }],
  });
  expect(second?.place).toEqual({ file: "issues/snippets/colophon.md", line: 1, column: 1, endLine: 1 });
  expect(third).toMatchObject({
    children: [
      { url: "https://letters.example/issues/old" },
      {},
      { url: "https://example.org/there" },
      {},
      { image: { src: "../snippets/logo.png" } },
    ],
  });
  // In a list a bold link stays one.
  expect(list).toMatchObject({ items: [{ blocks: [{}, { kind: "paragraph" }] }] });
  expect(issue.mergeTags.slice(3).map(({ name }) => name)).toEqual([
    "subscriber.last_name",
    "subscriber.first_name",
  ]);
  expect(issue.snippets.map(({ name }) => name)).toEqual(["colophon", "call"]);
});

test("what is wrong in a snippet is found once at its own line, and does not move the issue's", () => {
  const { said, issue } = parse(["::snippet{bad}", "", "# Wrong", "", "::snippet{bad}"], {
    bad: 'Fine.\n\n# Too high\n\n{{ subscriber.frist_name }} and [x](ftp://a.b)\n\n:::only{segment="plam:pro"}\nA\n:::\n\nNote[^1]\n\n[^1]: No.',
  });
  const file = "issues/snippets/bad.md";
  expect(said).toEqual([
    `${file} heading/level-one 3:1`,
    `${file} merge-tag/unknown 5:1`,
    `${file} link/other-scheme 5:33`,
    `${PATH} heading/level-one 6:1`,
    `${file} segment/invalid 7:18`,
    `${file} snippet/footnote 11:5`,
    `${file} snippet/footnote 13:1`,
  ]);
  expect(issue.body.filter(({ kind }) => kind === "heading")).toHaveLength(3);
});

test("snippets hold snippets, but never themselves", () => {
  const texts = { a: "A\n\n::snippet{b}", b: "B\n\n::snippet{c}", c: "C" };
  expect(bare(parse(["::snippet{a}"], texts).issue.body)).toEqual([text("A"), text("B"), text("C")]);
  const looping = parse(["::snippet{a}", "", "Still here."], { ...texts, c: "C\n\n::snippet{a}" });
  expect(looping.said).toEqual(["issues/snippets/c.md snippet/recursive 3:1"]);
  expect(looping.findings[0]?.message).toContain("a, b, c, a");
  expect(bare(looping.issue.body)).toEqual([text("A"), text("B"), text("C"), text("Still here.")]);
});

test.each([
  ["an unknown name", "::snippet{colofon}", "snippet/unknown 4:1"],
  ["no name", "::snippet", "snippet/no-name 4:1"],
  ["two names", "::snippet{colophon call}", "snippet/no-name 4:1"],
  ["a label", "::snippet[colophon]", "snippet/no-name 4:1"],
  ["a way out of the folder", '::snippet{name="../secret"}', "snippet/unknown 4:1"],
  ["a name of every object", "::snippet{constructor}", "snippet/unknown 4:1"],
  ["an empty one", "::snippet{empty}", "snippet/empty 4:1"],
])("says what is wrong with %s", (_, line, finding) => {
  const { said } = parse([line, "", "Text."], { colophon: "Text.", empty: "\n" });
  expect(said).toEqual([`${PATH} ${finding}`]);
});

test("front matter in a snippet would be mailed", () => {
  const { said } = parse(["::snippet{a}"], { a: "---\ntitle: A\n---\n\nText." });
  expect(said).toContain("issues/snippets/a.md snippet/front-matter 1:1");
});

test("a part for some readers may hold a snippet", () => {
  const { issue, said } = parse([':::only{segment="plan:pro"}', "::snippet{a}", ":::"], { a: "For pros." });
  expect(said).toEqual([]);
  expect(bare(issue.body)).toEqual([{ kind: "only", asked: 0, blocks: [text("For pros.")], otherwise: [] }]);
});
