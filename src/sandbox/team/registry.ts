/** Resend's objects of one kind, by id. */
export function createRegistry<Row extends { readonly id: string }>() {
  const byId = new Map<string, Row>();
  return {
    get: (id: string) => byId.get(id),
    find: (fits: (row: Row) => boolean) => byId.values().find(fits),
    /** The newest first, as Resend lists them. */
    list: () => [...byId.values()].toReversed(),
    add(row: Row): Row {
      byId.set(row.id, row);
      return row;
    },
    /** Removes a row and returns it. */
    remove(id: string): Row | undefined {
      const row = byId.get(id);
      byId.delete(id);
      return row;
    },
  };
}
