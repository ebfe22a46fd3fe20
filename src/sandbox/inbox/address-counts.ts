import { LetterpressError } from "#src/model/errors.ts";

/** Which copies to count. Its tags must be among those by which the inbox counts. */
export interface CountsFilter {
  readonly subject?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Counts how many copies each address was sent, by subject and by the values of a few tags. Never capped and never
 * rounded: these numbers prove "exactly once" long after the messages themselves were dropped.
 */
export function createAddressCounts(countBy: readonly string[]) {
  /** By subject and values of `countBy`; `copies` is by address. */
  const groups = new Map<
    string,
    { subject: string; values: readonly string[]; copies: Map<string, number> }
  >();
  return {
    add(address: string, subject: string, tags: Readonly<Record<string, string>>): void {
      const values = countBy.map((name) => tags[name] ?? "");
      const key = JSON.stringify([subject, ...values]);
      const group = groups.get(key) ?? { subject, values, copies: new Map<string, number>() };
      groups.set(key, group);
      group.copies.set(address, (group.copies.get(address) ?? 0) + 1);
    },
    /** Copies by address (lower-case). Throws `usage/invalid` for a tag that is not in `countBy`. */
    counts({ subject, tags = {} }: CountsFilter = {}): Map<string, number> {
      const unknown = Object.keys(tags).find((name) => !countBy.includes(name));
      if (unknown !== undefined) {
        throw new LetterpressError(
          "usage/invalid",
          `The inbox counts by the tags ${countBy.join(", ")}, not by ${unknown}. Name it in startSandbox's countBy.`,
        );
      }
      const result = new Map<string, number>();
      for (const group of groups.values()) {
        if (subject !== undefined && group.subject !== subject) continue;
        if (countBy.some((name, at) => name in tags && tags[name] !== group.values[at])) continue;
        for (const [address, copies] of group.copies) {
          result.set(address, (result.get(address) ?? 0) + copies);
        }
      }
      return result;
    },
    clear: () => groups.clear(),
  };
}
