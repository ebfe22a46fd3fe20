import { z } from "zod";
import { type Answer, invalid, isRefusal, notFound, ok, writeInstant } from "#src/sandbox/api/api-answer.ts";
import { listAnswer, readBody } from "#src/sandbox/team/account-routes.ts";
import { suppressionData } from "#src/sandbox/mail/deliver-mail.ts";
import type { SandboxSuppression } from "#src/sandbox/mail/suppressions.ts";
import { addressIn } from "#src/sandbox/mail/validate-email.ts";
import { isKnownEvent, type WebhookEndpoint } from "./webhook-endpoints.ts";
import type { ApiRequest, World } from "#src/sandbox/team/world.ts";

const endpoint = z.url({ protocol: /^https?$/ });
const events = z.array(z.string().refine(isKnownEvent)).min(1);
const createSchema = z.object({ endpoint, events });
const updateSchema = z.object({
  endpoint: endpoint.optional(),
  events: events.optional(),
  status: z.enum(["enabled", "disabled"]).optional(),
});

export function createWebhook(request: ApiRequest, { endpoints }: World): Answer {
  const body = readBody(request, createSchema);
  if (isRefusal(body)) return body;
  const webhook = endpoints.add(body.value);
  return ok({ object: "webhook", id: webhook.id, signing_secret: webhook.signingSecret }, 201);
}

export function listWebhooks(request: ApiRequest, { endpoints, switches }: World): Answer {
  return listAnswer(request, endpoints.list(), (webhook) => writeWebhook(webhook, switches.timestamps));
}

export function getWebhook(request: ApiRequest, { endpoints, switches }: World): Answer {
  const webhook = endpoints.get(request.param("id"));
  if (webhook === null) return notFound("Webhook");
  return ok({
    object: "webhook",
    ...writeWebhook(webhook, switches.timestamps),
    signing_secret: webhook.signingSecret,
  });
}

export function updateWebhook(request: ApiRequest, { endpoints }: World): Answer {
  const webhook = endpoints.get(request.param("id"));
  if (webhook === null) return notFound("Webhook");
  const body = readBody(request, updateSchema);
  if (isRefusal(body)) return body;
  webhook.endpoint = body.value.endpoint ?? webhook.endpoint;
  webhook.events = body.value.events ?? webhook.events;
  if (body.value.status !== undefined) {
    webhook.status = body.value.status;
    webhook.failingSince = null;
  }
  return ok({ object: "webhook", id: webhook.id });
}

export function deleteWebhook(request: ApiRequest, { endpoints }: World): Answer {
  const id = request.param("id");
  return endpoints.remove(id) ? ok({ object: "webhook", id, deleted: true }) : notFound("Webhook");
}

function writeWebhook(webhook: WebhookEndpoint, timestamps: "postgres" | "iso"): Record<string, unknown> {
  return {
    id: webhook.id,
    endpoint: webhook.endpoint,
    events: webhook.events,
    status: webhook.status,
    created_at: writeInstant(webhook.createdAt, timestamps),
  };
}

export function createSuppression(request: ApiRequest, world: World): Answer {
  const body = readBody(request, z.object({ email: z.string() }));
  if (isRefusal(body)) return body;
  if (addressIn(body.value.email) === null) return invalid("Invalid `email` field.");
  return ok({ object: "suppression", id: suppress(body.value.email, world) }, 201);
}

const emailsSchema = z.object({ emails: z.array(z.string()).min(1).max(100) });

export function addSuppressions(request: ApiRequest, world: World): Answer {
  const body = readBody(request, emailsSchema);
  if (isRefusal(body)) return body;
  if (body.value.emails.some((email) => addressIn(email) === null)) return invalid("Invalid `emails` field.");
  const data = body.value.emails.map((email) => ({ object: "suppression", id: suppress(email, world) }));
  return ok({ data }, 201);
}

export function listSuppressions(request: ApiRequest, { suppressions, switches }: World): Answer {
  const origin = request.query("origin");
  if (origin !== undefined && !["bounce", "complaint", "manual"].includes(origin)) {
    return invalid("Invalid `origin` parameter.");
  }
  return listAnswer(
    request,
    suppressions.list(origin),
    (entry) => writeSuppression(entry, switches.timestamps),
    20,
  );
}

export function getSuppression(request: ApiRequest, { suppressions, switches }: World): Answer {
  const entry = suppressions.find(request.param("id"));
  if (entry === null) return notFound("Suppression");
  return ok({ object: "suppression", ...writeSuppression(entry, switches.timestamps) });
}

export function deleteSuppression(request: ApiRequest, world: World): Answer {
  const removed = lift(request.param("id"), world);
  return removed === null ? notFound("Suppression") : ok(removed);
}

const removeSchema = z
  .object({ emails: emailsSchema.shape.emails.optional(), ids: emailsSchema.shape.emails.optional() })
  .refine(({ emails, ids }) => (emails === undefined) !== (ids === undefined), { path: ["emails"] });

export function removeSuppressions(request: ApiRequest, world: World): Answer {
  const body = readBody(request, removeSchema);
  if (isRefusal(body)) return body;
  const data = [...(body.value.emails ?? []), ...(body.value.ids ?? [])].flatMap(
    (name) => lift(name, world) ?? [],
  );
  return ok({ data });
}

function suppress(email: string, { suppressions, webhooks }: World): string {
  const { entry, added } = suppressions.add(email, "manual");
  if (added) webhooks.publish("suppression.added", () => suppressionData(entry));
  return entry.id;
}

function lift(idOrEmail: string, { suppressions, webhooks }: World): Record<string, unknown> | null {
  const entry = suppressions.remove(idOrEmail);
  if (entry === null) return null;
  webhooks.publish("suppression.removed", () => suppressionData(entry));
  return { object: "suppression", id: entry.id, deleted: true };
}

function writeSuppression(
  entry: SandboxSuppression,
  timestamps: "postgres" | "iso",
): Record<string, unknown> {
  return { ...suppressionData(entry), created_at: writeInstant(entry.createdAt, timestamps) };
}
