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
  status: "not_started" | "pending" | "verified" | "failed" | "partially_verified" | "partially_failed";
  /** Records whose status at Resend differs from the domain's status. */
  readonly records: Readonly<Partial<Record<"spf" | "returnPath" | "dkim", RecordStatus>>>;
  sending: "enabled" | "disabled";
  openTracking: boolean;
  clickTracking: boolean;
}

type RecordStatus = "not_started" | "pending" | "verified" | "failed" | "temporary_failure";

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
        records: {},
        sending: "enabled",
        openTracking: false,
        clickTracking: false,
        ...given,
        name: given.name.toLowerCase(),
      }),
  };
}

export type Domains = ReturnType<typeof createDomains>;

/** The DNS records Resend asks for. */
export function recordsOf({ status, records, region, returnPath, dkim }: Domain) {
  // The records of a partially verified domain that sending needs are verified.
  const usual = status.startsWith("partially_") ? "verified" : status;
  const common = (part: keyof Domain["records"]) => ({ ttl: "Auto", status: records[part] ?? usual });
  const spf = { record: "SPF", name: returnPath };
  return [
    {
      ...spf,
      type: "MX",
      ...common("returnPath"),
      value: `feedback-smtp.${region}.amazonses.com`,
      priority: 10,
    },
    { ...spf, type: "TXT", ...common("spf"), value: '"v=spf1 include:amazonses.com ~all"' },
    {
      record: "DKIM",
      name: "resend._domainkey",
      type: "TXT",
      ...common("dkim"),
      value: `p=${dkim}`,
    },
  ];
}
