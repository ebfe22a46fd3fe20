import { setTimeout as wait } from "node:timers/promises";
import { startAuthorThread, TooLate } from "#src/apart/author-thread.ts";
import { templateFiles } from "./template-files.ts";

export interface BlocksOrder {
  /** Absolute. */
  readonly root: string;
  readonly names: readonly string[];
}

/** The attributes that each of the newsletter's own blocks takes, by name, as far as the block's schema describes them. */
export type BlockAttributes = Readonly<
  Record<
    string,
    Readonly<Record<string, { readonly description?: string; readonly choices?: readonly string[] }>>
  >
>;

/** Nobody waits longer for a suggestion. A block that a busy machine has not loaded by then is there for the next suggestion. */
const ANSWER_MS = 5000;
/** A block that never ends is abandoned, and the next question starts again. */
const LONGEST_MS = 30_000;

/** Loads blocks in a thread: a block is its author's code, which may never end. */
const ask = startAuthorThread<BlocksOrder, BlockAttributes>(
  new URL("./blocks-thread.ts", import.meta.url),
  LONGEST_MS,
);

/** The last question, by root: unchanged files give the same attributes. */
const asked = new Map<string, { readonly version: string; readonly attributes: Promise<BlockAttributes> }>();

/**
 * Returns the declared attributes of these blocks, from their files as they are now. A block that cannot be loaded has
 * none. Throws if this takes too long.
 */
export async function describeOwnBlocks(root: string, names: readonly string[]): Promise<BlockAttributes> {
  if (names.length === 0) return {};
  const { version } = await templateFiles(root);
  const last = asked.get(root);
  const question = last?.version === version ? last : { version, attributes: ask({ root, names }) };
  asked.set(root, question);
  question.attributes.catch(() => {
    if (asked.get(root) === question) asked.delete(root);
  });
  const stop = new AbortController();
  const late = wait(ANSWER_MS, undefined, { signal: stop.signal }).then(() => {
    throw new TooLate(`The blocks are not loaded after ${ANSWER_MS / 1000} seconds.`);
  });
  try {
    return await Promise.race([question.attributes, late]);
  } finally {
    late.catch(() => undefined);
    stop.abort();
  }
}
