/** The text of an issue as its page and the feeds show it: for no particular reader, every merge tag replaced by its default. */
export interface Article {
  readonly subtitle: string | null;
  /** "No. 7", in the language; null without a number. */
  readonly number: string | null;
  /** "AI adoption in Peru · Part 2". */
  readonly series: string | null;
  /** "By Inés Carpio · 6 min read". */
  readonly byline: string;
  /** `YYYY-MM-DD`: the day of `updated:`, if it is after the issue's own. Absent in an article that an older Letterpress kept. */
  readonly updated?: string | null;
  readonly tags: readonly string[];
  /** Key of its section in the config. */
  readonly section: string | null;
  /** Key of the list that a reader of the page would join; null where the page does not know. */
  readonly list: string | null;
  /** Cover, intro and body with the newsletter's look, as it stands in a mail: every style inline. */
  readonly html: string;
  /** The same without any styles, for feeds. */
  readonly bare: string;
  /** Words of title and text as `foldText` writes them, for the search. */
  readonly words: string;
  /** False if `html` has its own title, because it was taken from a mail: the file no longer exists. */
  readonly isBody: boolean;
}
