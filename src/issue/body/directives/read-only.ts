import type { RootContent } from "mdast";
import type { Block } from "#src/model/block.ts";
import { type BodyContext, endOf, placeOf, startOf, walkNodes } from "#src/issue/body/body-context.ts";
import { lintAttributes } from "#src/issue/body/read-directive.ts";

type Container = Extract<RootContent, { type: "containerDirective" }>;
type ReadChildren = (nodes: readonly RootContent[], context: BodyContext) => Block[];

export function isOnly(node: RootContent): node is Container {
  return node.type === "containerDirective" && node.name === "only";
}

export function isElse(node: RootContent): node is Container {
  return node.type === "containerDirective" && node.name === "else";
}

/**
 * Reads `:::only{segment="…"}` and the `:::else` after it. If the segment cannot be read, both parts stay in the preview, and the
 * finding keeps the issue from being sent.
 */
export function readOnly(
  node: Container,
  otherwise: Container | null,
  context: BodyContext,
  readChildren: ReadChildren,
): readonly Block[] {
  for (const container of otherwise === null ? [node] : [node, otherwise]) {
    lintAttributes(container, context);
    lintContent(container, context);
  }
  const asked = askedBy(node, context);
  const { placed } = context;
  const before = { guest: [...placed.guest], author: [...placed.author] };
  const blocks = readChildren(node.children, { ...context, inPart: true });
  // No reader gets both parts, so a card may stand in each.
  const elsewhere = { ...context, inPart: true, placed: before };
  const rest = otherwise === null ? [] : readChildren(otherwise.children, elsewhere);
  for (const kind of ["guest", "author"] as const)
    placed[kind].push(...before[kind].filter((index) => !placed[kind].includes(index)));
  const place = placeOf(node, context);
  return asked === null ? [...blocks, ...rest] : [{ kind: "only", asked, blocks, otherwise: rest, place }];
}

function askedBy(node: Container, context: BodyContext): number | null {
  const query = node.attributes?.["segment"];
  const start = startOf(node);
  if (query == null || query.trim() === "") {
    context.report.error("directive/no-segment", start, "This part does not say which readers it is for.", {
      hint: 'Write :::only{segment="plan:pro"} with a segment like that of the front matter.',
    });
    return null;
  }
  const written = context.tags.literal(query);
  // If the value is written with character references, only the directive's own place is known.
  const line = context.text.slice(start, endOf(node)).split(/\r?\n/, 1)[0] ?? "";
  return context.askSegment(
    written,
    start + Math.max(0, line.indexOf(written, line.indexOf("{"))),
    context.report,
  );
}

/** Reports an empty part, which its author forgot, and a footnote defined in a part, which text outside of it may refer to. */
function lintContent(node: Container, { report }: BodyContext): void {
  if (node.children.length === 0) {
    report.error("directive/empty", startOf(node), "This part for some readers is empty.", {
      hint: "Write what they are to get, or remove it.",
    });
  }
  walkNodes(node, (child) => {
    if (child.type !== "footnoteDefinition") return;
    const message =
      "A footnote that is defined in a part for some readers would stand among everybody's notes.";
    report.error("directive/only-footnote", startOf(child), message, {
      hint: "Write the note into the text.",
    });
  });
}
