import type { MergeFilter } from "#src/model/merge-tag.ts";

/** What a filter of a merge tag takes, and does. */
interface Filter {
  /** The least and the most arguments. */
  readonly takes: readonly [number, number];
  /** In Markdown, with an example: for docs/reference/merge-tags.md and for editors. */
  readonly about: string;
}

export const FILTERS: Readonly<Record<MergeFilter["name"], Filter>> = {
  default: {
    takes: [1, 1],
    about:
      'These words for a reader without the value, with an empty one, or with `false`: `default: "there"`.',
  },
  capitalize: { takes: [0, 0], about: "The first letter large, the others small: `capitalize`." },
  upcase: { takes: [0, 0], about: "All letters large: `upcase`." },
  downcase: { takes: [0, 0], about: "All letters small: `downcase`." },
  truncate: {
    takes: [0, 2],
    about: 'At most so many characters (50), the ending (`...`) included: `truncate: 12, "…"`.',
  },
  date: {
    takes: [0, 2],
    about:
      'A date (`YYYY-MM-DD`) in words: `date: "long"`, `date: "medium"`, or with the letters below, `date: "%-d %B %Y"`. A language after it (`en`): `date: "long", "es"`. What is no date stays as it is.',
  },
};
