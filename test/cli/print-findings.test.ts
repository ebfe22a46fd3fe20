import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { Finding } from "#src/model/finding.ts";
import { printForGithub } from "#src/cli/print/print-findings.ts";
import { quoteFinding } from "#src/cli/print/quote-finding.ts";

test("escapes what would end a GitHub annotation, or add a property to it", () => {
  const stdout = new PassThrough({ encoding: "utf8" });
  const io = {
    stdout,
    stderr: new PassThrough(),
    stdin: new PassThrough(),
    env: {},
    cwd: "/",
    clock: { now: () => 0 },
    signal: new AbortController().signal,
  };
  const finding = {
    rule: "link/malformed",
    severity: "error",
    file: "issues/a,line=1:b%.md",
    line: 3,
    column: 5,
    message: "100% of it\r\n::error::is wrong.",
    hint: null,
    fix: null,
  } as const;
  printForGithub(io, [finding], "");
  expect(stdout.read()).toBe(
    "::error file=issues/a%2Cline=1%3Ab%25.md,line=3,col=5,title=link/malformed::100%25 of it%0D%0A::error::is wrong.\n",
  );
});

/** What is printed under a finding at a column of the only line, with an edit of these characters. */
function quoted(line: string, column: number, fix: Finding["fix"] = null, room = 100): readonly string[] {
  const { source, fixed } = quoteFinding({ line: 1, column, fix }, `${line}\nThe next line.`, room);
  return [...source, ...fixed];
}

/** How many columns stand before the caret, behind the gutter. */
function caretAt(lines: readonly string[]): number {
  return (lines[1] ?? "").indexOf("^") - "    1 | ".length;
}

test.each([
  ["letters", "abc word", 5, 4],
  ["a tab", "\tword", 2, 2],
  ["Chinese", "今日は word", 5, 7],
  ["an emoji of one code point", "🎉 word", 4, 3],
  ["a family, which is one emoji of five code points", "👩‍👩‍👧 word", 10, 3],
  ["a letter with a combining accent", "cafe\u0301 word", 7, 5],
  ["a flag", "🇵🇪 word", 6, 3],
])("the caret stands under the place after %s", (_, line, column, columns) => {
  expect(caretAt(quoted(line, column))).toBe(columns);
});

test("underlines what an edit replaces, as wide as it is drawn, and shows the line as it would be", () => {
  expect(quoted("See 東京 and teh river.", 12, { start: 11, end: 14, text: "the" })).toEqual([
    "    1 | See 東京 and teh river.",
    "      |              ^^^",
    "      + See 東京 and the river.",
  ]);
  expect(quoted("東京 teh", 1, { start: 0, end: 2, text: "Tokyo" })[1]).toBe("      | ^^^^");
  // An edit elsewhere in the file has no part in what the caret says.
  expect(quoted("See the river.", 5, { start: 15, end: 18, text: "Another" })).toEqual([
    "    1 | See the river.",
    "      |     ^",
    "      + Another next line.",
  ]);
});

test("of a long line the part around the place is shown, and the caret is under it", () => {
  const line = `${"x".repeat(300)} HERE ${"y".repeat(300)}`;
  const [source = "", caret = ""] = quoted(line, 302, null, 80);
  expect(source.length).toBeLessThanOrEqual(80);
  expect(source).toContain("…");
  expect(source.slice(caret.indexOf("^"), caret.indexOf("^") + 4)).toBe("HERE");
});

test("what would move the cursor or turn the line around is not printed", () => {
  const [source = ""] = quoted("a\u001b[2Jb\u202ec", 1);
  expect(source).toBe("    1 | a\ufffd[2Jb\ufffdc");
});
