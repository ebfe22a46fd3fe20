import type { Counted } from "./counted.ts";
import type { en, LinkedLine } from "./en.ts";
import type { en as joinEn } from "./join-en.ts";

/** Every text in one language. To add a language, add two files like `es.ts` and `join-es.ts`, and a name in each catalogue. */
export type Words = typeof en;
/** The part of the words that `letterpress/subscribe` says. */
export type JoinWords = typeof joinEn;
export type PageWords = Words["pages"];
export type JoinPageWords = JoinWords["pages"];

/** For how many days a reader may pause. */
export type PauseDays = keyof PageWords["preferences"]["pauseDays"];

/**
 * Words as `words:` of the config writes them: any part of them, with names in snake_case, and a plain text for a
 * counted one if its language needs no forms.
 */
export type WrittenWords = Written<Words>;
type Written<T> = T extends string
  ? string
  : T extends LinkedLine
    ? readonly [string, string]
    : T extends Counted
      ? string | Omit<Counted, "lang">
      : { readonly [K in keyof T as Snake<K>]?: Written<T[K]> | undefined };
type Snake<K> = K extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : K;

/** "viewOnline" as it is written in the config: "view_online". */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `text` with its `{places}` filled. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
