import { type Polarity, isOtherChannel, speaksOfConsent } from "#src/audience/consent/consent-header.ts";
import { fold } from "#src/audience/consent/fold.ts";
import type { ColumnMap } from "./parse-map.ts";
import type { Reading } from "#src/audience/consent/readings.ts";
import { type RowState, type Said, UNSTATED, UNSUBSCRIBED } from "#src/audience/consent/row-state.ts";
import { isLeaversFile } from "#src/audience/consent/leavers-file.ts";
import { type Source, matches } from "#src/audience/consent/source.ts";
import { isLeavingWord, isLeft, worst } from "#src/audience/consent/state-words.ts";

export interface JudgeOptions {
  readonly source: Source;
  /** The headers as written in the file, or `column N` if it has none. */
  readonly header: readonly string[];
  readonly file: string;
  /** Columns that say nothing about consent even if their names do: the address, dates, evidence. */
  readonly known: ReadonlySet<number>;
  readonly maps: readonly (ColumnMap & { readonly index: number })[];
  readonly ignored: ReadonlySet<number>;
}

/** A column that must not be guessed: its name or a cell speaks of consent but it is not read, or it holds unknown words. */
export interface Doubt {
  readonly column: string;
  readonly kind: "unread" | "unknown-words";
  readonly polarity: Polarity;
  /** The distinct cells as written in the file, with how often each occurs; only the first of them if there are very many. */
  readonly words: ReadonlyMap<string, number>;
}

export interface Judge {
  /** Returns what a row says about its person. */
  judge(cells: readonly string[]): RowState;
  /** The doubts that must be answered before anything is written. Complete once every row was judged. */
  doubts(): Doubt[];
  /** Columns with a yes that did not count because nobody has answered for it, each with all its words. */
  unheard(): Doubt[];
  /** Rows with an unmistakable word for leaving in a column that a person chose to ignore. */
  ignoredLeavers(): number;
  /** Columns that are read, by index. */
  readonly read: ReadonlySet<number>;
}

/** A column without a name, in the file or as `openColumns` names it: nothing suggests that its words are about an order. */
const NAMELESS = /^(?:|column \d+)$/;
/** Distinct words counted for each column. */
const WORDS_KEPT = 1_000;
/** Answers remembered for each column: a column of states has few different words, a column of dates has many. */
const REMEMBERED = 5_000;

/**
 * Decides for each row whether its person may be mailed. If several columns say something, the worst counts. A yes counts only in a
 * source that we understand, or in a column that a person has answered for.
 */
export function createJudge({ source, header, file, known, maps, ignored }: JudgeOptions): Judge {
  const folded = header.map(fold);
  const readers = folded.flatMap((name, index) => {
    const map = maps.find((one) => one.index === index);
    if (map !== undefined) return [reader(index, map.reads, true)];
    if (ignored.has(index)) return [];
    const column = source.consent.find((one) => matches(one.column, name));
    return column === undefined ? [] : [reader(index, column.reads, source.trusted)];
  });
  const read = new Set(readers.map(({ index }) => index));
  const ofFile =
    source.file?.(new Set(folded), file) ??
    // Our own export names each state in its row, whatever a person calls the file.
    (source.name !== "letterpress" && isLeaversFile(file) ? UNSUBSCRIBED : undefined);
  const tallies = new Map<number, Tally>();
  const watched: { index: number; isLeaving: (cell: string) => boolean }[] = [];
  for (const [index, name] of folded.entries()) {
    if (read.has(index) || ignored.has(index)) continue;
    const aside = known.has(index) || (source.aside?.some((one) => matches(one, name)) ?? false);
    const polarity = aside ? null : speaksOfConsent(header[index] ?? "");
    if (polarity !== null) tallies.set(index, new Tally("unread", polarity));
    else if (!aside && !isOtherChannel(name))
      watched.push({ index, isLeaving: remembered(NAMELESS.test(name) ? isLeft : isLeavingWord) });
  }
  const unread = [...tallies.keys()];
  const untrusted = new Map<number, Tally>();
  const unanswered = new Set<number>();
  let ignoredLeavers = 0;

  function judge(cells: readonly string[]): RowState {
    for (const index of unread) tallies.get(index)?.count(cells[index] ?? "");
    for (const { index, isLeaving } of watched) {
      // The cell says that somebody left, whatever the column's name is.
      if (isLeaving(cells[index] ?? "")) tally(index, "unread", "no").count(cells[index] ?? "");
    }
    if (ignored.size > 0 && [...ignored].some((index) => isLeavingWord(cells[index] ?? "")))
      ignoredLeavers += 1;
    let answer: Said = UNSTATED;
    for (const { index, trusted, ask } of readers) {
      const text = cells[index] ?? "";
      const said = ask(text);
      if (!trusted) tallyIn(untrusted, index, "unread", "either").count(text);
      if (said === undefined)
        tally(index, "unknown-words", speaksOfConsent(header[index] ?? "") ?? "either").count(text);
      else if (said?.state === "active" && !trusted) unanswered.add(index);
      else if (said !== null) answer = worst([answer, said]);
    }
    if (ofFile === undefined) return answer;
    return "refuse" in ofFile ? ofFile : worst([answer, ofFile]);
  }

  const tally = (index: number, kind: Doubt["kind"], polarity: Polarity) =>
    tallyIn(tallies, index, kind, polarity);
  const doubtsOf = (from: ReadonlyMap<number, Tally>): Doubt[] =>
    [...from]
      .filter(([, { words }]) => words.size > 0)
      .map(([index, { kind, polarity, words }]) => ({
        column: header[index]?.trim() ? (header[index] ?? "") : `column ${index + 1}`,
        kind,
        polarity,
        words,
      }));
  return {
    judge,
    doubts: () => doubtsOf(tallies),
    unheard: () => doubtsOf(new Map([...untrusted].filter(([index]) => unanswered.has(index)))),
    ignoredLeavers: () => ignoredLeavers,
    read,
  };
}

function tallyIn(tallies: Map<number, Tally>, index: number, kind: Doubt["kind"], polarity: Polarity): Tally {
  const found = tallies.get(index) ?? new Tally(kind, polarity);
  tallies.set(index, found);
  return found;
}

function reader(index: number, reads: Reading, trusted: boolean) {
  return { index, trusted, ask: remembered(reads) };
}

/** Remembers the answers of `read`, so that equal cells of a column are read only once. */
function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const said = read(text);
    if (known.size < REMEMBERED) known.set(text, said);
    return said;
  };
}

class Tally {
  readonly words = new Map<string, number>();
  readonly kind: Doubt["kind"];
  readonly polarity: Polarity;

  constructor(kind: Doubt["kind"], polarity: Polarity) {
    this.kind = kind;
    this.polarity = polarity;
  }

  count(text: string): void {
    const word = text.trim();
    const before = this.words.get(word);
    if (before !== undefined || this.words.size < WORDS_KEPT) this.words.set(word, (before ?? 0) + 1);
  }
}
