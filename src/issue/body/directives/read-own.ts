import type { RootContent } from "mdast";
import type { Block } from "#src/model/block.ts";
import { plainText } from "#src/model/walk-blocks.ts";
import { type BodyContext, placeOf, startOf } from "#src/issue/body/body-context.ts";
import { readInlines, readLink } from "#src/issue/body/read-inlines.ts";

type Directive = Extract<RootContent, { type: "leafDirective" | "containerDirective" }>;
type ReadChildren = (nodes: readonly RootContent[], context: BodyContext) => Block[];

/** Reads a directive for which the newsletter has its own block. The block checks its attributes when it is rendered. */
export function readOwn(node: Directive, context: BodyContext, readChildren: ReadChildren): Block {
  const index = context.placedOwn.push(node.name) - 1;
  const [label, blocks] = contentOf(node, context, readChildren);
  const written = Object.entries(node.attributes ?? {}).map(([key, value]) => [key, value ?? ""] as const);
  const attributes = Object.fromEntries(
    written.map(([key, value]) => {
      // An attribute that holds a link is checked like any link, and its clicks are counted.
      if (key === "href" || key === "url")
        return [key, readLink(value, plainText(label), node, context) ?? ""];
      return [key, context.tags.read(value, startOf(node))];
    }),
  );
  return {
    kind: "own",
    index,
    name: node.name,
    attributes,
    children: label,
    blocks,
    place: placeOf(node, context),
  };
}

function contentOf(node: Directive, context: BodyContext, readChildren: ReadChildren) {
  if (node.type === "leafDirective") return [readInlines(node.children, context), []] as const;
  const [first, ...rest] = node.children;
  const isLabel = first?.type === "paragraph" && first.data?.directiveLabel === true;
  const label = isLabel ? readInlines(first.children, context) : [];
  return [label, readChildren(isLabel ? rest : node.children, context)] as const;
}
