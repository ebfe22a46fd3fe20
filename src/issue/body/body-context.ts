import type { Definition, FootnoteDefinition, Node, Nodes } from "mdast";
import type { ImageRef, Place, Speaker, Sponsor } from "#src/model/block.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import type { Snippets } from "#src/issue/open-snippets.ts";
import type { TagReader } from "#src/issue/merge-tags/read-merge-tags.ts";

export interface IssueLink {
  readonly url: string;
  readonly text: string;
  readonly place: Place;
}

/** What reading a body needs from the file around it, and the lists that reading fills. */
export interface BodyContext {
  readonly report: SourceReporter;
  readonly tags: TagReader;
  /** The file as its author sees it. */
  readonly text: string;
  /** The title as front matter gives it; null without one. */
  readonly title: string | null;
  /** Its path, relative to the project's root; and that of the issue, which it is unless a snippet is read. */
  readonly path: string;
  readonly issuePath: string;
  /** The newsletter's address, without a trailing slash. */
  readonly url: string;
  readonly issues: readonly { readonly path: string; readonly slug: string }[];
  /** How many there are. */
  readonly guests: number;
  readonly authors: number;
  /** Front matter's. */
  readonly sponsor: Sponsor | null;
  readonly interview: boolean;
  /** Whose names may stand before what they say. */
  readonly speakers: readonly Speaker[];
  /** Link definitions by identifier; the first one of a name counts. */
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly footnotes: ReadonlyMap<string, FootnoteDefinition>;
  /** Numbers of footnotes by identifier, in order of their first reference. */
  readonly noted: Map<string, number>;
  readonly links: IssueLink[];
  readonly images: ImageRef[];
  /** The index of a segment among the issue's asked ones, read from an attribute at `at`; null after reporting what is wrong. */
  readonly askSegment: (query: string, at: number, report: SourceReporter) => number | null;
  readonly snippets: Snippets;
  /** The names of those that what is read stands in, from the outside in. */
  readonly openSnippets?: readonly string[];
  /** Inside a part for some readers. */
  readonly inPart?: boolean;
  /** Names of the newsletter's own blocks, and those of them that are placed, in order. */
  readonly ownBlocks: readonly string[];
  readonly placedOwn: string[];
  /** Places of the lists of related issues. */
  readonly related: Place[];
  /** Indexes of the guests and authors whose cards are placed. */
  readonly placed: { readonly guest: number[]; readonly author: number[] };
}

export function startOf(node: Node): number {
  return node.position?.start.offset ?? 0;
}

export function endOf(node: Node): number {
  return node.position?.end.offset ?? 0;
}

/** Visit every node, outer ones first. */
export function walkNodes(
  node: Nodes,
  visit: (node: Nodes, parent: Nodes | null) => void,
  parent: Nodes | null = null,
): void {
  visit(node, parent);
  if ("children" in node) for (const child of node.children) walkNodes(child, visit, node);
}

export function placeOf(node: Node, { report }: BodyContext): Place {
  return report.placeOf(startOf(node), endOf(node));
}
