import type { Root } from "mdast";
import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";

const COLON = 58;

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkDirective)
  .use(withoutTextDirectives)
  .freeze();

/** CommonMark with GFM and directives; offsets are those of `text`. */
export function parseMarkdown(text: string): Root {
  return processor.parse(text);
}

/** `:name` inside a sentence is prose: left on, it would eat the minutes of `9:30am`. */
function withoutTextDirectives(this: Processor): void {
  for (const extension of this.data().micromarkExtensions ?? []) {
    if (extension.flow?.[COLON] !== undefined) delete extension.text;
  }
}
