/** Counts what an export holds besides published posts, by kind. */
export function tallyLeft(): {
  readonly by: Readonly<Record<string, number>>;
  readonly add: (what: string) => [];
} {
  const by: Record<string, number> = {};
  return {
    by,
    add: (what) => {
      by[what] = (by[what] ?? 0) + 1;
      return [];
    },
  };
}
