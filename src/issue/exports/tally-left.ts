/** Counts what an export holds beside posts that were published, by what it is. */
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
