import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { stringify } from "yaml";

/**
 * Turns an interview saved as plain text from a web page into an issue in Markdown, word for word.
 * It knows the page's structure and none of its words:
 *
 * - breadcrumbs (`- …`) on top, then the title, then `Series, part N`; a blank line ends this head;
 * - before the first question: paragraphs, and `Disclaimer: …`, which becomes a callout;
 * - a line ending in `?` is a question; what follows up to the next one is its answer;
 * - in an answer, a line that starts with a sign (☑️) is a sub-heading, a line ending in `:` a label, and
 *   neighbouring lines `Label: text` are a list.
 */
export function seedInterview(text: string): string {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.trim());
  const { title, series, rest } = readHead(lines);
  const kinds = rest.filter((line) => line !== "").map(kindOf);
  const start = kinds.findIndex(({ kind }) => kind === "question");
  if (start === -1) throw new Error("Expected at least one line that ends in a question mark; found none.");
  const opening = kinds.slice(0, start);
  const guest = opening.map(({ text: line }) => guestOf(line)).find((found) => found !== null) ?? null;
  const frontMatter = stringify(
    {
      title,
      preview_text: /^.*?\?/.exec(kinds[start]?.text ?? "")?.[0],
      section: "insiders-corner",
      ...(series === null ? {} : { series: slugOf(series.title), part: series.part }),
      ...(guest === null ? {} : { guests: [guest] }),
      draft: true,
    },
    { lineWidth: 0 },
  );
  const body = [
    ...openingBlocks(opening, guest !== null),
    ...answerBlocks(kinds.slice(start)),
    "::subscribe",
  ];
  return `---\n${frontMatter}---\n\n${body.join("\n\n")}\n`;
}

type Line =
  | { readonly kind: "question" | "subheading" | "label" | "paragraph"; readonly text: string }
  | { readonly kind: "labelled"; readonly text: string; readonly label: string; readonly value: string };

interface Head {
  readonly title: string;
  readonly series: { readonly title: string; readonly part: number } | null;
  readonly rest: readonly string[];
}

function readHead(lines: readonly string[]): Head {
  const first = lines.findIndex((line) => line !== "" && !line.startsWith("- "));
  const title = lines[first];
  if (title === undefined)
    throw new Error("Expected a title under the breadcrumbs; the text ends before it.");
  const match = /^(.+), part (\d+)$/i.exec(lines[first + 1] ?? "");
  if (match === null) return { title, series: null, rest: lines.slice(first + 1) };
  return {
    title,
    series: { title: match[1] ?? "", part: Number(match[2]) },
    rest: lines.slice(first + 2),
  };
}

function kindOf(text: string): Line {
  if (text.endsWith("?")) return { kind: "question", text };
  // A sentence may open with an emoji too; a sub-heading is short and has no full stop.
  if (/^\p{Extended_Pictographic}/u.test(text) && text.length < 60 && !/[.!]$/.test(text)) {
    return { kind: "subheading", text };
  }
  if (/^\p{Lu}[^.:!?]{0,60}:$/u.test(text)) return { kind: "label", text };
  // At most six words without a comma: longer openings with a colon are ordinary sentences.
  const [, label, value] = /^(\p{Lu}[^\s.,:;!?]*(?:\s[^\s.,:;!?]+){0,5}):\s+(.+)$/u.exec(text) ?? [];
  if (label !== undefined && value !== undefined) return { kind: "labelled", text, label, value };
  return { kind: "paragraph", text };
}

/** Finds the guest in "together with Ada Lovelace, a mathematician from London, …". The card says no more than the page does. */
function guestOf(text: string): { name: string; role: string } | null {
  const [, name, role] = /\bwith (\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)+), an? ([^,.]+)/u.exec(text) ?? [];
  if (name === undefined || role === undefined) return null;
  return { name, role: role.charAt(0).toUpperCase() + role.slice(1) };
}

/** The guest's card comes where the introduction ends: before the disclaimer, if there is one. */
function openingBlocks(lines: readonly Line[], hasGuest: boolean): string[] {
  const isNote = (line: Line) => line.kind === "labelled" && /^(?:disclaimer|note)$/i.test(line.label);
  const notes = lines.filter(isNote).map((line) => `> [!NOTE]\n> ${leadIn(line)}`);
  const introduction = lines.filter((line) => !isNote(line)).map(leadIn);
  return [...introduction, ...(hasGuest ? ["::guest"] : []), ...notes];
}

function answerBlocks(lines: readonly Line[]): string[] {
  const blocks: string[] = [];
  let items: string[] = [];
  const closeList = () => {
    // A single labelled paragraph is not a list.
    if (items.length > 0) blocks.push(items.length === 1 ? (items[0] ?? "").slice(2) : items.join("\n"));
    items = [];
  };
  for (const line of lines) {
    if (line.kind === "labelled") {
      items.push(`- ${leadIn(line)}`);
      continue;
    }
    closeList();
    blocks.push(blockOf(line));
  }
  closeList();
  return blocks;
}

function blockOf(line: Line): string {
  switch (line.kind) {
    case "question":
      return `## ${escapeMarkdown(line.text)}`;
    case "subheading":
      return `### ${escapeMarkdown(line.text)}`;
    case "label":
      return `**${escapeMarkdown(line.text)}**`;
    case "labelled":
    case "paragraph":
      return leadIn(line);
  }
}

function leadIn(line: Line): string {
  return line.kind === "labelled"
    ? `**${escapeMarkdown(line.label)}:** ${escapeMarkdown(line.value)}`
    : escapeMarkdown(line.text);
}

/** Without escaping, a word such as `*` or a line that starts with `1.` would turn into markup and be lost. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>~|]/g, "\\$&")
    .replace(/&(?=#?\w+;)/g, "\\&")
    .replace(/^(?:[#+:=-]|\d+(?=[.)]))/, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`));
}

function slugOf(text: string): string {
  const ascii = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [file, out] = positionals;
  if (file === undefined) {
    console.error("Usage: node scripts/seed-interview.ts FILE [OUT.md]");
    process.exitCode = 2;
  } else {
    const markdown = seedInterview(await readFile(file, "utf8"));
    if (out === undefined) process.stdout.write(markdown);
    else await writeFile(out, markdown);
  }
}
