import type { en } from "./en.ts";

/** Every text in one language. To add a language, add a file like `es.ts` and a name in `catalogue.ts`. */
export type Words = typeof en;
export type PageWords = Words["pages"];

/** For how many days a reader may pause. */
export type PauseDays = keyof PageWords["preferences"]["pauseDays"];

/** `text` with its `{places}` filled. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
