import { slugOfTitle } from "#src/issue/front-matter/slug-of-title.ts";
import type { Post } from "#src/issue/exports/post.ts";
import { wallClockAt } from "#src/model/wall-clock.ts";
import type { Project } from "#src/project/load-project.ts";
import { percentDecoded } from "#src/issue/percent-decoded.ts";

export interface NamedPost {
  readonly post: Post;
  readonly slug: string;
  /** The day it was published, in the newsletter's zone; null where the export does not say. */
  readonly date: string | null;
  /** The name of its file or folder. */
  readonly name: string;
  /** The path of the issue that has this slug already; null where there is none. */
  readonly known: string | null;
}

/** Names the posts after their old addresses, the oldest first: the same export gives the same names, however often it is read. */
export function namePosts(posts: readonly Post[], { issues, newsletter }: Project): readonly NamedPost[] {
  const known = new Map(issues.map(({ source }) => [source.slug, source.path]));
  const taken = new Set<string>();
  return posts
    .toSorted((a, b) => (a.publishedAt ?? 0) - (b.publishedAt ?? 0))
    .map((post) => {
      const wished =
        slugOfTitle(percentDecoded(post.slug)) ||
        slugOfTitle(post.title ?? "") ||
        `post-${slugOfTitle(post.id)}`;
      let slug = wished;
      for (let number = 2; taken.has(slug); number += 1) slug = `${wished}-${number}`;
      taken.add(slug);
      const date = post.publishedAt === null ? null : wallClockAt(post.publishedAt, newsletter.timezone).date;
      return {
        post,
        slug,
        date,
        name: date === null ? slug : `${date}-${slug}`,
        known: known.get(slug) ?? null,
      };
    });
}
