import { z } from "zod";
import { type Answer, found, invalid, missingField, ok, Refusal } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer } from "#src/sandbox/api/pagination.ts";
import { readBody } from "#src/sandbox/api/read-body.ts";
import { checkSender } from "#src/sandbox/mail/check-sender.ts";
import { addressIn, checkScheduledAt } from "#src/sandbox/mail/validate-email.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import type { Broadcast } from "./broadcast.ts";
import { writeBroadcast, writeSummary } from "./write-broadcast.ts";

const address = z.string().refine((text) => addressIn(text) !== null);
const schema = z.object({
  name: z.string().optional(),
  segment_id: z.string().optional(),
  /** The former name of `segment_id`. */
  audience_id: z.string().optional(),
  from: address,
  subject: z.string().min(1),
  reply_to: z
    .union([address.transform((one) => [one]), z.array(address)])
    .nullable()
    .optional(),
  preview_text: z.string().nullable().optional(),
  html: z.string().nullable().optional(),
  text: z.string().nullable().optional(),
  topic_id: z.string().nullable().optional(),
});
const createSchema = schema.extend({
  send: z.boolean().default(false),
  scheduled_at: z.unknown().optional(),
});
const updateSchema = schema.partial();
const sendSchema = z.object({ scheduled_at: z.unknown().optional() });

/** `POST /broadcasts`: a repeated request makes a second draft, because Resend honours no idempotency keys here. */
export function createBroadcast(request: ApiRequest, world: World): Answer {
  const { send, scheduled_at: scheduledAt, ...body } = readBody(request, createSchema);
  const { from, subject } = body;
  const { segmentId, ...fields } = fieldsIn(body, world);
  if (segmentId === undefined) throw missingField("segment_id");
  if (!body.html && !body.text) throw invalid("Missing `html` or `text` field.");
  if (!send && scheduledAt !== undefined) {
    throw invalid("The `scheduled_at` field can only be used if `send` is true.");
  }
  checkSender(from, [], request, world);
  const at = send ? sendingTime(scheduledAt, world) : null;
  const broadcast = world.broadcasts.add({
    from,
    subject,
    segmentId,
    ...fields,
    apiKeyId: request.apiKey.id,
  });
  if (send) world.broadcasts.send(broadcast, at);
  return ok({ object: "broadcast", id: broadcast.id }, 201);
}

/** `GET /broadcasts` */
export function listBroadcasts(request: ApiRequest, { broadcasts, switches }: World): Answer {
  const write = (broadcast: Broadcast) => writeSummary(broadcast, switches);
  return listAnswer(request, broadcasts.list(), write, switches);
}

/** `GET /broadcasts/:id` */
export function getBroadcast(request: ApiRequest, world: World): Answer {
  return ok({ object: "broadcast", ...writeBroadcast(broadcastIn(request, world), world.switches) });
}

/** `PATCH /broadcasts/:id`: changes drafts, and by a switch scheduled broadcasts; of all others only the name. */
export function updateBroadcast(request: ApiRequest, world: World): Answer {
  const broadcast = broadcastIn(request, world);
  const fields = fieldsIn(readBody(request, updateSchema), world);
  const open =
    broadcast.status === "draft" ||
    (broadcast.status === "scheduled" && world.switches.broadcast_patch_scheduled === "accept");
  if (!open && Object.keys(fields).some((field) => field !== "name")) {
    throw invalid(`Only the name of a broadcast that is ${broadcast.status} can be changed.`);
  }
  world.broadcasts.put({ ...broadcast, ...fields });
  return ok({ object: "broadcast", id: broadcast.id });
}

