import { glob, readFile } from "node:fs/promises";
import { expect, test } from "vitest";

/** Words that read as translated, and the plain one for each. New features brought them back. */
const PLAIN = [
  [/\bmend(?:s|ed|ing)?\b/i, "fix"],
  [/\bwhoever\b/i, "everybody who, or the person who"],
  [/\banew\b/i, "again"],
  [/\bin vain\b/i, "without result"],
  [/\bfor good\b/i, "permanently"],
  [/\bis said so\b/i, "is reported"],
] as const;

test("messages, help, documents and comments keep to plain words", async () => {
  const found: string[] = [];
  for await (const path of glob(["src/**/*.{ts,tsx}", "scripts/**/*.{ts,js}", "docs/**/*.md", "README.md"])) {
    // A migration looks for the words that an older Letterpress wrote into the ledger.
    if (path.startsWith("src/store/migrations/")) continue;
    for (const [index, line] of (await readFile(path, "utf8")).split("\n").entries())
      for (const [word, plain] of PLAIN)
        if (word.test(line)) found.push(`${path}:${index + 1}: ${line.trim()}: write ${plain}`);
  }
  expect(found).toEqual([]);
});
