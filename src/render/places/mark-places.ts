import type { Block, Place } from "#src/model/block.ts";
import { mapBlocks } from "#src/model/walk-blocks.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";

/** A body whose HTML says of each block where it stands. An email of it is shown and never mailed: it has another digest. */
export function markPlaces(body: readonly Block[]): readonly Block[] {
  return mapBlocks(body, (block) => [{ ...block, place: { ...block.place, marked: true } }]);
}

/** Tags of MJML take no attributes but its own: the line is a class there. Empty where nobody asked for it. */
export function placeClass({ marked, line, file }: Place): string {
  return marked === undefined || file !== undefined ? "" : ` lp-line-${line}`;
}

/** HTML with the lines of `placeClass` as the attributes that all others have. */
export function withPlacesOfClasses(html: string): string {
  return html.replace(/ class="[^"]*\blp-line-(\d+)[^"]*"/g, '$& data-line="$1"');
}

/** The attributes that `withPlace` writes. */
export const PLACES = / data-line="\d+"(?: data-file="[^"]*")?/g;

/** What Outlook alone reads is a comment, and a mark in it would be one, too. */
const TAG = /<!--[^]*?-->|<[a-z][a-z0-9]*(?=[\s>])/g;

/** The HTML of a block, its first element with the line that it comes from, where that was asked for. */
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
