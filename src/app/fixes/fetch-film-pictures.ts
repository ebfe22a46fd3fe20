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

/** Not every film has the large ones. In the last two a wide film has black bars above and below, which `asJpeg` cuts off. */
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

/** Converts a picture to JPEG, without the bars of a wide film; a film of another shape keeps its shape. */
async function asJpeg(bytes: Buffer): Promise<Found> {
  const { default: sharp } = await import("sharp");
  try {
    const { width, height } = await sharp(bytes).metadata();
    const image = sharp(bytes).autoOrient();
    const cut = (await hasBars(bytes, { width, height }))
      ? image.resize({ width, height: Math.round((width * 9) / 16), fit: "cover" })
      : image;
    return { bytes: await cut.jpeg({ quality: 88, mozjpeg: true }).toBuffer() };
  } catch (error) {
    return { problem: `it cannot be read as a picture: ${messageOf(error)}` };
  }
}

/** The brightest that a bar is, of 255: JPEG leaves traces of the picture in it. */
const BLACK = 32;

/** Whether a 4:3 picture is black where a wide film has its bars. Films of that shape are not, and would lose heads and feet. */
async function hasBars(bytes: Buffer, { width, height }: Size): Promise<boolean> {
  if (Math.abs(width / height - 4 / 3) >= 0.01) return false;
  const { default: sharp } = await import("sharp");
  const bar = (height - (width * 9) / 16) / 2;
  // The rows beside the picture are left out: JPEG mixes what is in one block.
  const rows = Math.floor(bar * 0.75);
  if (rows < 1) return false;
  for (const top of [0, height - rows]) {
    const lights = await sharp(bytes)
      .extract({ left: 0, top, width, height: rows })
      .greyscale()
      .raw()
      .toBuffer();
    if (lights.some((light) => light > BLACK)) return false;
  }
  return true;
}

interface Size {
  readonly width: number;
  readonly height: number;
}
