import { stat, writeFile } from "node:fs/promises";
import { relative, sep } from "node:path";
import { z } from "zod";
import type { FetchPicture } from "#src/app/posts/fetch-picture.ts";
import { messageOf } from "#src/model/errors.ts";
import type { Video } from "#src/model/block.ts";
import { type FilmPicture, filmPictures } from "#src/project/film-pictures.ts";
import { ifThere } from "#src/project/if-there.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";

export interface FetchedFilm {
  /** The picture's path, relative to the root, with `/`. */
  readonly file: string;
  readonly url: string;
  /** Null where it was fetched; otherwise why not. */
  readonly problem: string | null;
}

export interface FilmSources {
  readonly picture: FetchPicture;
  /** Fetches what Vimeo says of a film, as JSON: the address of its picture cannot be made from its number. */
  readonly about: FetchPicture;
}

/**
 * Fetches the pictures of films that are not beside their issues yet, as JPEG. A mail that loaded them from the film's site would
 * tell the site who reads. Nothing is overwritten. A picture that cannot be fetched stays a finding, and costs the others nothing.
 */
export async function fetchFilmPictures(
  { root }: Pick<Project, "root">,
  issues: readonly ParsedIssue[],
  sources: FilmSources,
): Promise<readonly FetchedFilm[]> {
  const wanted = new Map<string, FilmPicture>();
  for (const { issue } of issues)
    for (const picture of issue === null ? [] : filmPictures(root, issue)) wanted.set(picture.path, picture);
  const fetched: FetchedFilm[] = [];
  for (const { path, video, url } of wanted.values()) {
    if ((await ifThere(stat(path))) !== null) continue;
    const file = relative(root, path).replaceAll(sep, "/");
    fetched.push({ file, url, problem: await save(path, await jpegOf(video, url, sources)) });
  }
  return fetched;
}

type Found = { readonly bytes: Buffer } | { readonly problem: string };

/** Saves a picture. Returns why it could not be saved, or null. */
async function save(path: string, found: Found): Promise<string | null> {
  if ("problem" in found) return found.problem;
  try {
    await writeFile(path, found.bytes, { flag: "wx" });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** Fetches the largest picture that the site has of a film. */
async function jpegOf(video: Video, url: string, sources: FilmSources): Promise<Found> {
  const addresses = video.site === "YouTube" ? youtubePictures(video.id) : await vimeoPictures(url, sources);
  if (!Array.isArray(addresses)) return addresses;
  let problem = "it has none";
  for (const address of addresses) {
    const found = await sources.picture(address);
    if ("bytes" in found) return asJpeg(found.bytes);
    ({ problem } = found);
  }
  return { problem };
}

/** Not every film has the large ones. The last two have black bars above and below, which `asJpeg` cuts off. */
function youtubePictures(id: string): string[] {
  return ["maxresdefault", "hq720", "sddefault", "hqdefault"].map(
    (name) => `https://i.ytimg.com/vi/${id}/${name}.jpg`,
  );
}

const ABOUT_VIMEO = z.object({ thumbnail_url: z.url({ protocol: /^https$/ }) });

async function vimeoPictures(url: string, { about }: FilmSources): Promise<string[] | { problem: string }> {
  const said = await about(`https://vimeo.com/api/oembed.json?width=1280&url=${encodeURIComponent(url)}`);
  if ("problem" in said) return said;
  try {
    return [ABOUT_VIMEO.parse(JSON.parse(said.bytes.toString())).thumbnail_url];
  } catch {
    return { problem: "Vimeo names no picture of it" };
  }
}

/**
 * Converts a picture to JPEG. A 4:3 picture is taken for a wide film with bars around it, which are cut off;
 * upright films keep their shape.
 */
async function asJpeg(bytes: Buffer): Promise<Found> {
  const { default: sharp } = await import("sharp");
  try {
    const { width, height } = await sharp(bytes).metadata();
    const barred = Math.abs(width / height - 4 / 3) < 0.01;
    const image = sharp(bytes).autoOrient();
    const cut = barred ? image.resize({ width, height: Math.round((width * 9) / 16), fit: "cover" }) : image;
    return { bytes: await cut.jpeg({ quality: 88, mozjpeg: true }).toBuffer() };
  } catch (error) {
    return { problem: `it cannot be read as a picture: ${messageOf(error)}` };
  }
}
