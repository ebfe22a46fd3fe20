import { glob, readFile } from "node:fs/promises";
import { expect, test } from "vitest";

/** Words that read as translated, and the plain one for each. New features brought them back. */
const PLAIN: Readonly<Record<string, string>> = {
  "mend|mends|mended|mending": "fix",
  whoever: "everybody who, or the person",
  anew: "again",
  "in vain": "without result",
  "for good": "permanently",
  "is said so": "is reported",
};
const WORD = new RegExp(`\\b(?:${Object.keys(PLAIN).join("|")})\\b`, "i");

test("messages, help, documents and comments keep to plain words", async () => {
  const found: string[] = [];
  for await (const path of glob(["src/**/*.{ts,tsx}", "scripts/**/*.{ts,js}", "docs/**/*.md", "README.md"])) {
    // A migration looks for the words that an older Letterpress wrote into the ledger.
    if (path.startsWith("src/store/migrations/")) continue;
    for (const [index, line] of (await readFile(path, "utf8")).split("\n").entries()) {
      const word = WORD.exec(line)?.[0];
      if (word !== undefined) found.push(`${path}:${index + 1}: ${word}: write ${plainFor(word)}`);
    }
  }
  expect(found).toEqual([]);
});

function plainFor(word: string): string {
  const [, plain = "another word"] =
    Object.entries(PLAIN).find(([words]) => new RegExp(`^(?:${words})$`, "i").test(word)) ?? [];
  return plain;
}
