import { PLACES, withPlacesOfClasses } from "#src/render/places/mark-places.ts";
import { applyEdits, elementsOf, readTree, setAttribute, startOf } from "#src/render/html-tree.ts";

/** How an email is looked at. Nothing of it changes what is mailed. */
export interface EmailView {
  /** False as in a program that loads pictures on request. */
  readonly images: boolean;
  /** False as in a program that drops `<style>`. */
  readonly styles: boolean;
}

/** A picture that was not loaded: a program shows its alternative text. */
const NO_PICTURE = "data:,";

/** The HTML of a message as a view shows it. `url` is the newsletter's address, whose pictures are served from here. */
export function viewOf(html: string, url: string, { images, styles }: EmailView): string {
  // Only this view loads its pictures from here; the email itself keeps its addresses.
  const local = withPlacesOfClasses(withCut(html)).replaceAll(`${url}/a/`, "/a/");
  const bare = styles ? local : local.replaceAll(/<style\b[^>]*>[^]*?<\/style>/gi, "");
  return images ? bare : bare.replaceAll(/(<img\b[^>]*?\ssrc=)"[^"]*"/gi, `$1"${NO_PICTURE}"`);
}

/** Bytes of HTML after which Gmail clips an email. */
const GMAIL_CUTS_AT = 102_400;

/** Marks the first element that Gmail no longer shows with `data-cut`. What only a preview adds is not counted. */
function withCut(html: string): string {
  const isLong = (end: number) => Buffer.byteLength(html.slice(0, end).replace(PLACES, "")) >= GMAIL_CUTS_AT;
  if (!isLong(html.length)) return html;
  const tree = readTree(html);
  const starts = [...elementsOf(tree.body)].filter((element) => startOf(element) !== null);
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const element = starts[middle];
    if (element !== undefined && isLong(startOf(element) ?? 0)) high = middle;
    else low = middle + 1;
  }
  const first = starts[low];
  return first === undefined ? html : applyEdits(html, setAttribute(first, "data-cut", "gmail"));
}
