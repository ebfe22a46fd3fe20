import { z } from "zod";
import { type Answer, found, invalid, ok, writeInstant } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer, NEWER_LISTS } from "#src/sandbox/api/pagination.ts";
import { readBody } from "#src/sandbox/api/read-body.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import { suppressionData } from "#src/sandbox/mail/deliver-mail.ts";
import type { SandboxSuppression } from "#src/sandbox/mail/suppressions.ts";
import { addressIn } from "#src/sandbox/mail/validate-email.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import { isKnownEvent, type WebhookEndpoint } from "./webhook-endpoints.ts";

const createSchema = z.object({
  endpoint: z.url({ protocol: /^https?$/ }),
  events: z.array(z.string().refine(isKnownEvent)).min(1),
});

export function createWebhook(request: ApiRequest, { endpoints }: World): Answer {
  const webhook = endpoints.add(readBody(request, createSchema));
  return ok({ object: "webhook", id: webhook.id, signing_secret: webhook.signingSecret }, 201);
}

export function listWebhooks(request: ApiRequest, { endpoints, switches }: World): Answer {
  return listAnswer(request, endpoints.list(), (webhook) => writeWebhook(webhook, switches), switches);
}

export function getWebhook(request: ApiRequest, { endpoints, switches }: World): Answer {
  const webhook = found(endpoints.get(request.param("id")), "Webhook");
  return ok({
    object: "webhook",
    ...writeWebhook(webhook, switches),
    signing_secret: webhook.signingSecret,
  });
}

const updateSchema = createSchema.partial().extend({ status: z.enum(["enabled", "disabled"]).optional() });

export function updateWebhook(request: ApiRequest, { endpoints }: World): Answer {
  const webhook = found(endpoints.get(request.param("id")), "Webhook");
  const { endpoint, events, status } = readBody(request, updateSchema);
  webhook.endpoint = endpoint ?? webhook.endpoint;
  webhook.events = events ?? webhook.events;
  if (status !== undefined) {
    webhook.status = status;
    webhook.failingSince = null;
  }
  return ok({ object: "webhook", id: webhook.id });
}

export function deleteWebhook(request: ApiRequest, { endpoints }: World): Answer {
  const { id } = found(endpoints.remove(request.param("id")), "Webhook");
  return ok({ object: "webhook", id, deleted: true });
}

function writeWebhook(webhook: WebhookEndpoint, switches: Switches): Record<string, unknown> {
  return {
    id: webhook.id,
    endpoint: webhook.endpoint,
    events: webhook.events,
    status: webhook.status,
    created_at: writeInstant(webhook.createdAt, switches),
  };
}

const address = z.string().refine((email) => addressIn(email) !== null);
const emailsSchema = z.array(address).min(1).max(100);

export function createSuppression(request: ApiRequest, world: World): Answer {
  return ok(suppress(readBody(request, z.object({ email: address })).email, world), 201);
}

export function addSuppressions(request: ApiRequest, world: World): Answer {
  const { emails } = readBody(request, z.object({ emails: emailsSchema }));
  return ok({ data: emails.map((email) => suppress(email, world)) }, 201);
}

function suppress(email: string, { suppressions, webhooks }: World): Record<string, unknown> {
  const { entry, added } = suppressions.add(email, "manual", null);
  if (added) webhooks.publish("suppression.added", () => suppressionData(entry));
  return { object: "suppression", id: entry.id };
}

export function listSuppressions(request: ApiRequest, { suppressions, switches }: World): Answer {
  const origin = request.query("origin");
  if (origin !== undefined && !["bounce", "complaint", "manual"].includes(origin)) {
    throw invalid("Invalid `origin` parameter.");
  }
  const rows = suppressions.list().filter((entry) => origin === undefined || entry.origin === origin);
  const write = (entry: SandboxSuppression) => writeSuppression(entry, switches);
  return listAnswer(request, rows, write, switches, NEWER_LISTS);
}

export function getSuppression(request: ApiRequest, { suppressions, switches }: World): Answer {
  const entry = found(suppressions.find(request.param("id")), "Suppression");
  return ok({ object: "suppression", ...writeSuppression(entry, switches) });
}

function writeSuppression(entry: SandboxSuppression, switches: Switches): Record<string, unknown> {
  return { ...suppressionData(entry), created_at: writeInstant(entry.createdAt, switches) };
}

export function deleteSuppression(request: ApiRequest, world: World): Answer {
  return ok(found(unsuppress(request.param("id"), world), "Suppression"));
}

const names = z.array(z.string()).min(1).max(100).optional();
const removeSchema = z
  .object({ emails: names, ids: names })
  .refine(({ emails, ids }) => (emails === undefined) !== (ids === undefined), { path: ["emails"] });

export function removeSuppressions(request: ApiRequest, world: World): Answer {
  const { emails, ids } = readBody(request, removeSchema);
  return ok({ data: (emails ?? ids ?? []).flatMap((name) => unsuppress(name, world) ?? []) });
}

function unsuppress(idOrEmail: string, { suppressions, webhooks }: World) {
  const entry = suppressions.remove(idOrEmail);
  if (entry === undefined) return undefined;
  webhooks.publish("suppression.removed", () => suppressionData(entry));
  return { object: "suppression", id: entry.id, deleted: true };
}
