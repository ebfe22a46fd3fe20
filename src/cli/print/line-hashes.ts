/** How many characters from the start of a line make its hash; spaces and tabs are not counted. */
const LENGTH = 100;
const FACTOR = 37n;
/** The code that stands after the last character of the text. */
const END = 0xffff;

/**
 * Returns the fingerprint of each line that GitHub's code scanning calls `primaryLocationLineHash`: a hash of the text from the
 * line's start on, and how many lines up to here have that hash. A finding keeps it while lines above it come and go. GitHub's
 * action for uploads computes the same value if a log has none. An upload by the API computes nothing, and without a fingerprint
 * each scan would report every finding again.
 */
export function lineHashes(text: string): readonly string[] {
  const codes: number[] = [];
  const starts: number[] = [0];
  for (const line of text.split(/\r\n|\r|\n/)) {
    for (let at = 0; at < line.length; at += 1) {
      const code = line.charCodeAt(at);
      if (code !== 0x20 && code !== 0x09) codes.push(code);
    }
    codes.push(0x0a);
    starts.push(codes.length);
  }
  codes[codes.length - 1] = END;
  const seen = new Map<string, number>();
  return starts.slice(0, -1).map((start) => {
    let hash = 0n;
    for (let at = start; at < start + LENGTH; at += 1)
      hash = BigInt.asUintN(64, hash * FACTOR + BigInt(codes[at] ?? 0));
    const value = hash.toString(16);
    const count = (seen.get(value) ?? 0) + 1;
    seen.set(value, count);
    return `${value}:${count}`;
  });
}
