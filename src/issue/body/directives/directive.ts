import type { RootContent } from "mdast";
import type { Block } from "#src/model/block.ts";
import type { BodyContext } from "#src/issue/body/body-context.ts";

export type ContainerDirective = Extract<RootContent, { type: "containerDirective" }>;
/** A directive on a line of its own, or a container around other blocks. */
export type Directive = ContainerDirective | Extract<RootContent, { type: "leafDirective" }>;
/** The function that reads blocks, passed as an argument so that no file imports itself through it. */
export type ReadBlocks = (nodes: readonly RootContent[], context: BodyContext) => Block[];
