import { stripVTControlCharacters, styleText } from "node:util";
import type { Io, Output } from "#src/cli/io.ts";
import { asTyped } from "./as-typed.ts";

export { count } from "#src/model/values/count.ts";
export { kilobytes } from "#src/model/values/kilobytes.ts";

const FORMATS = {
  strong: "bold",
  accent: "cyan",
  quiet: "dim",
  bad: ["bold", "red"],
} satisfies Record<string, Parameters<typeof styleText>[0]>;

/** One line to stdout. */
export function print(io: Io, line = ""): void {
  io.stdout.write(`${asTyped(line, io)}\n`);
}

/** Prints a line as it is, such as the author's own text, which names no command of ours. */
export function printAsIs(io: Io, line: string): void {
  io.stdout.write(`${line}\n`);
}

/** One line to stderr, which a person should see even when stdout is piped into a file. */
export function printNote(io: Io, line: string): void {
  io.stderr.write(`${asTyped(line, io)}\n`);
}

/** The answer of a reading command for programs: one JSON document and nothing else on stdout. */
export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value, null, io.oneLine === true ? 0 : 2)}\n`);
}

/** Emphasis, where the stream is a terminal that supports it (respects NO_COLOR and FORCE_COLOR). */
export function style(output: Output, kind: keyof typeof FORMATS, text: string): string {
  if (!(output instanceof Object) || output.isTTY !== true) return text;
  return styleText(FORMATS[kind], text, { stream: output as never });
}

export interface Column {
  /** Without any title the table has no head. */
  readonly title?: string;
  readonly align?: "left" | "right";
}

/** Rows with aligned columns, two spaces apart. A wide character counts as two columns. */
export function columns(rows: readonly (readonly string[])[], heads: readonly Column[] = []): string[] {
  const titled = heads.some(({ title }) => title !== undefined);
  const all = titled ? [heads.map(({ title = "" }) => title), ...rows] : rows;
  const count = Math.max(0, ...all.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...all.map((row) => width(row[index] ?? ""))),
  );
  return all.map((row) =>
    Array.from({ length: count }, (_, index) => {
      const cell = row[index] ?? "";
      const gap = " ".repeat((widths[index] ?? 0) - width(cell));
      return heads[index]?.align === "right" ? gap + cell : cell + gap;
    })
      .join("  ")
      .trimEnd(),
  );
}

/** A table to stdout, with a dim head. */
export function printTable(io: Io, rows: readonly (readonly string[])[], heads: readonly Column[]): void {
  const titled = heads.some(({ title }) => title !== undefined);
  for (const [index, line] of columns(rows, heads).entries()) {
    printAsIs(io, index === 0 && titled ? style(io.stdout, "quiet", line) : line);
  }
}

/** `3 planned + 1 refused`: the numbers that are not 0, with their names. */
export function counts(by: Readonly<Record<string, number>>, between: string): string {
  return Object.entries(by)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${n.toLocaleString("en")} ${name}`)
    .join(between);
}

/** Prints rows of a name and a value. On a terminal a long value continues below itself, and not below the names. */
export function printRows(io: Io, rows: readonly (readonly [name: string, value: string])[]): void {
  const indent = 2 + Math.max(0, ...rows.map(([name]) => width(name))) + 2;
  const room = io.stdout.isTTY === true ? Math.max(20, (io.stdout.columns ?? 80) - indent) : Infinity;
  for (const [name, value] of rows) {
    const [first = "", ...others] = value.split("\n").flatMap((line) => wrapped(line, room));
    printAsIs(io, `  ${name}${" ".repeat(indent - 2 - width(name))}${first}`.trimEnd());
    for (const line of others) printAsIs(io, `${" ".repeat(indent)}${line}`.trimEnd());
  }
}

/** Breaks a text into lines of at most `room` columns. A longer word stays whole, because it may be an address to be copied. */
function wrapped(text: string, room: number): string[] {
  if (width(text) <= room) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || width(longer) <= room) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** How many columns of a terminal `text` takes. An emoji of five code points counts once, as two; an accent adds none to its letter. */
export function width(text: string): number {
  let sum = 0;
  for (const { segment } of new Intl.Segmenter().segment(stripVTControlCharacters(text)))
    sum += NO_ROOM.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1;
  return sum;
}

const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const NO_ROOM = /^[\p{M}\p{Cf}]+$/u;
