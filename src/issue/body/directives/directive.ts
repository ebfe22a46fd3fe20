import type { RootContent } from "mdast";
import type { Block } from "#src/model/block.ts";
import type { BodyContext } from "#src/issue/body/body-context.ts";

export type ContainerDirective = Extract<RootContent, { type: "containerDirective" }>;
/** A directive on a line of its own, or around others. */
export type Directive = ContainerDirective | Extract<RootContent, { type: "leafDirective" }>;
/** The reader of blocks, handed on so that no file imports itself by way of it. */
export type ReadBlocks = (nodes: readonly RootContent[], context: BodyContext) => Block[];
