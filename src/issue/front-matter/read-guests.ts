import type { z } from "zod";
import type { ImageRef } from "#src/model/block.ts";
import type { Guest } from "#src/model/issue.ts";
import type { IssueLink } from "#src/issue/body/body-context.ts";
import { checkImage } from "#src/issue/body/check-image.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import type { image as imageSchema } from "./front-matter-schema.ts";
import type { ReadFrontMatter } from "./read-front-matter.ts";
import type { TagReader } from "#src/issue/merge-tags/read-merge-tags.ts";

/** Front matter's guests; their portraits and addresses are noted in `images` and `links`. */
export function readGuests(
  { values, at }: ReadFrontMatter,
  {
    tags,
    images,
    links,
  }: { readonly tags: TagReader; readonly images: ImageRef[]; readonly links: IssueLink[] },
  report: SourceReporter,
): readonly Guest[] {
  return (values.guests ?? []).map((guest, index) => {
    const read = (key: "name" | "role" | "organization" | "bio") => {
      const value = guest[key];
      return value === undefined ? null : tags.readString(value, at("guests", [index, key]));
    };
    const image =
      guest.image === undefined ? null : imageAt(guest.image, at("guests", [index, "image"]), tags, report);
    if (image !== null) images.push(image);
    if (guest.url !== undefined) {
      const start = at("guests", [index, "url"]);
      links.push({ url: guest.url, text: guest.name, place: report.placeOf(start, start) });
    }
    return {
      name: read("name") ?? "",
      role: read("role"),
      organization: read("organization"),
      bio: read("bio"),
      image,
      url: guest.url ?? null,
    };
  });
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
