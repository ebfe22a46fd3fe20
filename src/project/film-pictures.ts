import { dirname, resolve } from "node:path";
import type { Issue } from "#src/model/issue.ts";
import { videoPicture } from "#src/issue/body/directives/video.ts";
import type { Video } from "#src/model/block.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";

/** A film's picture. `path` is absolute, and the file may not exist yet. */
export interface FilmPicture {
  readonly path: string;
  readonly video: Video;
  /** The film's address, as its author wrote it. */
  readonly url: string;
}

/**
 * Lists the films of an issue that use the film site's own picture, saved in the issue's folder. A film that occurs
 * twice has one picture.
 */
export function filmPictures(root: string, issue: Issue): readonly FilmPicture[] {
  const found = new Map<string, FilmPicture>();
  for (const block of walkBlocks(issue.body)) {
    if (block.kind !== "card" || block.video === null) continue;
    const src = videoPicture(block.video);
    if (block.image?.src !== src) continue;
    const path = resolve(root, dirname(issue.path), src);
    found.set(path, { path, video: block.video, url: block.url });
  }
  return [...found.values()];
}
