import { LetterpressError } from "#src/model/errors.ts";

/** Which copies to count. Tags must be among those the inbox counts by. */
export interface CountsFilter {
  readonly subject?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * How many copies each address was sent, by subject and by the values of a few tags. Never capped and never rounded:
 * these numbers prove "exactly once" long after the messages themselves were dropped.
 */
export interface AddressCounts {
  add(address: string, subject: string, tags: Readonly<Record<string, string>>): void;
  /** Copies by address (lower-case). Throws `usage/invalid` for a tag that is not in `countBy`. */
  counts(filter?: CountsFilter): Map<string, number>;
  clear(): void;
}

export function createAddressCounts(countBy: readonly string[]): AddressCounts {
  const groups = new Map<string, number>();
  const details: { subject: string; tags: readonly string[] }[] = [];
  /** By address, a flat list of pairs: group, copies, group, copies. */
  const copies = new Map<string, number[]>();

  const groupOf = (subject: string, tags: Readonly<Record<string, string>>) => {
    const values = countBy.map((name) => tags[name] ?? "");
    const key = JSON.stringify([subject, ...values]);
    const known = groups.get(key);
    if (known !== undefined) return known;
    groups.set(key, details.length);
    return details.push({ subject, tags: values }) - 1;
  };

  return {
    add(address, subject, tags) {
      const group = groupOf(subject, tags);
      const pairs = copies.get(address);
      if (pairs === undefined) {
        copies.set(address, [group, 1]);
        return;
      }
      for (let at = 0; at < pairs.length; at += 2) {
        if (pairs[at] !== group) continue;
        pairs[at + 1] = (pairs[at + 1] ?? 0) + 1;
        return;
      }
      pairs.push(group, 1);
    },
    counts(filter = {}) {
      const wanted = Object.entries(filter.tags ?? {}).map(([name, value]) => {
        const at = countBy.indexOf(name);
        if (at < 0) {
          throw new LetterpressError(
            "usage/invalid",
            `The inbox counts by the tags ${countBy.join(", ")}; it was asked for ${name}. Name it in startSandbox's countBy.`,
          );
        }
        return { at, value };
      });
      const fits = details.map(
        ({ subject, tags }) =>
          (filter.subject === undefined || filter.subject === subject) &&
          wanted.every(({ at, value }) => tags[at] === value),
      );
      const result = new Map<string, number>();
      for (const [address, pairs] of copies) {
        let sum = 0;
        for (let at = 0; at < pairs.length; at += 2) {
          if (fits[pairs[at] ?? -1] === true) sum += pairs[at + 1] ?? 0;
        }
        if (sum > 0) result.set(address, sum);
      }
      return result;
    },
    clear() {
      groups.clear();
      details.length = 0;
      copies.clear();
    },
  };
}
