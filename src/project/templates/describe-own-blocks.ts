import { startAuthorThread } from "#src/apart/author-thread.ts";
import { templateFiles } from "./template-files.ts";

export interface BlocksOrder {
  /** Absolute. */
  readonly root: string;
  readonly names: readonly string[];
}

/** What each of the newsletter's own blocks takes: the attributes by name, as far as their schema says what they are. */
export type BlockAttributes = Readonly<
  Record<
    string,
    Readonly<Record<string, { readonly description?: string; readonly choices?: readonly string[] }>>
  >
>;

/** Nobody waits longer for a suggestion. */
const LONGEST_MS = 5000;

/** In a thread: a block is its author's code, which may never end. */
const ask = startAuthorThread<BlocksOrder, BlockAttributes>(
  new URL("./blocks-thread.ts", import.meta.url),
  LONGEST_MS,
);

/** The last answer, by root: the same files give the same attributes. */
const known = new Map<string, { readonly version: string; readonly attributes: BlockAttributes }>();

/** The declared attributes of these blocks as their files are now. A block that cannot be loaded has none. */
export async function describeOwnBlocks(root: string, names: readonly string[]): Promise<BlockAttributes> {
  if (names.length === 0) return {};
  const { version } = await templateFiles(root);
  const last = known.get(root);
  if (last?.version === version) return last.attributes;
  const attributes = await ask({ root, names });
  known.set(root, { version, attributes });
  return attributes;
}
