import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "#src/model/clock.ts";

type DomainStatus = "not_started" | "pending" | "verified" | "failed";

export interface Domain {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly region: string;
  readonly returnPath: string;
  readonly dkim: string;
  status: DomainStatus;
  openTracking: boolean;
  clickTracking: boolean;
}

export interface Domains {
  get(id: string): Domain | null;
  named(name: string): Domain | null;
  list(): readonly Domain[];
  add(domain: {
    name: string;
    status?: DomainStatus | undefined;
    region?: string | undefined;
    returnPath?: string | undefined;
    openTracking?: boolean | undefined;
    clickTracking?: boolean | undefined;
  }): Domain;
  remove(id: string): boolean;
}

export function createDomains(clock: Clock): Domains {
  const byId = new Map<string, Domain>();
  return {
    get: (id) => byId.get(id) ?? null,
    named: (name) => byId.values().find((domain) => domain.name === name.toLowerCase()) ?? null,
    list: () => [...byId.values()].toReversed(),
    add(given) {
      const domain: Domain = {
        id: randomUUID(),
        name: given.name.toLowerCase(),
        createdAt: clock.now(),
        region: given.region ?? "us-east-1",
        returnPath: given.returnPath ?? "send",
        dkim: randomBytes(48).toString("base64"),
        status: given.status ?? "not_started",
        openTracking: given.openTracking ?? false,
        clickTracking: given.clickTracking ?? false,
      };
      byId.set(domain.id, domain);
      return domain;
    },
    remove: (id) => byId.delete(id),
  };
}

/** The DNS records Resend asks for. */
export function recordsOf(domain: Domain): readonly Record<string, unknown>[] {
  const status = domain.status;
  return [
    {
      record: "SPF",
      name: domain.returnPath,
      type: "MX",
      ttl: "Auto",
      status,
      value: `feedback-smtp.${domain.region}.amazonses.com`,
      priority: 10,
    },
    {
      record: "SPF",
      name: domain.returnPath,
      type: "TXT",
      ttl: "Auto",
      status,
      value: '"v=spf1 include:amazonses.com ~all"',
    },
    {
      record: "DKIM",
      name: "resend._domainkey",
      type: "TXT",
      ttl: "Auto",
      status,
      value: `p=${domain.dkim}`,
    },
  ];
}
