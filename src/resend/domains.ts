import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";
import type { Page } from "./broadcasts.ts";

/** A sending domain of the team, as a list shows it. */
export interface DomainLine {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

/** A sending domain with the records that its DNS must have. */
export interface Domain extends DomainLine {
  /** False if Resend says that nothing can be sent from it. */
  readonly sends: boolean;
  /** Null if Resend did not say. */
  readonly tracks: { readonly opens: boolean; readonly clicks: boolean } | null;
  readonly records: readonly DnsRecord[];
}

/** One DNS record that Resend asks for, and whether it has seen it. */
export interface DnsRecord {
  /** `SPF`, `DKIM`, `Receiving`, `Tracking` …; the return path is an `SPF` of type MX. */
  readonly purpose: string;
  readonly type: string;
  /** The name as a DNS host wants it, without the domain at its end. */
  readonly name: string;
  readonly value: string;
  readonly priority: number | null;
  readonly status: string;
}

export function listDomains({ domains }: Resend, after: string | null): Promise<Answer<Page<DomainLine>>> {
  return askResend(
    (options) => domains.list({ limit: 100, ...(after === null ? {} : { after }) }, options),
    ({ data, has_more: more }) => ({ items: data.map(readLine), hasMore: more === true }),
  );
}

export function getDomain({ domains }: Resend, id: string): Promise<Answer<Domain>> {
  return askResend(
    (options) => domains.get(id, options),
    (raw) => {
      const { open_tracking: opens, click_tracking: clicks } = raw;
      return {
        ...readLine(raw),
        // Older answers lack this field, and every domain could send then.
        sends: (raw.capabilities as { sending?: string } | undefined)?.sending !== "disabled",
        tracks: opens === undefined || clicks === undefined ? null : { opens, clicks },
        records: raw.records.map((record) => ({
          purpose: record.record,
          type: record.type,
          name: record.name,
          value: record.value,
          priority: "priority" in record ? (record.priority ?? null) : null,
          status: record.status,
        })),
      };
    },
  );
}

function readLine({ id, name, status }: DomainLine): DomainLine {
  if (typeof id !== "string" || typeof name !== "string" || typeof status !== "string")
    throw new TypeError("not a domain");
  return { id, name: name.toLowerCase(), status };
}
