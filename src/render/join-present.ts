/** Joins the pieces that are there, with `separator` between them; "" if there are none. */
export function joinPresent(pieces: readonly (string | null)[], separator: string): string {
  return pieces.filter((piece) => piece !== null && piece !== "").join(separator);
}
