import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { expect, test } from "vitest";
import type { Finding } from "#src/model/finding.ts";
import type { Block } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";
import { blockHtml } from "#src/render/blocks/block-html.ts";
import { plainBlocks } from "#src/render/plain/plain-blocks.ts";
import { templateInput } from "#src/render/template-input.ts";
import { GFM_EXAMPLES } from "./gfm-examples.ts";
import { NEWSLETTER, parseFile } from "./parse.ts";

interface Example {
  readonly section: string;
  readonly markdown: string;
  /** What a reader meets according to the specification, in order. */
  readonly words: readonly string[];
}

/** The file's lines before the body. */
const FRONT = ["---", "title: Hello", "---", ""];

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

const BOX = /^(?:p|li|td|th|tr|h\d|div|br|pre|table|ol|ul|blockquote|hr|sup)$/;

/** Text and alt texts of HTML in order, without what no reader sees. */
function textOf(node: DefaultTreeAdapterTypes.Node): string {
  if (node.nodeName === "#comment") return "";
  if ("value" in node) return node.value;
  if (!("childNodes" in node) || ["script", "style", "template"].includes(node.nodeName)) return " ";
  const alt = "attrs" in node ? node.attrs.find(({ name }) => name === "alt")?.value : "";
  const inner = node.childNodes.map(textOf).join("");
  // The text puts a bare address in parentheses, and a number of a footnote in brackets.
  const isApart = BOX.test(node.nodeName) || (node.nodeName === "a" && /^[a-z]+:/i.test(inner));
  const border = isApart ? "\n" : "";
  return `${border}${alt ? ` ${alt} ` : ""}${inner}${border}`;
}

const wordsOfHtml = (html: string): readonly string[] => wordsOf(textOf(parseFragment(html)));

/** The examples of CommonMark's specification, whose HTML says what readers meet. */
function commonMark(): readonly Example[] {
  const path = createRequire(import.meta.url).resolve("commonmark-spec/spec.txt");
  const text = readFileSync(path, "utf8").replaceAll("→", "\t");
  let section = "";
  return [...text.matchAll(/^#{1,6} +(.*)$|^`{32} example[^\n]*\n([^]*?)^\.\n([^]*?)^`{32}$/gm)].flatMap(
    ([, heading, markdown, html]) => {
      section = heading ?? section;
      return html === undefined || markdown === undefined
        ? []
        : [{ section, markdown, words: wordsOfHtml(html) }];
    },
  );
}

const gitHub = GFM_EXAMPLES.map(([section, markdown, words]) => ({
  section,
  markdown,
  words: words.split(" "),
}));

/** The expected words that are not shown in this order: all that stand in no longest common sequence. */
function missing(expected: readonly string[], shown: readonly string[]): readonly string[] {
  const longest = Array.from({ length: expected.length + 1 }, () =>
    Array.from({ length: shown.length + 1 }, () => 0),
  );
  for (let i = expected.length - 1; i >= 0; i -= 1)
    for (let j = shown.length - 1; j >= 0; j -= 1)
      longest[i]![j] =
        expected[i] === shown[j]
          ? longest[i + 1]![j + 1]! + 1
          : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
  const lost: string[] = [];
  let j = 0;
  for (let i = 0; i < expected.length; i += 1) {
    if (j < shown.length && expected[i] === shown[j]) j += 1;
    else if (j < shown.length && longest[i]![j + 1]! >= longest[i + 1]![j]!) {
      j += 1;
      i -= 1;
    } else lost.push(expected[i]!);
  }
  return lost;
}

/** The words that neither reach readers nor stand on a line that a finding names. */
function silentlyLost(example: Example): readonly string[] {
  const file = [...FRONT, example.markdown].join("\n");
  const { issue, findings } = parseFile(file);
  const { html, text } = shown(issue);
  return [html, text].flatMap((words) =>
    missing(example.words, words).filter((word) => !isNamed(word, file.split("\n"), findings)),
  );
}

function shown(issue: Issue | null): { html: readonly string[]; text: readonly string[] } {
  if (issue === null) return { html: [], text: [] };
  const input = templateInput(issue, NEWSLETTER, {});
  const html = issue.body.map((block: Block) => blockHtml(block, input)).join("\n");
  return { html: wordsOfHtml(html), text: wordsOf(plainBlocks(issue.body, input)) };
}

function isNamed(word: string, lines: readonly string[], findings: readonly Finding[]): boolean {
  const named = new Set(findings.map(({ line }) => line));
  const standsOn = lines.flatMap((line, index) => (wordsOf(line).includes(word) ? [index + 1] : []));
  // A character reference stands for a word that no line spells.
  return standsOn.length === 0 ? named.size > 0 : standsOn.some((line) => named.has(line));
}

/** Rules, and the sections of the specification in whose examples they find something. */
function refused(examples: readonly Example[]): ReadonlyMap<string, readonly string[]> {
  const rules = new Map<string, string[]>();
  for (const { section, markdown } of examples) {
    for (const { severity, rule } of parseFile([...FRONT, markdown].join("\n")).findings) {
      const name = `${severity} ${rule}`;
      rules.set(name, [...(rules.get(name) ?? []), section]);
    }
  }
  return rules;
}

test.each([
  ["CommonMark", commonMark(), 652],
  ["GitHub", gitHub, GFM_EXAMPLES.length],
])(
  "every word of %s’s specification is in HTML and text in its order, or a finding names its line",
  (name, examples, count) => {
    expect(examples).toHaveLength(count);
    const lost = examples.flatMap((example) => {
      const words = silentlyLost(example);
      return words.length === 0 ? [] : [{ ...example, words }];
    });
    process.stdout.write(`\nRefused or doubted constructs of ${name}’s specification:\n`);
    for (const [rule, sections] of [...refused(examples)].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      process.stdout.write(`  ${rule}: ${sections.length} (${[...new Set(sections)].join("; ")})\n`);
    expect(lost).toEqual([]);
  },
);
