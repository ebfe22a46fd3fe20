import { z } from "zod";
import { type Answer, found, invalid, ok, writeInstant } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer, NEWER_LISTS } from "#src/sandbox/api/pagination.ts";
import { readBody } from "#src/sandbox/api/read-body.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { MessageSummary } from "#src/sandbox/inbox/inbox.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import { checkScheduledAt } from "./validate-email.ts";

/** `GET /emails` */
export function listEmails(request: ApiRequest, { inbox, switches }: World): Answer {
  const write = (message: MessageSummary) => summaryOf(message, switches);
  return listAnswer(request, inbox.newestFirst(), write, switches, NEWER_LISTS);
}

/** `GET /emails/:id` */
export function getEmail(request: ApiRequest, { inbox, switches }: World): Answer {
  const message = found(inbox.get(request.param("id")), "Email");
  return ok({
    object: "email",
    ...summaryOf(message, switches),
    html: message.html,
    text: message.text,
    ...(message.topicId === null ? {} : { topic_id: message.topicId }),
    tags: Object.entries(message.tags).map(([name, value]) => ({ name, value })),
  });
}

/** `POST /emails/:id/cancel` */
export function cancelEmail(request: ApiRequest, { inbox }: World): Answer {
  const message = found(inbox.find(request.param("id")), "Email");
  if (message.lastEvent !== "scheduled") throw invalid("Only scheduled emails can be canceled.");
  message.lastEvent = "canceled";
  return ok({ object: "email", id: message.id });
}

const updateSchema = z.object({ scheduled_at: z.unknown().refine((given) => given !== undefined) });

/** `PATCH /emails/:id` */
export function updateEmail(request: ApiRequest, { inbox, mail, switches, timeline }: World): Answer {
  const message = found(inbox.find(request.param("id")), "Email");
  const body = readBody(request, updateSchema);
  if (message.lastEvent !== "scheduled") throw invalid("Only scheduled emails can be updated.");
  const now = timeline.now();
  mail.reschedule(message, checkScheduledAt(body.scheduled_at, now, switches) ?? now);
  return ok({ object: "email", id: message.id });
}

function summaryOf(message: MessageSummary, switches: Switches): Record<string, unknown> {
  return {
    id: message.id,
    message_id: message.messageId,
    to: message.to,
    from: message.from,
    created_at: writeInstant(message.createdAt, switches),
    subject: message.subject,
    bcc: message.bcc,
    cc: message.cc,
    reply_to: message.replyTo,
    last_event: message.lastEvent,
    scheduled_at: writeInstant(message.scheduledAt, switches),
  };
}
