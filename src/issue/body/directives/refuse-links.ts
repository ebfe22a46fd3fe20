import type { Inline } from "#src/model/block.ts";
import { walkInlines } from "#src/model/walk-blocks.ts";
import { type BodyContext, startOf } from "#src/issue/body/body-context.ts";
import type { Directive } from "./directive.ts";

/** Reports a link or footnote inside a link. HTML forbids it: a mail program ends the outer link there, and half of a button is dead. */
export function refuseLinks(children: readonly Inline[], node: Directive, context: BodyContext): void {
  const inner = walkInlines(children).some(({ kind }) => kind === "link" || kind === "footnote");
  if (!inner) return;
  context.report.error(
    "directive/link-in-link",
    startOf(node),
    `The text of this ${node.name} is a link already; it cannot hold another.`,
    {
      hint: "Write words alone into the brackets.",
    },
  );
}
