import type { Scheme } from "./media.ts";
import type { Look } from "./read-look.ts";
import type { Style } from "./style.ts";
import { type HtmlElement, isElement, isText } from "./tree.ts";

/** A piece of text that readers see, with the element it stands in. */
export interface ShownText {
  readonly words: string;
  readonly element: HtmlElement;
  readonly style: Style;
}

/** Smaller words are there for inboxes and not for readers. MJML writes 0 around its columns, and another size inside. */
const SEEN_PX = 3;

const READ = /[\p{L}\p{N}]/u;

/** Yields texts in the order of the email, without what is hidden and what has neither letter nor figure. */
export function* shownTexts(look: Look, scheme: Scheme): Generator<ShownText> {
  for (const element of look.elements) {
    for (const node of element.childNodes) {
      if (isElement(node) || !isText(node) || !READ.test(node.value)) continue;
      const style = look.style(element, scheme);
      if (!style.hidden && style.size >= SEEN_PX)
        yield { words: node.value.replace(/\s+/g, " ").trim(), element, style };
    }
  }
}
