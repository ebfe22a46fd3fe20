import type { z } from "zod";
import type { ImageRef } from "#src/model/block.ts";
import type { IssueLink } from "#src/issue/body/body-context.ts";
import { checkImage } from "#src/issue/body/check-image.ts";
import type { TagReader } from "#src/issue/merge-tags/read-merge-tags.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import type { image as imageSchema } from "./front-matter-schema.ts";

/** What the readers of front matter share: the merge tags, and the lists of pictures and links that they add to. */
export interface Gathered {
  readonly tags: TagReader;
  readonly images: ImageRef[];
  readonly links: IssueLink[];
}

/** An image of front matter, with the checks that every image gets. */
export function imageAt(
  given: z.output<typeof imageSchema>,
  at: number,
  tags: TagReader,
  report: SourceReporter,
): ImageRef | null {
  const read = (text: string | undefined) => (text === undefined ? null : tags.readString(text, at));
  const image = {
    src: given.src,
    alt: read(given.alt) ?? "",
    caption: read(given.caption),
    credit: read(given.credit),
    place: report.placeOf(at, at),
  };
  return checkImage(image, at, report);
}
