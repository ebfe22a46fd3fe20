import type { Guest } from "#src/model/issue.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { type Gathered, imageAt } from "./image-at.ts";
import type { ReadFrontMatter } from "./read-front-matter.ts";

/** Front matter's guests; their portraits and addresses are noted in `images` and `links`. */
export function readGuests(
  { values, at }: ReadFrontMatter,
  { tags, images, links }: Gathered,
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
