import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "#src/model/clock.ts";
import { createRegistry } from "./registry.ts";

export interface ApiKey {
  readonly id: string;
  readonly token: string;
  name: string;
  readonly permission: "full_access" | "sending_access";
  /** The id of the one domain to which a sending key may be bound. */
  readonly domainId: string | null;
  readonly createdAt: number;
  lastUsedAt: number | null;
  state: "active" | "inactive" | "suspended";
}

export function createApiKeys(clock: Clock) {
  const keys = createRegistry<ApiKey>();
  return {
    ...keys,
    withToken: (token: string) => keys.find((key) => key.token === token),
    add: (given: Pick<ApiKey, "name"> & Partial<ApiKey>): ApiKey =>
      keys.add({
        id: randomUUID(),
        // Resend's tokens look like this; the underscores matter to tools that search for leaked secrets.
        token: `re_${randomBytes(6).toString("hex")}_${randomBytes(12).toString("hex")}`,
        permission: "full_access",
        domainId: null,
        createdAt: clock.now(),
        lastUsedAt: null,
        state: "active",
        ...given,
      }),
  };
}

export type ApiKeys = ReturnType<typeof createApiKeys>;