/** `POST /broadcasts/:id/send` */
export function sendBroadcast(request: ApiRequest, world: World): Answer {
  const { broadcasts, switches } = world;
  const broadcast = broadcastIn(request, world);
  const body = request.raw.length === 0 ? { scheduled_at: undefined } : readBody(request, sendSchema);
  if (broadcast.apiKeyId === null)
    throw refuse("You can only send broadcasts that were created via the API.");
  if (broadcast.status !== "draft") {
    if (switches.broadcast_send_again === "ignore") return ok({ id: broadcast.id });
    throw invalid(`A broadcast that is ${broadcast.status} cannot be sent.`);
  }
  checkSender(broadcast.from, [], request, world);
  broadcasts.send(broadcast, sendingTime(body.scheduled_at, world));
  return ok({ id: broadcast.id });
}

/** `POST /broadcasts/:id/cancel`: a scheduled broadcast is a draft again, a queued one ends where it is. */
export function cancelBroadcast(request: ApiRequest, world: World): Answer {
  const broadcast = broadcastIn(request, world);
  const stops = broadcast.status === "queued" && world.switches.broadcast_cancel_queued === "stops";
  if (broadcast.status !== "scheduled" && !stops) {
    throw refuse(`A broadcast that is ${broadcast.status} cannot be canceled.`);
  }
  world.broadcasts.cancel(broadcast);
  return ok({ object: "broadcast", id: broadcast.id });
}

/** `POST /broadcasts/:id/duplicate` */
export function duplicateBroadcast(request: ApiRequest, world: World): Answer {
  const { name, segmentId, topicId, from, subject, replyTo, previewText, html, text } = broadcastIn(
    request,
    world,
  );
  const content = { segmentId, topicId, from, subject, replyTo, previewText, html, text };
  const { id } = world.broadcasts.add({ ...content, name: `${name} (copy)`, apiKeyId: request.apiKey.id });
  return ok({ object: "broadcast", id }, 201);
}

/** `DELETE /broadcasts/:id`: deletes drafts and scheduled broadcasts. */
export function deleteBroadcast(request: ApiRequest, world: World): Answer {
  const { id, status } = broadcastIn(request, world);
  if (status !== "draft" && status !== "scheduled") {
    throw refuse(`A broadcast that is ${status} cannot be deleted.`);
  }
  world.broadcasts.remove(id);
  return ok({ object: "broadcast", id, deleted: true });
}

export function broadcastIn(request: ApiRequest, { broadcasts }: Pick<World, "broadcasts">): Broadcast {
  return found(broadcasts.get(request.param("id")), "Broadcast");
}

/** Returns when to send (null: now). Refuses a wrong time, and a team with more contacts than its plan allows. */
function sendingTime(scheduledAt: unknown, { switches, timeline, audience }: World): number | null {
  if (switches.contacts_quota !== null && audience.contacts.size > switches.contacts_quota) {
    throw refuse("You have reached your contacts quota. Please upgrade your plan to send more emails.");
  }
  return checkScheduledAt(scheduledAt, timeline.now(), switches);
}

/** Returns what a request sets. Refuses a segment or topic that does not exist. */
function fieldsIn(body: z.output<typeof updateSchema>, { audience }: World) {
  const segmentId = body.segment_id ?? body.audience_id;
  const { name, from, subject, reply_to: replyTo, preview_text: previewText, html, text } = body;
  const topicId = body.topic_id;
  if (segmentId !== undefined) found(audience.segments.get(segmentId), "Audience");
  if (typeof topicId === "string") found(audience.topics.get(topicId), "Topic");
  return {
    ...(name === undefined ? {} : { name }),
    ...(segmentId === undefined ? {} : { segmentId }),
    ...(from === undefined ? {} : { from }),
    ...(subject === undefined ? {} : { subject }),
    ...(replyTo === undefined ? {} : { replyTo: replyTo ?? [] }),
    ...(previewText === undefined ? {} : { previewText }),
    ...(html === undefined ? {} : { html }),
    ...(text === undefined ? {} : { text }),
    ...(topicId === undefined ? {} : { topicId }),
  };
}

const refuse = (message: string) => new Refusal(403, "validation_error", message);
