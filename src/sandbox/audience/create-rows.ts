import type { Clock } from "#src/model/clock.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";

/**
 * Resend's objects of one kind. Rows are replaced, never changed in place, so that a list can show them as they were:
 * a write appears in lists `list_lag_ms` later, but at once to everybody who asks for the object by its id.
 */
export function createRows<Row extends { readonly id: string }>(
  switches: Pick<Switches, "list_lag_ms">,
  clock: Clock,
) {
  const byId = new Map<string, Row>();
  /** The order of creation, by id. Removed rows stay in it, because a list may still show them. */
  const order = new Map<string, number>();
  /** What the latest writes replaced, oldest first. Null: there was no row before. */
  let replaced: { readonly at: number; readonly id: string; readonly row: Row | null }[] = [];

  const note = (id: string) => {
    if (switches.list_lag_ms === 0) replaced = [];
    else replaced.push({ at: clock.now(), id, row: byId.get(id) ?? null });
  };

  return {
    get: (id: string) => byId.get(id),
    get size() {
      return byId.size;
    },
    /** All rows as they are now, oldest first. */
    values: () => byId.values(),
    /** The rows as Resend's lists show them: newest first, and late. */
    list(): readonly Row[] {
      const settled = clock.now() - switches.list_lag_ms;
      replaced = replaced.filter(({ at }) => at > settled);
      const rows = [...byId.values()];
      if (replaced.length === 0) return rows.toReversed();

      const earlier = new Map<string, Row | null>();
      for (const { id, row } of replaced) if (!earlier.has(id)) earlier.set(id, row);
      return [...rows.filter(({ id }) => !earlier.has(id)), ...earlier.values()]
        .filter((row) => row !== null)
        .toSorted((one, other) => (order.get(other.id) ?? 0) - (order.get(one.id) ?? 0));
    },
    /** Adds a row, or replaces the one with its id. */
    put(row: Row): Row {
      note(row.id);
      if (!order.has(row.id)) order.set(row.id, order.size);
      byId.set(row.id, row);
      return row;
    },
    /** Removes a row and returns it. */
    remove(id: string): Row | undefined {
      const row = byId.get(id);
      if (row === undefined) return undefined;
      note(id);
      byId.delete(id);
      return row;
    },
  };
}
