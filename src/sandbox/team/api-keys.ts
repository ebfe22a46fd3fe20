import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "#src/model/clock.ts";

export interface ApiKey {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  readonly permission: "full_access" | "sending_access";
  /** A sending key may be bound to one domain, by its id. */
  readonly domainId: string | null;
  readonly createdAt: number;
  lastUsedAt: number | null;
  state: "active" | "inactive" | "suspended";
}

export interface ApiKeys {
  /** Null for an unknown token. */
  find(token: string): ApiKey | null;
  withId(id: string): ApiKey | null;
  list(): readonly ApiKey[];
  add(key: {
    name: string;
    permission?: ApiKey["permission"] | undefined;
    domainId?: string | null | undefined;
    token?: string | undefined;
    state?: ApiKey["state"] | undefined;
  }): ApiKey;
  rename(id: string, name: string): boolean;
  /** False if there was none. */
  remove(id: string): boolean;
}

export function createApiKeys(clock: Clock): ApiKeys {
  const byToken = new Map<string, ApiKey>();
  const withId = (id: string) => byToken.values().find((key) => key.id === id) ?? null;
  return {
    find: (token) => byToken.get(token) ?? null,
    withId,
    list: () => [...byToken.values()].toReversed(),
    add({ name, permission = "full_access", domainId = null, state = "active", ...given }) {
      // Resend's tokens look like this; the underscores matter to tools that search for leaked secrets.
      const token = given.token ?? `re_${randomBytes(6).toString("hex")}_${randomBytes(12).toString("hex")}`;
      const key: ApiKey = {
        id: randomUUID(),
        token,
        name,
        permission,
        domainId,
        createdAt: clock.now(),
        lastUsedAt: null,
        state,
      };
      byToken.set(token, key);
      return key;
    },
    rename(id, name) {
      const key = withId(id);
      if (key !== null) byToken.set(key.token, { ...key, name });
      return key !== null;
    },
    remove(id) {
      const key = withId(id);
      return key !== null && byToken.delete(key.token);
    },
  };
}
