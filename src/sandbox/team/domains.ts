import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "#src/model/clock.ts";
import { createRegistry } from "./registry.ts";

export interface Domain {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly region: string;
  readonly returnPath: string;
  readonly dkim: string;
  status: "not_started" | "pending" | "verified" | "failed";
  openTracking: boolean;
  clickTracking: boolean;
}

export function createDomains(clock: Clock) {
  const domains = createRegistry<Domain>();
  return {
    ...domains,
    named: (name: string) => domains.find((domain) => domain.name === name.toLowerCase()),
    add: (given: Pick<Domain, "name"> & Partial<Domain>): Domain =>
      domains.add({
        id: randomUUID(),
        createdAt: clock.now(),
        region: "us-east-1",
        returnPath: "send",
        dkim: randomBytes(48).toString("base64"),
        status: "not_started",
        openTracking: false,
        clickTracking: false,
        ...given,
        name: given.name.toLowerCase(),
      }),
  };
}

export type Domains = ReturnType<typeof createDomains>;

/** The DNS records Resend asks for. */
export function recordsOf({ status, region, returnPath, dkim }: Domain) {
  const common = { ttl: "Auto", status };
  const spf = { record: "SPF", name: returnPath };
  return [
    { ...spf, type: "MX", ...common, value: `feedback-smtp.${region}.amazonses.com`, priority: 10 },
    { ...spf, type: "TXT", ...common, value: '"v=spf1 include:amazonses.com ~all"' },
    { record: "DKIM", name: "resend._domainkey", type: "TXT", ...common, value: `p=${dkim}` },
  ];
}
