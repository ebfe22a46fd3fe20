import { fold } from "./fold.ts";
import { isLeaving, stateOfWord } from "./state-words.ts";

/** Words in a file's name that do not tell which people it contains: `unsubscribed contacts 2024-05-01 (1).csv`. */
const BESIDE = new Set(
  `csv txt tsv xls xlsx export exported exports copy kopie copia final new neu all list lists liste lista contacts contact kontakte
  members member subscribers subscriber readers people persons users user customers kunden emails email mails mail addresses
  adressen audience newsletter from of the my our und and`.split(/\s+/),
);
/** Plurals that occur only in the names of files. */
const LEAVERS =
  /^(?:unsub(?:s|scribes|scribers)|opt ?outs|abgemeldete|desabonn[ei]e?s|desinscrites?|bajas|bounces|complaints|suppressions)$/;

/**
 * True for a name like `unsubscribed.csv`: nobody in the file may be mailed, even if a column says otherwise. False if
 * the name also says something else.
 */
export function isLeaversFile(file: string): boolean {
  const words = fold(file)
    .split(" ")
    .filter((word) => !BESIDE.has(word) && !/\d/.test(word));
  return words.length > 0 && (isLeavers(words.join(" ")) || words.every(isLeavers));
}

function isLeavers(text: string): boolean {
  const said = stateOfWord(text);
  return LEAVERS.test(text) || (said !== undefined && isLeaving(said));
}
