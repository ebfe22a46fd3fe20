import type { PhrasingContent, RootContent } from "mdast";
import type { Block } from "#src/model/block.ts";
import { plainText } from "#src/model/walk-blocks.ts";
import { type BodyContext, placeOf, startOf } from "#src/issue/body/body-context.ts";
import { readInlines, readLink } from "#src/issue/body/read-inlines.ts";
import type { ReadBlocks, Directive } from "./directive.ts";
import { refuseLinks } from "./refuse-links.ts";

/** Reads `::button[Text]{href}`; `secondary` makes it the quieter one of two. */
export function readButton(node: Directive, context: BodyContext): readonly Block[] {
  const children = readInlines(node.children as PhrasingContent[], context);
  const { href, secondary } = node.attributes ?? {};
  if (!href || plainText(children).trim() === "") {
    context.report.error("directive/empty", startOf(node), "A button needs a text and an address.", {
      hint: 'Write ::button[Join]{href="https://…"}.',
    });
    return [];
  }
  if (secondary) {
    context.report.error("directive/attribute-value", startOf(node), "secondary takes no value.", {
      hint: "Write secondary alone for an outline, or remove it.",
    });
  }
  refuseLinks(children, node, context);
  const url = readLink(href, plainText(children), node, context);
  const place = placeOf(node, context);
  if (url === null) return [{ kind: "paragraph", children, place }];
  return [{ kind: "button", url, ...(secondary == null ? {} : { secondary: true }), children, place }];
}

/** Reads `:::buttons` around two or three buttons. */
export function readButtons(node: Directive, context: BodyContext, readBlocks: ReadBlocks): readonly Block[] {
  const { report } = context;
  const hint = 'Write two or three buttons, each on a line of its own: ::button[Join]{href="https://…"}.';
  const blocks: Block[] = [];
  let isStray = false;
  for (const child of node.children as RootContent[]) {
    const read = readBlocks([child], context);
    const stray = read.some(({ kind }) => kind !== "button");
    if (stray && !isStray) {
      const message = "Between :::buttons and ::: only buttons are allowed.";
      report.error("directive/content", startOf(child), message, { hint });
    }
    isStray ||= stray;
    blocks.push(...read);
  }
  if (isStray) return blocks;
  if (blocks.length < 2 || blocks.length > 3) {
    const message = `Expected two or three buttons, found ${blocks.length}.`;
    report.error("directive/buttons", startOf(node), message, { hint });
    return blocks;
  }
  return [{ kind: "buttons", blocks, place: placeOf(node, context) }];
}
