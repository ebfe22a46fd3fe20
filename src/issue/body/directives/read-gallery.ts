import type { RootContent } from "mdast";
import type { Block } from "#src/model/block.ts";
import { type BodyContext, placeOf, startOf } from "#src/issue/body/body-context.ts";
import type { Directive, ReadBlocks } from "./directive.ts";

const HINT =
  'Write two or three pictures, each on a line of its own: ![What it shows](./name.png "Caption").';

/** Reads `:::gallery` around two or three images, in one paragraph or in several. */
export function readGallery(node: Directive, context: BodyContext, readBlocks: ReadBlocks): readonly Block[] {
  const { report } = context;
  const blocks: Block[] = [];
  let isStray = false;
  for (const child of node.children as RootContent[]) {
    for (const piece of piecesOf(child)) {
      const read = readBlocks([piece], context);
      const stray = read.some(({ kind }) => kind !== "image");
      if (stray && !isStray)
        report.error(
          "directive/content",
          startOf(piece),
          "Between :::gallery and ::: only pictures are allowed.",
          { hint: HINT },
        );
      isStray ||= stray;
      blocks.push(...read);
    }
  }
  if (isStray) return blocks;
  if (blocks.length < 2 || blocks.length > 3) {
    report.error(
      "directive/gallery",
      startOf(node),
      `Expected two or three pictures, found ${blocks.length}.`,
      { hint: HINT },
    );
    return blocks;
  }
  return [{ kind: "gallery", blocks, place: placeOf(node, context) }];
}

/** Markdown reads pictures on consecutive lines as one paragraph. Here each becomes a paragraph of its own. */
function piecesOf(node: RootContent): readonly RootContent[] {
  if (node.type !== "paragraph") return [node];
  const pictures = node.children.filter(
    (child) => child.type !== "break" && (child.type !== "text" || child.value.trim() !== ""),
  );
  const all = pictures.every(
    (child) =>
      child.type === "image" ||
      child.type === "imageReference" ||
      child.type === "link" ||
      child.type === "linkReference",
  );
  if (!all) return [node];
  return pictures.map((child) => ({
    ...node,
    children: [child],
    ...(child.position ? { position: child.position } : {}),
  }));
}
