import { posix } from "node:path";
import type { Post } from "#src/issue/exports/post.ts";

/** Tells which issue the old address of a post leads to now. */
export interface OldAddresses {
  /** `path` is the issue's, relative to the root. */
  readonly add: (post: Post, path: string) => void;
  /** The path relative to the issue at `from`; null for an address of no post, and for the issue itself. */
  readonly pathOf: (url: string, from: string) => string | null;
}

export function createOldAddresses(): OldAddresses {
  const paths = new Map<string, string>();
  return {
    add: ({ url }, path) => {
      if (url !== null && URL.canParse(url)) paths.set(keyOf(url), path);
    },
    pathOf: (url, from) => {
      const target = paths.get(keyOf(url));
      if (target === undefined || target === from) return null;
      const path = posix.relative(posix.dirname(from), target);
      return path.startsWith(".") ? path : `./${path}`;
    },
  };
}

/** What two spellings of one address share: links between posts differ in scheme, www, query and the slash at the end. */
function keyOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host.replace(/^www\./, "")}${pathname.replace(/\/$/, "")}`.toLowerCase();
}
