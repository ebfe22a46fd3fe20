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

/** What the readers of a body need from the file around it, and the lists that they fill. */
export interface BodyContext {
  readonly report: SourceReporter;
  readonly tags: TagReader;
  /** The file as its author sees it. */
  readonly text: string;
  /** The title from front matter; null if it has none. */
  readonly title: string | null;
  /** `path` is the file being read, relative to the project's root; `issuePath` is the issue's file. They differ only inside a snippet. */
  readonly path: string;
  readonly issuePath: string;
  /** The newsletter's address, without a trailing slash. */
  readonly url: string;
  readonly issues: readonly { readonly path: string; readonly slug: string }[];
  /** How many guests and authors the issue has. */
  readonly guests: number;
  readonly authors: number;
  /** The sponsor from front matter, or null. */
  readonly sponsor: Sponsor | null;
  readonly interview: boolean;
  /** The people whose names may stand before their words, as in `**Ana:**`. */
  readonly speakers: readonly Speaker[];
  /** Link definitions by identifier; the first of several with the same name counts. */
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly footnotes: ReadonlyMap<string, FootnoteDefinition>;
  /** Numbers of footnotes by identifier, in order of their first reference. */
  readonly noted: Map<string, number>;
  readonly links: IssueLink[];
  readonly images: ImageRef[];
  /** Reads the segment in an attribute at `at`: its index among the issue's asked segments, or null after reporting what is wrong. */
  readonly askSegment: (query: string, at: number, report: SourceReporter) => number | null;
  readonly snippets: Snippets;
  /** Names of the snippets around the text that is read, outermost first. */
  readonly openSnippets?: readonly string[];
  /** True inside a part that only some readers get. */
  readonly inPart?: boolean;
  /** `ownBlocks` names the newsletter's own blocks; `placedOwn` lists those that the body places, in order. */
  readonly ownBlocks: readonly string[];
  readonly placedOwn: string[];
  /** Where the body places lists of related issues. */
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

/** Visits every node, outer ones before inner ones. */
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
