import { z } from "zod";
import { type Answer, found, invalid, ok, Refusal, writeInstant } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer } from "#src/sandbox/api/pagination.ts";
import { readBody } from "#src/sandbox/api/read-body.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { ApiKey } from "./api-keys.ts";
import type { World } from "./create-world.ts";
import { type Domain, recordsOf } from "./domains.ts";

const domainSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i),
  region: z.enum(["us-east-1", "eu-west-1", "sa-east-1", "ap-northeast-1"]).default("us-east-1"),
  custom_return_path: z.string().default("send"),
  open_tracking: z.boolean().default(false),
  click_tracking: z.boolean().default(false),
});

export function createDomain(request: ApiRequest, { domains, switches }: World): Answer {
  const body = readBody(request, domainSchema);
  if (domains.named(body.name) !== undefined) {
    throw new Refusal(403, "validation_error", `The ${body.name} domain has been registered already.`);
  }
  const domain = domains.add({
    name: body.name,
    region: body.region,
    returnPath: body.custom_return_path,
    openTracking: body.open_tracking,
    clickTracking: body.click_tracking,
  });
  return ok({ ...writeDomain(domain, switches), records: recordsOf(domain) }, 201);
}

export function listDomains(request: ApiRequest, { domains, switches }: World): Answer {
  return listAnswer(request, domains.list(), (domain) => writeDomain(domain, switches), switches);
}

export function getDomain(request: ApiRequest, { domains, switches }: World): Answer {
  const domain = found(domains.get(request.param("id")), "Domain");
  return ok({ object: "domain", ...writeDomain(domain, switches), records: recordsOf(domain) });
}

const trackingSchema = z.object({
  open_tracking: z.boolean().optional(),
  click_tracking: z.boolean().optional(),
});

export function updateDomain(request: ApiRequest, { domains }: World): Answer {
  const domain = found(domains.get(request.param("id")), "Domain");
  const body = readBody(request, trackingSchema);
  domain.openTracking = body.open_tracking ?? domain.openTracking;
  domain.clickTracking = body.click_tracking ?? domain.clickTracking;
  return ok({ object: "domain", id: domain.id });
}

export function verifyDomain(request: ApiRequest, { domains, switches }: World): Answer {
  const domain = found(domains.get(request.param("id")), "Domain");
  domain.status = switches.domain_verification;
  return ok({ object: "domain", id: domain.id });
}

export function deleteDomain(request: ApiRequest, { domains }: World): Answer {
  const { id } = found(domains.remove(request.param("id")), "Domain");
  return ok({ object: "domain", id, deleted: true });
}

function writeDomain(domain: Domain, switches: Switches): Record<string, unknown> {
  return {
    id: domain.id,
    name: domain.name,
    status: domain.status,
    created_at: writeInstant(domain.createdAt, switches),
    region: domain.region,
    open_tracking: domain.openTracking,
    click_tracking: domain.clickTracking,
    capabilities: { sending: domain.sending, receiving: "disabled" },
  };
}

const keySchema = z.object({
  name: z.string().min(1).max(50),
  permission: z.enum(["full_access", "sending_access"]).default("full_access"),
  domain_id: z.string().optional(),
});

export function createApiKey(request: ApiRequest, { keys, domains }: World): Answer {
  const { name, permission, domain_id: domainId = null } = readBody(request, keySchema);
  if (domainId !== null) {
    found(domains.get(domainId), "Domain");
    if (permission === "full_access") {
      throw invalid("The `domain_id` field can only be used with `sending_access`.");
    }
  }
  const { id, token } = keys.add({ name, permission, domainId });
  return ok({ id, token }, 201);
}

export function listApiKeys(request: ApiRequest, { keys, switches }: World): Answer {
  const write = ({ id, name, createdAt, lastUsedAt }: ApiKey) => ({
    id,
    name,
    created_at: writeInstant(createdAt, switches),
    last_used_at: writeInstant(lastUsedAt, switches),
  });
  return listAnswer(request, keys.list(), write, switches);
}

export function updateApiKey(request: ApiRequest, { keys }: World): Answer {
  const { name } = readBody(request, keySchema.pick({ name: true }));
  const key = found(keys.get(request.param("id")), "API key");
  key.name = name;
  return ok({ object: "api_key", id: key.id });
}

export function deleteApiKey(request: ApiRequest, { keys }: World): Answer {
  const { id } = found(keys.remove(request.param("id")), "API key");
  return ok({ object: "api_key", id, deleted: true });
}

/** `GET /usage` */
export function getUsage(_: ApiRequest, world: World): Answer {
  const { quota, switches, timeline, domains, audience } = world;
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
      // Every plan has a monthly quota, so a team without one here gets the largest.
      monthly: emails(used.month, switches.monthly_quota ?? 10_000_000, nextMonth),
    },
    contacts: { used: audience.contacts.size, limit: switches.contacts_quota },
    segments: { used: audience.segments.size, limit: null },
    broadcasts: { used: 0, limit: null },
    ai_credits: { used: 0, limit: null, next_increase_at: null },
    automation_runs: { used: 0, limit: 10_000, resets_at: nextMonth },
    domains: { used: domains.list().length, limit: null },
    rate_limit: { limit: switches.rate_limit, duration: "1s" },
  });
}
