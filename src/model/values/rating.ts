/** What a reader may answer to `::rate`, the best first. Each is the end of a link's address, and a row of the report. */
export const RATINGS = ["good", "fair", "poor"] as const;
export type Rating = (typeof RATINGS)[number];

export function isRating(text: string): text is Rating {
  return (RATINGS as readonly string[]).includes(text);
}
