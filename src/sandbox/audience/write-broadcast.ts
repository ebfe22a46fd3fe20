import { writeInstant } from "#src/sandbox/api/api-answer.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import { deriveText } from "#src/sandbox/inbox/derive-text.ts";
import type { Broadcast } from "./broadcast.ts";

/** A broadcast as lists show it. */
export function writeSummary(broadcast: Broadcast, switches: Switches): Record<string, unknown> {
  const sending = broadcast.status === "queued" && broadcast.begun;
  return {
    id: broadcast.id,
    name: broadcast.name,
    audience_id: broadcast.segmentId,
    segment_id: broadcast.segmentId,
    status: sending ? switches.broadcast_status_while_sending : broadcast.status,
    created_at: writeInstant(broadcast.createdAt, switches),
    scheduled_at: writeInstant(broadcast.scheduledAt, switches),
    sent_at: writeInstant(broadcast.sentAt, switches),
    topic_id: broadcast.topicId,
  };
}

/** A broadcast with all its fields. */
export function writeBroadcast(broadcast: Broadcast, switches: Switches): Record<string, unknown> {
  return {
    ...writeSummary(broadcast, switches),
    from: broadcast.from,
    subject: broadcast.subject,
    reply_to: broadcast.replyTo.length === 0 ? null : broadcast.replyTo,
    preview_text: broadcast.previewText,
    html: broadcast.html,
    text: broadcast.text ?? deriveText(broadcast.html ?? ""),
  };
}
