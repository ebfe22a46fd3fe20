import { fold } from "./fold.ts";
import { isLeaving, stateOfWord } from "./state-words.ts";

/** What a file's name says beside whom it holds: `unsubscribed contacts 2024-05-01 (1).csv`. */
const BESIDE = new Set(
  `csv txt tsv xls xlsx export exported exports copy kopie copia final new neu all list lists liste lista contacts contact kontakte
  members member subscribers subscriber readers people persons users user customers kunden emails email mails mail addresses
  adressen audience newsletter from of the my our und and`.split(/\s+/),
);
/** Plurals that stand in names of files alone. */
const LEAVERS =
  /^(?:unsub(?:s|scribes|scribers)|opt ?outs|abgemeldete|desabonn[ei]e?s|desinscrites?|bajas|bounces|complaints|suppressions)$/;

/** `unsubscribed.csv`: nobody in it may be mailed, even if a column says otherwise. False where the name says anything else, too. */
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
