import { z } from "zod";
import {
  type Answer,
  INVALID_JSON,
  invalid,
  isRefusal,
  missingField,
  notFound,
  ok,
  refuse,
  type Refusal,
  writeInstant,
} from "#src/sandbox/api/api-answer.ts";
import type { ApiKey } from "./api-keys.ts";
import { type Domain, recordsOf } from "./domains.ts";
import { readPageQuery, takePage } from "#src/sandbox/api/pagination.ts";
import { parseJson } from "#src/sandbox/mail/send-emails.ts";
import type { ApiRequest, World } from "./world.ts";

/** A list in Resend's envelope. */
export function listAnswer<Row extends { readonly id: string }>(
  request: ApiRequest,
  rows: readonly Row[],
  write: (row: Row) => unknown,
  whenAbsent: "all" | 20 = "all",
): Answer {
  const query = readPageQuery(request.query, whenAbsent);
  if (isRefusal(query)) return query;
  const { data, hasMore } = takePage(rows, query);
  return ok({ object: "list", has_more: hasMore, data: data.map(write) });
}

/** The checked body, or a refusal that names a wrong or missing field in Resend's words. */
export function readBody<T>(request: ApiRequest, schema: z.ZodType<T>): { value: T } | Refusal {
  const json = parseJson(request.raw);
  if (typeof json !== "object" || json === null) return INVALID_JSON;
  const result = schema.safeParse(json);
  if (result.success) return { value: result.data };
  const field = result.error.issues[0]?.path[0];
  if (typeof field === "string" && !(field in json)) return missingField(field);
  return invalid(`Invalid \`${String(field)}\` field.`);
}

const domainSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i),
  region: z.enum(["us-east-1", "eu-west-1", "sa-east-1", "ap-northeast-1"]).optional(),
  custom_return_path: z.string().optional(),
  open_tracking: z.boolean().optional(),
  click_tracking: z.boolean().optional(),
});

export function createDomain(request: ApiRequest, { domains, switches }: World): Answer {
  const body = readBody(request, domainSchema);
  if (isRefusal(body)) return body;
  const { name, region, custom_return_path: returnPath, ...tracking } = body.value;
  if (domains.named(name) !== null) {
    return refuse(403, "validation_error", `The ${name} domain has been registered already.`);
  }
  const domain = domains.add({
    name,
    region,
    returnPath,
    openTracking: tracking.open_tracking,
    clickTracking: tracking.click_tracking,
  });
  return ok({ ...writeDomain(domain, switches.timestamps), records: recordsOf(domain) }, 201);
}

export function listDomains(request: ApiRequest, { domains, switches }: World): Answer {
  return listAnswer(request, domains.list(), (domain) => writeDomain(domain, switches.timestamps));
}

export function getDomain(request: ApiRequest, { domains, switches }: World): Answer {
  const domain = domains.get(request.param("id"));
  if (domain === null) return notFound("Domain");
  return ok({ object: "domain", ...writeDomain(domain, switches.timestamps), records: recordsOf(domain) });
}

const trackingSchema = z.object({
  open_tracking: z.boolean().optional(),
  click_tracking: z.boolean().optional(),
});

export function updateDomain(request: ApiRequest, { domains }: World): Answer {
  const domain = domains.get(request.param("id"));
  if (domain === null) return notFound("Domain");
  const body = readBody(request, trackingSchema);
  if (isRefusal(body)) return body;
  domain.openTracking = body.value.open_tracking ?? domain.openTracking;
  domain.clickTracking = body.value.click_tracking ?? domain.clickTracking;
  return ok({ object: "domain", id: domain.id });
}

export function verifyDomain(request: ApiRequest, { domains, switches }: World): Answer {
  const domain = domains.get(request.param("id"));
  if (domain === null) return notFound("Domain");
  domain.status = switches.domain_verification;
  return ok({ object: "domain", id: domain.id });
}

export function deleteDomain(request: ApiRequest, { domains }: World): Answer {
  const id = request.param("id");
  return domains.remove(id) ? ok({ object: "domain", id, deleted: true }) : notFound("Domain");
}

function writeDomain(domain: Domain, timestamps: "postgres" | "iso"): Record<string, unknown> {
  return {
    id: domain.id,
    name: domain.name,
    status: domain.status,
    created_at: writeInstant(domain.createdAt, timestamps),
    region: domain.region,
    open_tracking: domain.openTracking,
    click_tracking: domain.clickTracking,
    capabilities: { sending: "enabled", receiving: "disabled" },
  };
}

const keySchema = z.object({
  name: z.string().min(1).max(50),
  permission: z.enum(["full_access", "sending_access"]).optional(),
  domain_id: z.string().optional(),
});

export function createApiKey(request: ApiRequest, { keys, domains }: World): Answer {
  const body = readBody(request, keySchema);
  if (isRefusal(body)) return body;
  const { name, permission, domain_id: domainId } = body.value;
  if (domainId !== undefined && domains.get(domainId) === null) return notFound("Domain");
  if (domainId !== undefined && permission !== "sending_access") {
    return invalid("The `domain_id` field can only be used with `sending_access`.");
  }
  const key = keys.add({ name, permission, domainId });
  return ok({ id: key.id, token: key.token }, 201);
}

export function listApiKeys(request: ApiRequest, { keys, switches }: World): Answer {
  const at = (instant: number | null) =>
    instant === null ? null : writeInstant(instant, switches.timestamps);
  return listAnswer(request, keys.list(), ({ id, name, createdAt, lastUsedAt }: ApiKey) => ({
    id,
    name,
    created_at: at(createdAt),
    last_used_at: at(lastUsedAt),
  }));
}

export function updateApiKey(request: ApiRequest, { keys }: World): Answer {
  const body = readBody(request, keySchema.pick({ name: true }));
  if (isRefusal(body)) return body;
  const id = request.param("id");
  return keys.rename(id, body.value.name) ? ok({ object: "api_key", id }) : notFound("API key");
}

export function deleteApiKey(request: ApiRequest, { keys }: World): Answer {
  const id = request.param("id");
  return keys.remove(id) ? ok({ object: "api_key", id, deleted: true }) : notFound("API key");
}

/** `GET /usage` */
export function getUsage(_: ApiRequest, { quota, switches, timeline, domains }: World): Answer {
  const now = new Date(timeline.now());
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const tomorrow = new Date(Date.UTC(year, month, day + 1)).toISOString();
  const nextMonth = new Date(Date.UTC(year, month + 1, 1)).toISOString();
  const used = quota.used();
  const emails = (count: number, limit: number | null, resetsAt: string) => ({
    used: count,
    limit,
    sent: count,
    received: 0,
    resets_at: resetsAt,
  });
  return ok({
    object: "usage",
    emails: {
      daily: emails(used.day, switches.daily_quota, tomorrow),
      // Every plan has a monthly quota; a team without one here gets the largest.
      monthly: emails(used.month, switches.monthly_quota ?? 10_000_000, nextMonth),
    },
    contacts: { used: 0, limit: 1000 },
    segments: { used: 0, limit: null },
    broadcasts: { used: 0, limit: null },
    ai_credits: { used: 0, limit: null, next_increase_at: null },
    automation_runs: { used: 0, limit: 10_000, resets_at: nextMonth },
    domains: { used: domains.list().length, limit: null },
    rate_limit: { limit: switches.rate_limit, duration: "1s" },
  });
}
