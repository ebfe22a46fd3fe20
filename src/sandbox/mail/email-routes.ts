import {
  type Answer,
  INVALID_JSON,
  invalid,
  isRefusal,
  missingField,
  notFound,
  ok,
  writeInstant,
} from "#src/sandbox/api/api-answer.ts";
import { type MessageSummary, type Stored } from "#src/sandbox/inbox/inbox.ts";
import { readPageQuery } from "#src/sandbox/api/pagination.ts";
import { parseJson } from "./send-emails.ts";
import { checkScheduledAt } from "./validate-email.ts";
import type { ApiRequest, World } from "#src/sandbox/team/world.ts";

/** `GET /emails` */
export function listEmails(request: ApiRequest, { inbox, switches }: World): Answer {
  const page = readPageQuery(request.query, 20);
  if (isRefusal(page)) return page;
  const { limit, after, before } = page;
  const { data, hasMore } = inbox.list({
    limit,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  });
  return ok({
    object: "list",
    has_more: hasMore,
    data: data.map((message) => summaryOf(message, switches.timestamps)),
  });
}

/** `GET /emails/:id` */
export function getEmail(request: ApiRequest, { inbox, switches }: World): Answer {
  const message = inbox.get(request.param("id"));
  if (message === null) return notFound("Email");
  return ok({
    object: "email",
    ...summaryOf(message, switches.timestamps),
    html: message.html,
    text: message.text,
    ...(message.topicId === null ? {} : { topic_id: message.topicId }),
    tags: Object.entries(message.tags).map(([name, value]) => ({ name, value })),
  });
}

/** `POST /emails/:id/cancel` */
export function cancelEmail(request: ApiRequest, { inbox, mail }: World): Answer {
  const message = inbox.find(request.param("id"));
  if (message === null) return notFound("Email");
  if (message.lastEvent !== "scheduled") return invalid("Only scheduled emails can be canceled.");
  mail.cancel(message);
  return ok({ object: "email", id: message.id });
}

/** `PATCH /emails/:id` */
export function updateEmail(request: ApiRequest, world: World): Answer {
  const message = world.inbox.find(request.param("id"));
  if (message === null) return notFound("Email");
  const json = parseJson(request.raw);
  if (typeof json !== "object" || json === null) return INVALID_JSON;
  if (!("scheduled_at" in json)) return missingField("scheduled_at");
  if (!isScheduled(message)) return invalid("Only scheduled emails can be updated.");
  const now = world.timeline.now();
  const at = checkScheduledAt(json.scheduled_at, now, world.switches);
  if (isRefusal(at)) return at;
  world.mail.reschedule(message, at ?? now);
  return ok({ object: "email", id: message.id });
}

const isScheduled = ({ lastEvent }: Stored) => lastEvent === "scheduled";

function summaryOf(message: MessageSummary, timestamps: "postgres" | "iso"): Record<string, unknown> {
  return {
    id: message.id,
    message_id: message.messageId,
    to: message.to,
    from: message.from,
    created_at: writeInstant(message.createdAt, timestamps),
    subject: message.subject,
    bcc: message.bcc,
    cc: message.cc,
    reply_to: message.replyTo,
    last_event: message.lastEvent,
    scheduled_at: message.scheduledAt === null ? null : writeInstant(message.scheduledAt, timestamps),
  };
}
