import { fold } from "./fold.ts";
import { instantOf } from "#src/model/values/instant-of.ts";
import { BLOCKED, BOUNCED, COMPLAINED, type Said, UNSUBSCRIBED } from "./row-state.ts";
import { stateOfWord } from "./state-words.ts";

/** What a cell says: a state, nothing (null), or an unknown word (undefined), at which the import stops. */
export type Reading = (text: string) => Said | null | undefined;

// These sets contain no signs: every sign folds to the empty text, so `✗` would be the same yes as `✓`.
const setOf = (words: string) => new Set(words.split(" ").map(fold).filter(Boolean));
const YES = setOf("yes y true 1 on t x ja j oui o si sí s sim tak да はい 是 예 evet checked");
const NO = setOf("no n false 0 off f nein non não nee nie нет いいえ 否 不 아니오 hayır nej unchecked");
const NOTHING =
  /^(?:|null|nil|nan|\\n|n\/a|-+|—|undefined|\[\]|\{\}|0000-00-00(?:[ T]00:00:00)?|0001-01-01.*)$/i;

/** Is the cell empty? Databases write that in different ways: `NULL`, `\N`, `0000-00-00`. */
export function isBlank(text: string): boolean {
  return NOTHING.test(text.trim());
}

/** Yes or no as people and programs of ten languages write them; undefined for anything else. */
export function yesOrNo(text: string): boolean | undefined {
  const trimmed = text.trim();
  if (/^[✓✔✅☑]\uFE0F?$/u.test(trimmed)) return true;
  const word = fold(trimmed);
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

/** Reads a column of words for states; `own` holds words that have another meaning in this system, folded or as written. */
export function words(own: Readonly<Record<string, Said>> = {}): Reading {
  return (text) => {
    if (isBlank(text)) return null;
    // Looks for the text as written first: folded, the status `-1` is `1`.
    const word = [text.trim(), fold(text)].find((one) => Object.hasOwn(own, one));
    return (word === undefined ? undefined : own[word]) ?? stateOfWord(text);
  };
}

/** Reads a column of yes and no; `yes` and `no` are what each answer says, null if it says nothing. */
export function answers(yes: Said | null, no: Said | null): Reading {
  return (text) => {
    if (isBlank(text)) return null;
    const answer = yesOrNo(text);
    if (answer === undefined) return stateOfWord(text);
    return answer ? yes : no;
  };
}

/** Reads a column in which a yes, a date or a word means that the person left; a no says nothing. */
export function leaving(state: Said = UNSUBSCRIBED): Reading {
  return (text) => {
    if (isBlank(text)) return null;
    const answer = yesOrNo(text);
    if (answer !== undefined) return answer ? state : null;
    if (instantOf(text) !== null || /^\d[\d/.: -]{5,}/.test(text.trim())) return state;
    return stateOfWord(text);
  };
}

/** Reads a column in which any value but a no means that the person left: the reason of a bounce, the day of leaving. */
export function filled(state: Said): Reading {
  return (text) => (isBlank(text) || yesOrNo(text) === false ? null : state);
}

/** Reasons of suppressions, as Klaviyo lists them: `["USER_SUPPRESSED"]`. */
export function reasons(): Reading {
  return (text) => {
    if (isBlank(text) || yesOrNo(text) === false) return null;
    if (/spam|complain|abuse/i.test(text)) return COMPLAINED;
    if (/bounce|invalid/i.test(text)) return BOUNCED;
    return /unsub/i.test(text) ? UNSUBSCRIBED : BLOCKED;
  };
}
