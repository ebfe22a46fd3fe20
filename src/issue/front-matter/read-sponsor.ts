import type { Sponsor } from "#src/model/block.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import type { ReadFrontMatter } from "./read-front-matter.ts";
import { type Gathered, imageAt } from "./image-at.ts";

/** Front matter's sponsor; its logo and address are noted in `images` and `links`. */
export function readSponsor(
  { values, at }: ReadFrontMatter,
  { tags, images, links }: Gathered,
  report: SourceReporter,
): Sponsor | null {
  const given = values.sponsor;
  if (given === undefined) return null;
  const read = (key: "name" | "label" | "disclosure") => {
    const text = given[key];
    return text === undefined ? null : tags.readString(text, at("sponsor", [key]));
  };
  const { url, logo: image } = given;
  const name = read("name") ?? "";
  const logo =
    image === undefined
      ? null
      : imageAt({ ...image, alt: image.alt ?? given.name }, at("sponsor", ["logo"]), tags, report);
  if (logo !== null) images.push(logo);
  if (url !== undefined) {
    const start = at("sponsor", ["url"]);
    links.push({ url, text: name, place: report.placeOf(start, start) });
  }
  return { name, label: read("label"), url: url ?? null, logo, disclosure: read("disclosure") };
}
