import { LetterpressError } from "#src/model/errors.ts";
import { printable } from "#src/audience/printable.ts";
import { fold } from "#src/audience/consent/fold.ts";
import type { ImportOptions } from "./import-options.ts";
import type { Doubt } from "./judge.ts";
import { isBlank, yesOrNo } from "#src/audience/consent/readings.ts";
import { isLeavingWord, stateOfWord } from "#src/audience/consent/state-words.ts";

/** How many words of each column the message names, and how many the command. */
const NAMED = 40;
const IN_COMMAND = 12;

/**
 * Stop before anything is written, and name the columns that must not be guessed, their words with counts, and the command
 * that answers. Returns if nothing is in doubt. Throws `audience/invalid`.
 */
export function refuseDoubts(
  file: string,
  doubts: readonly Doubt[],
  {
    command = "letterpress subscribers import FILE",
    map = [],
    ignore = [],
  }: Pick<ImportOptions, "command" | "map" | "ignore">,
): void {
  if (doubts.length === 0) return;
  const lines = doubts.map(({ column, kind, words }) => {
    const name = JSON.stringify(printable(column));
    return kind === "unread"
      ? `${name} seems to be about consent, but its meaning is not known: ${listed(words)}`
      : `${name} contains words that Letterpress does not know: ${listed(words)}`;
  });
  // An answer that was already given stays: if its column is in doubt again, only the missing words are added, and the
  // hint does not propose to ignore the column.
  const said = (column: string) => map.find((one) => isMapOf(one, column));
  const others = map.filter((one) => !doubts.some(({ column }) => isMapOf(one, column)));
  const kept = [...others.map(asMap), ...ignore.map(asIgnore)];
  const flags = doubts.map((doubt) => flagOf(doubt, said(doubt.column)));
  const isNew = doubts.some(({ column }) => said(column) === undefined);
  const without = doubts.map(({ column }, at) =>
    said(column) === undefined ? asIgnore(column) : (flags[at] ?? ""),
  );
  throw new LetterpressError(
    "audience/invalid",
    [
      `Nothing was imported: ${printable(file)} needs an answer first.`,
      ...lines.map((line) => `  ${line}`),
    ].join("\n"),
    {
      hint: [
        "Tell Letterpress what the words mean. Check each proposed state (active, pending, unsubscribed, bounced, complained, suppressed):",
        `  ${[command, ...kept, ...flags].join(" ")}`,
        ...(isNew
          ? ["or, if a column says nothing about consent:", `  ${[command, ...kept, ...without].join(" ")}`]
          : []),
      ].join("\n"),
    },
  );
}

function listed(words: ReadonlyMap<string, number>): string {
  const shown = [...words].toSorted((a, b) => b[1] - a[1]).slice(0, NAMED);
  const text = shown.map(
    ([word, n]) =>
      `${word === "" ? "(empty)" : JSON.stringify(printable(short(word)))} ${n.toLocaleString("en")}×`,
  );
  return `${text.join(", ")}${words.size > shown.length ? `, and ${(words.size - shown.length).toLocaleString("en")} more` : ""}`;
}

function isMapOf(map: string, column: string): boolean {
  return fold(map.replace(/=status(?::.*)?$/su, "")) === fold(printable(column));
}

/** Returns the option that reads a column, for a person to check. `said`: the map that the column has already. */
export function flagOf({ column, polarity, words }: Doubt, said?: string): string {
  const typed = [...words.keys()].filter((word) => !isBlank(word));
  const plain = typed.filter((word) => printable(word) === word && word.length <= 40);
  const pairs = plain
    .slice(0, IN_COMMAND)
    .map((word) => `${word.replaceAll(",", "\\,")}>${guess(word, polarity)}`);
  if (plain.length < typed.length || plain.length > IN_COMMAND) pairs.push("*>pending");
  const before = said === undefined ? "" : (/=status:(.*)$/su.exec(said)?.[1] ?? "");
  const all = [before, ...pairs].filter((one) => one !== "").join(",");
  return `--map ${quoted(column, `=status:${all}`)}`;
}

/** A proposal, for a person to check: it does nothing until they type it. */
function guess(word: string, polarity: Doubt["polarity"]): string {
  const said = stateOfWord(word);
  if (said !== undefined) return said.suppress === "manual" ? "suppressed" : said.state;
  if (isLeavingWord(word)) return "unsubscribed";
  const answer = yesOrNo(word);
  if (answer === undefined || polarity === "either") return "pending";
  return answer === (polarity === "yes") ? "active" : "unsubscribed";
}

const asMap = (map: string): string => `--map ${quoted(map)}`;
const asIgnore = (column: string): string => `--ignore ${quoted(column)}`;

/** Quoted for a shell. */
function quoted(column: string, rest = ""): string {
  const text = `${printable(column)}${rest}`;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : `"${text}"`;
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
