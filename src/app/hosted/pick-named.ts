import type { Named } from "#src/resend/list-names.ts";

/**
 * Finds what a config means by a name or an id; null if nothing has it. `several`: Resend
 * lets many have one name, and which of them is meant would depend on their order.
 */
export function pickNamed(
  wanted: string,
  known: readonly Named[],
): { readonly one: Named } | { readonly several: readonly Named[] } | null {
  const byId = known.find(({ id }) => id === wanted);
  if (byId !== undefined) return { one: byId };
  const named = known.filter(({ name }) => name === wanted);
  const [one] = named;
  if (one === undefined) return null;
  return named.length === 1 ? { one } : { several: named };
}
