import { expect, test } from "vitest";
import { compareWords } from "#src/app/gate/compare-words.ts";

const TEXT = "A letter begins with a line that somebody wants to read. It ends with a name, and a place.";

test("a changed word is one change, wherever lines are broken", async () => {
  const broken = TEXT.replace("somebody", "nobody").replace("wants to", "wants\n  to");
  expect(await compareWords(TEXT, broken)).toEqual([
    { before: "with a line that", removed: "somebody", added: "nobody", after: "wants to read. It" },
  ]);
  expect(await compareWords(TEXT, TEXT.replaceAll(" ", "\n"))).toEqual([]);
});

test("changes that stand beside each other are one, and those apart are two", async () => {
  const near = await compareWords(TEXT, TEXT.replace("begins", "starts").replace("a line", "one line"));
  expect(near).toEqual([
    {
      before: "A letter",
      removed: "begins with a",
      added: "starts with one",
      after: "line that somebody wants",
    },
  ]);
  const apart = await compareWords(TEXT, TEXT.replace("letter", "page").replace("place", "date"));
  expect(apart.map(({ removed, added }) => [removed, added])).toEqual([
    ["letter", "page"],
    ["place.", "date."],
  ]);
});

test("what was added or removed has nothing on its other side", async () => {
  const [added] = await compareWords(TEXT, TEXT.replace("read.", "read. Nobody knows."));
  expect(added).toMatchObject({ removed: "", added: "Nobody knows." });
  const [removed] = await compareWords(TEXT, TEXT.replace(" It ends with a name, and a place.", ""));
  expect(removed).toMatchObject({ removed: "It ends with a name, and a place.", added: "" });
});

test("scripts without spaces are compared by their letters", async () => {
  expect(await compareWords("今日は良い天気です。", "今日は悪い天気です。")).toEqual([
    { before: "今日は", removed: "良", added: "悪", after: "い天気で" },
  ]);
});

test("texts that have nothing in common are one change, however long", async () => {
  const words = (letter: string) => Array.from({ length: 2_000 }, (_, n) => `${letter}${n}`).join(" ");
  const changes = await compareWords(words("a"), words("b"));
  expect(changes).toHaveLength(1);
  expect(changes[0]?.removed.startsWith("a0 a1")).toBe(true);
});
