/** The text of an issue as its page and the feeds show it: for nobody in particular, every merge tag its default. */
export interface Article {
  readonly subtitle: string | null;
  /** "No. 7", in the language; null without a number. */
  readonly number: string | null;
  /** "AI adoption in Peru · Part 2". */
  readonly series: string | null;
  /** "By Inés Carpio · 6 min read". */
  readonly byline: string;
  /** `YYYY-MM-DD`: the day of `updated:`, where it is after the issue's own. Not there in what an older Letterpress kept. */
  readonly updated?: string | null;
  readonly tags: readonly string[];
  /** Key of its section in the config. */
  readonly section: string | null;
  /** Key of the list that a reader of the page would join; null where the page does not know. */
  readonly list: string | null;
  /** Cover, intro and body with the newsletter's look, as it stands in a mail: every style inline. */
  readonly html: string;
  /** The same without any look, for feeds. */
  readonly bare: string;
  /** Words of title and text as `foldText` makes them, for the search. */
  readonly words: string;
  /** False where `html` has its own title: it was taken from a mail, because no file is left. */
  readonly isBody: boolean;
}
