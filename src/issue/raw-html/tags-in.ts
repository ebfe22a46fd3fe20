/** A tag of raw HTML as it is written, with its offset in the text that was searched. */
interface WrittenTag {
  readonly source: string;
  readonly at: number;
  readonly closes: boolean;
  /** In small letters. */
  readonly name: string;
  readonly attributes: string;
}

const TAG = /<(\/?)([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g;

/** The tags in order, without those in comments. */
export function tagsIn(html: string): readonly WrittenTag[] {
  const bare = html.replace(/<!--[\s\S]*?(?:-->|$)/g, (comment) => " ".repeat(comment.length));
  return [...bare.matchAll(TAG)].map(({ 0: source, 1: slash, 2: name = "", 3: attributes = "", index }) => ({
    source,
    at: index,
    closes: slash === "/",
    name: name.toLowerCase(),
    attributes,
  }));
}
