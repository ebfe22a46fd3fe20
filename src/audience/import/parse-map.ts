import { LetterpressError } from "#src/model/errors.ts";
import { printable } from "#src/audience/printable.ts";
import { fold } from "#src/audience/consent/fold.ts";
import { isBlank, type Reading } from "#src/audience/consent/readings.ts";
import { MAP_STATES, type MapState } from "#src/audience/consent/row-state.ts";
import { isLeft, stateOfWord } from "#src/audience/consent/state-words.ts";

/** How a column is to be read, as a person typed it. */
export interface ColumnMap {
  /** The column's header, or `column N`. */
  readonly column: string;
  readonly reads: Reading;
}

/**
 * `COLUMN=status:word>state,word>state`: an empty word stands for empty cells, `*` for all that are not named, `\,` for a
 * comma. Words that are not named keep their usual meaning. A word for leaving cannot become a yes.
 *
 * Throws `usage/invalid`.
 */
export function parseMap(text: string): ColumnMap {
  const [, column = "", list] = /^(.+)=status(?::(.*))?$/su.exec(text) ?? [];
  if (column === "") throw invalid(`got ${printable(text)}`);
  const named = new Map<string, MapState>();
  for (const pair of (list ?? "").split(/(?<!\\),/u)) {
    if (pair.trim() === "") continue;
    const at = pair.lastIndexOf(">");
    const state = pair.slice(at + 1).trim();
    if (at < 0 || !isMapState(state)) {
      throw invalid(`${printable(pair)} does not end in >${Object.keys(MAP_STATES).join(", >")}`);
    }
    const word = pair.slice(0, at).replaceAll("\\,", ",");
    if (state === "active" && isLeft(word)) {
      throw invalid(`${printable(word.trim())} is a word for leaving, and cannot mean active`);
    }
    named.set(keyOf(word), state);
  }
  const rest = named.get("*");
  return {
    column,
    reads: (cell) => {
      const state = named.get(keyOf(cell));
      if (state !== undefined) return MAP_STATES[state];
      if (isBlank(cell)) return null;
      return rest === undefined || (rest === "active" && isLeft(cell)) ? stateOfWord(cell) : MAP_STATES[rest];
    },
  };
}

/** Words are compared folded, words of signs alone (`✓`, `*`) unchanged; every form of an empty cell is empty. */
function keyOf(word: string): string {
  if (isBlank(word)) return "";
  return fold(word) || word.trim();
}

function isMapState(text: string): text is MapState {
  return Object.hasOwn(MAP_STATES, text);
}

function invalid(problem: string): LetterpressError {
  return new LetterpressError(
    "usage/invalid",
    `Expected --map "COLUMN=status:word>state,word>state"; ${problem}.`,
    {
      hint: 'For example: --map "Accepts Marketing=status:yes>active,no>unsubscribed".',
    },
  );
}
