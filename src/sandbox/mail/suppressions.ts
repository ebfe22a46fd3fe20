import { randomUUID } from "node:crypto";
import type { Clock } from "#src/model/clock.ts";

/** An address that the team no longer mails. */
export interface SandboxSuppression {
  readonly id: string;
  readonly email: string;
  readonly origin: "bounce" | "complaint" | "manual";
  /** The email that bounced or got a complaint. */
  readonly sourceId: string | null;
  readonly createdAt: number;
}

export interface Suppressions {
  /** By id or address. */
  find(idOrEmail: string): SandboxSuppression | null;
  has(address: string): boolean;
  list(origin?: string): readonly SandboxSuppression[];
  /** `added` is false if the address was already on the list. */
  add(
    email: string,
    origin: SandboxSuppression["origin"],
    sourceId?: string | null,
  ): { entry: SandboxSuppression; added: boolean };
  remove(idOrEmail: string): SandboxSuppression | null;
}

export function createSuppressions(clock: Clock): Suppressions {
  const byEmail = new Map<string, SandboxSuppression>();
  const find = (idOrEmail: string) =>
    byEmail.get(idOrEmail.toLowerCase()) ?? byEmail.values().find(({ id }) => id === idOrEmail) ?? null;
  return {
    find,
    has: (address) => byEmail.has(address.toLowerCase()),
    list: (origin) =>
      [...byEmail.values()].filter((entry) => origin === undefined || entry.origin === origin).toReversed(),
    add(email, origin, sourceId = null) {
      const known = byEmail.get(email.toLowerCase());
      if (known !== undefined) return { entry: known, added: false };
      const entry: SandboxSuppression = {
        id: randomUUID(),
        email: email.toLowerCase(),
        origin,
        sourceId,
        createdAt: clock.now(),
      };
      byEmail.set(entry.email, entry);
      return { entry, added: true };
    },
    remove(idOrEmail) {
      const entry = find(idOrEmail);
      if (entry !== null) byEmail.delete(entry.email);
      return entry;
    },
  };
}
