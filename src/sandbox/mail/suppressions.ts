import { randomUUID } from "node:crypto";
import type { Clock } from "#src/model/clock.ts";

/** An address that the team no longer mails. */
export interface SandboxSuppression {
  readonly id: string;
  readonly email: string;
  readonly origin: "bounce" | "complaint" | "manual";
  /** The email that bounced or led to a complaint. */
  readonly sourceId: string | null;
  readonly createdAt: number;
}

export type Suppressions = ReturnType<typeof createSuppressions>;

export function createSuppressions(clock: Clock) {
  const byEmail = new Map<string, SandboxSuppression>();
  const find = (idOrEmail: string) =>
    byEmail.get(idOrEmail.toLowerCase()) ?? byEmail.values().find(({ id }) => id === idOrEmail);
  return {
    /** By id or address. */
    find,
    has: (address: string) => byEmail.has(address.toLowerCase()),
    list: () => [...byEmail.values()].toReversed(),
    /** `added` is false if the address was already on the list. `sourceId`: see `SandboxSuppression`. */
    add(address: string, origin: SandboxSuppression["origin"], sourceId: string | null) {
      const email = address.toLowerCase();
      const known = byEmail.get(email);
      if (known !== undefined) return { entry: known, added: false };
      const entry = { id: randomUUID(), email, origin, sourceId, createdAt: clock.now() };
      byEmail.set(email, entry);
      return { entry, added: true };
    },
    remove(idOrEmail: string) {
      const entry = find(idOrEmail);
      if (entry !== undefined) byEmail.delete(entry.email);
      return entry;
    },
  };
}
