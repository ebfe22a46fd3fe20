import { distance } from "fastest-levenshtein";
import type { Rule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}’'-]*/gu;
/** Shorter names have too many neighbours: a Maria is not a misspelt Marta. */
const SHORT = 5;
const SHORT_ALONE = 8;

/** Reports names that the newsletter itself has, one letter off: its own, a section's, an author's, a guest's. */
export const checkNames: Rule = ({ issue, facts }, report) => {
  const { name, sections, authors, series } = facts.newsletter;
  const names = [
    name,
    ...Object.values(sections).map(({ title }) => title),
    ...Object.values(series).map(({ title }) => title),
    ...Object.values(authors).map((author) => author.name),
    ...issue.guests.map((guest) => guest.name),
    ...(issue.sponsor === null ? [] : [issue.sponsor.name]),
  ].map((one) => one.match(WORD) ?? []);
  const right = new Set(names.flat());
  const reported = new Set<string>();
  for (const { text, place, code } of writings(issue)) {
    if (code) continue;
    const words = text.match(WORD) ?? [];
    for (const [index] of words.entries()) {
      for (const known of names) {
        const written = words.slice(index, index + known.length);
        const slip = slipIn(known, written, right);
        if (slip === null || reported.has(`${slip.wrong} ${known.join(" ")}`)) continue;
        reported.add(`${slip.wrong} ${known.join(" ")}`);
        const message = `“${slip.wrong}” looks like ${known.join(" ")}, misspelt.`;
        report.warning("writing/misspelt-name", { word: slip.wrong, from: place }, message, {
          hint: `Write ${slip.right}, if that is who is meant.`,
        });
      }
    }
  }
};

/** Returns the one word that is one letter off, if all others of the name are right; null otherwise. */
function slipIn(
  known: readonly string[],
  written: readonly string[],
  right: ReadonlySet<string>,
): { readonly wrong: string; readonly right: string } | null {
  if (known.length === 0 || written.length < known.length) return null;
  const off = known.flatMap((word, index) =>
    word === written[index] ? [] : [[word, written[index] ?? ""] as const],
  );
  const [pair] = off;
  if (pair === undefined || off.length > 1) return null;
  const [word, wrong] = pair;
  if (word.length < (known.length === 1 ? SHORT_ALONE : SHORT) || right.has(wrong)) return null;
  // A difference in capitals is a matter of style, and endings are grammar: Carpio's, Carpios, Adą.
  if (!/^\p{Lu}/u.test(wrong) || wrong.toLowerCase() === word.toLowerCase()) return null;
  const isDoubled = wrong === word + word.slice(-1) && !/s$/i.test(word);
  if (isDoubled) return { wrong, right: word };
  if (wrong.slice(0, -1) === word.slice(0, -1) || wrong.startsWith(word) || word.startsWith(wrong))
    return null;
  return isOneSlip(word.normalize(), wrong.normalize()) ? { wrong, right: word } : null;
}

/** One letter wrong, missing or too many, or two in the wrong order. */
function isOneSlip(word: string, wrong: string): boolean {
  if (distance(word, wrong) === 1) return true;
  let at = 0;
  while (at < word.length && word[at] === wrong[at]) at += 1;
  return (
    word.length === wrong.length &&
    word[at] === wrong[at + 1] &&
    word[at + 1] === wrong[at] &&
    word.slice(at + 2) === wrong.slice(at + 2)
  );
}
