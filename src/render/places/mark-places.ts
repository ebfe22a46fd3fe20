import type { Block, Place } from "#src/model/block.ts";
import { mapBlocks } from "#src/model/walk-blocks.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";

/**
 * Marks a body, so that the HTML of each block says where it stands in the file. An email of such a body is shown and never mailed: it has
 * another digest.
 */
export function markPlaces(body: readonly Block[]): readonly Block[] {
  return mapBlocks(body, (block) => [{ ...block, place: { ...block.place, marked: true } }]);
}

/**
 * The line as a class, because MJML's tags take only attributes of its own. Empty if nobody asked for it, or for a block of another file.
 */
export function placeClass({ marked, line, file }: Place): string {
  return marked === undefined || file !== undefined ? "" : ` lp-line-${line}`;
}

/** Writes the lines of `placeClass` as the attribute that all other blocks have. */
export function withPlacesOfClasses(html: string): string {
  return html.replace(/ class="[^"]*\blp-line-(\d+)[^"]*"/g, '$& data-line="$1"');
}

/** The attributes that `withPlace` writes. */
export const PLACES = / data-line="\d+"(?: data-file="[^"]*")?/g;

/** A comment or a start tag. What Outlook alone reads is a comment, and a mark in it would be part of that. */
const TAG = /<!--[^]*?-->|<[a-z][a-z0-9]*(?=[\s>])/g;

/** Writes into the first element of a block's HTML the line that the block comes from, if that was asked for. */
export function withPlace(html: string, { marked, line, file }: Place): string {
  if (marked === undefined) return html;
  const of = file === undefined ? "" : ` data-file="${escapeHtml(file)}"`;
  let done = false;
  return html.replace(TAG, (tag) => {
    if (done || tag.startsWith("<!--")) return tag;
    done = true;
    return `${tag} data-line="${line}"${of}`;
  });
}
