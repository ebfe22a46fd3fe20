import { expect, test } from "vitest";
import type { ImageRef } from "#src/model/block.ts";
import { known } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { letter, paragraph, place } from "./build-letter.ts";

const picture = (src: string, alt: string, caption: string | null = null): ImageRef => ({
  src,
  alt,
  caption,
  credit: null,
  place: place(20),
});
const WORDS = paragraph("The press stands where the paper was made, and both are still of use. ".repeat(4));

const found = (issue: Partial<Issue>, images = {}) => {
  const {
    issue: whole,
    email,
    facts,
  } = letter({
    issue: { body: [WORDS], ...issue },
    facts: { images: known(images) },
  });
  return preflight(whole, email, facts)
    .filter(({ rule }) => rule.startsWith("image/"))
    .map(({ rule }) => rule);
};

test.each<[string, Partial<Issue>]>([
  ["image/alt-is-caption", { images: [picture("a.png", "The old press.", "The  old press")] }],
  ["image/same-alt", { images: [picture("a.png", "The press"), picture("b.png", "the press")] }],
  ["image/instead-of-text", { images: [picture("a.png", "The programme")], body: [paragraph("See you.")] }],
])("finds %s", (rule, issue) => {
  expect(found(issue)).toEqual([rule]);
});

test.each<[string, Partial<Issue>]>([
  ["a caption that says something else", { images: [picture("a.png", "A lever over a plate", "The press")] }],
  ["the same picture twice", { images: [picture("a.png", "The press"), picture("a.png", "The press")] }],
  ["two pictures without alt texts, as on cards", { images: [picture("a.png", ""), picture("b.png", "")] }],
  ["few words without a picture", { body: [paragraph("See you.")] }],
  [
    "a short mail to one person",
    { images: [picture("a.png", "The logo")], body: [paragraph("Welcome.")], trigger: "welcome" },
  ],
  [
    "a short letter in a script that needs fewer signs",
    { images: [picture("a.png", "新聞")], body: [paragraph("今週は印刷機の話をします。".repeat(9))] },
  ],
])("lets %s pass", (_, issue) => {
  expect(found(issue)).toEqual([]);
});

test("a picture higher than Word draws, and an animation that begins with nothing", () => {
  const served = { bytes: 3000, pixelWidth: 1200, shownWidth: 600 };
  const images = [picture("a.png", "One"), picture("b.gif", "Two"), picture("c.png", "Three")];
  expect(
    found(
      { images },
      {
        "a.png": { ...served, shownHeight: 1729 },
        "b.gif": { ...served, shownHeight: 300, blankStart: true },
        "c.png": { ...served, shownHeight: 1728 },
      },
    ),
  ).toEqual(["image/too-tall", "image/blank-start"]);
});
