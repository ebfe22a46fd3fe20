import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyFixes } from "#src/app/fixes/apply-fixes.ts";
import { fixFindings } from "#src/app/fixes/fix-findings.ts";
import type { Finding } from "#src/model/finding.ts";
import { tempFolder } from "../helpers/temp-ledger.ts";

function finding(start: number, end: number, text: string, file = "a.md"): Finding {
  return {
    rule: "x/y",
    severity: "error",
    file,
    line: 1,
    column: 1,
    message: "",
    hint: null,
    fix: { start, end, text },
  };
}

test("applies edits whatever their order in the list", () => {
  const { result, applied } = applyFixes("one two three", [finding(8, 13, "3"), finding(0, 3, "1")]);
  expect(result).toBe("1 two 3");
  expect(applied).toHaveLength(2);
});

test("leaves an edit that overlaps a shorter one for the next pass", () => {
  const { result, applied } = applyFixes("one two", [finding(0, 5, "X"), finding(4, 7, "Y")]);
  expect(result).toBe("one Y");
  expect(applied).toHaveLength(1);
});

test("applies one of two insertions at the same place", () => {
  expect(applyFixes("ab", [finding(1, 1, "-"), finding(1, 1, "-")]).result).toBe("a-b");
});

test("applies edits that touch each other", () => {
  expect(applyFixes("abcd", [finding(0, 2, "1"), finding(2, 4, "2")]).result).toBe("12");
});

test("writes the fixed files, but not one that changed since it was read", async () => {
  const root = await tempFolder();
  await writeFile(join(root, "a.md"), "bad");
  await writeFile(join(root, "b.md"), "changed");
  const texts = new Map([
    ["a.md", "bad"],
    ["b.md", "bad"],
  ]);
  const fixed = await fixFindings(root, [finding(0, 3, "good"), finding(0, 3, "good", "b.md")], texts);
  expect(fixed.map(({ file }) => file)).toEqual(["a.md"]);
  expect(await readFile(join(root, "a.md"), "utf8")).toBe("good");
  expect(await readFile(join(root, "b.md"), "utf8")).toBe("changed");
});
