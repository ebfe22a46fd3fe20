import { GONE } from "./faults.ts";

export interface MadeUp {
  /** Returns a text of other letters that has the same length, capitals, accents, script and marks, and digits at the same places. */
  readonly text: (text: string) => string;
  /** Returns a valid address of the same shape at a reserved domain; `n` makes it unique. Readers of one domain stay at one domain. */
  readonly address: (address: string, n: number, isGone: boolean) => string;
}

/** Scripts with the letters that stand in for any letter of the script. */
const SCRIPTS: readonly (readonly [script: RegExp, letters: string])[] = [
  [/\p{Script=Cyrillic}/u, "абвгдежзиклмнопрстуфхчшыэюя"],
  [/\p{Script=Greek}/u, "αβγδεζηθικλμνξοπρστυφχψω"],
  [/\p{Script=Arabic}/u, "ابتثجحخدرزسشصضطعغفقكلمنهوي"],
  [/\p{Script=Hebrew}/u, "אבגדהוזחטיכלמנסעפצקרשת"],
  [/\p{Script=Devanagari}/u, "कखगघचछजझटठडढणतथदधनपफबभमयरलवसह"],
  [/\p{Script=Hangul}/u, "가나다라마바사아자차카타파하"],
  [/\p{Script=Hiragana}/u, "あいうえおかきくけこさしすせそ"],
  [/\p{Script=Katakana}/u, "アイウエオカキクケコサシスセソ"],
  [/\p{Script=Han}/u, "安白春东方高和江金李明南平青山水天文小云中"],
];
const PLAIN = "abcdefghijklmnopqrstuvwxyz";
const ACCENTED = "áàâäãåéèêëíïñóôöõøúùüçý";

/** Makes up readers of the same shape. `random` is from 0 to below 1. */
export function makeUp(random: () => number): MadeUp {
  const oneOf = (letters: string) => {
    const all = Array.from(letters);
    return all[Math.floor(random() * all.length)] ?? "x";
  };
  const other = (letter: string): string => {
    if (/\p{Nd}/u.test(letter)) return oneOf("0123456789");
    if (!/\p{L}/u.test(letter)) return letter;
    const own = SCRIPTS.find(([script]) => script.test(letter))?.[1];
    const made = oneOf(own ?? (/[a-z]/i.test(letter) ? PLAIN : ACCENTED));
    return letter === letter.toLowerCase() ? made : made.toUpperCase();
  };
  const plain = (text: string) =>
    text.replaceAll(/[A-Za-z]/g, () => oneOf(PLAIN)).replaceAll(/[^a-z.+_-]/g, () => oneOf("0123456789"));
  const domains = new Map<string, string>();
  const domainFor = (domain: string): string => {
    const known = domains.get(domain);
    if (known !== undefined) return known;
    // Without the number, two domains of three letters would soon become the same one.
    const made = `${plain(domain.split(".")[0] ?? "mail")}${domains.size.toString(36)}.example`;
    domains.set(domain, made);
    return made;
  };
  return {
    text: (text) => Array.from(text.normalize("NFC"), other).join(""),
    address: (address, n, isGone) => {
      const at = address.lastIndexOf("@");
      const domain = isGone ? GONE : domainFor(address.slice(at + 1).toLowerCase());
      return `${plain(address.slice(0, at)).slice(0, 40)}${n.toString(36)}@${domain}`;
    },
  };
}
