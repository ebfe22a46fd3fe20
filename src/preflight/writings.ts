import type { ImageRef, Place, Sponsor } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";
import { inlinesOf, plainText, walkBlocks, walkInlines } from "#src/model/walk-blocks.ts";

/** A piece of the author's writing and its place; `code` where it is printed as it is. */
export interface Writing {
  readonly text: string;
  readonly place: Place | null;
  readonly code: boolean;
}

/** Everything an author wrote that readers see: front matter first, then the body in order. */
export function* writings(issue: Issue): Generator<Writing> {
  const { title, subtitle, subject, previewText: preview_text } = issue;
  for (const [key, text] of Object.entries({ title, subtitle, subject, preview_text })) {
    // A field the author left out repeats something that is checked elsewhere.
    const place = issue.keyPlaces[key];
    if (place !== undefined) yield* words(place, text);
  }
  if (issue.image !== null) yield* words(issue.image.place, ...imageWords(issue.image));
  for (const [index, { name, role, organization, bio }] of issue.guests.entries()) {
    for (const [field, text] of Object.entries({ name, role, organization, bio })) {
      const place = issue.keyPlaces[`guests.${index}.${field}`] ?? issue.keyPlaces["guests"] ?? null;
      yield* words(place, text);
    }
  }
  if (issue.sponsor !== null)
    yield* words(issue.keyPlaces["sponsor"] ?? null, ...sponsorWords(issue.sponsor));
  for (const block of walkBlocks(issue.body)) {
    const { place } = block;
    for (const inlines of inlinesOf(block)) {
      // Joined, so that a word in two styles is still one word; code apart, because it is printed as it is.
      yield* words(place, plainText(inlines, { code: false }) || null);
      for (const inline of walkInlines(inlines)) {
        if (inline.kind === "code") yield { text: inline.text, place, code: true };
      }
    }
    if (block.kind === "code") yield { text: block.text, place, code: true };
    if (block.kind === "image") yield* words(place, ...imageWords(block.image));
    if (block.kind === "card" && block.image !== null) yield* words(place, block.image.alt || null);
    if (block.kind === "pullquote") yield* words(place, block.cite);
    if (block.kind === "own") yield* words(place, ...Object.values(block.attributes));
    if (block.kind === "sponsor") yield* words(place, ...sponsorWords(block));
  }
}

function* words(place: Place | null, ...texts: readonly (string | null)[]): Generator<Writing> {
  for (const text of texts) if (text !== null) yield { text, place, code: false };
}

function sponsorWords({ name, label, disclosure }: Sponsor): readonly (string | null)[] {
  return [name, label, disclosure];
}

function imageWords({ alt, caption, credit }: ImageRef): readonly (string | null)[] {
  return [alt, caption, credit];
}
