import { z } from "zod";
import type { DeliveryEvent } from "#src/model/event.ts";

/**
 * The body of a webhook, already verified, as our event type; null if it is not an event at all. Every field has its own
 * fallback: a field that Resend omits, renames or breaks must not cost the whole event. `id` is the event's (svix) id;
 * `receivedAt` (ms UTC) is used if the body has no time.
 */
export function parseEvent(
  payload: string,
  { id, receivedAt }: { id: string; receivedAt: number },
): DeliveryEvent | null {
  const envelope = envelopeSchema.safeParse(parseJson(payload)).data;
  if (envelope === undefined) return null;
  const data = dataSchema.parse(envelope.data);
  return {
    id,
    type: TYPES[envelope.type] ?? "other",
    name: envelope.type,
    at: readTime(envelope.created_at) ?? receivedAt,
    providerId: data.email_id,
    address: data.to[0] ?? data.email,
    delivery: tagOf(data.tags, "lp_delivery"),
    batch: tagOf(data.tags, "lp_batch"),
    bounce: data.bounce && {
      kind: bounceKindOf(data.bounce.type),
      subtype: data.bounce.subType ?? "",
      message: data.bounce.message ?? "",
    },
    click: data.click && {
      link: data.click.link ?? "",
      userAgent: data.click.userAgent ?? "",
      ip: data.click.ipAddress,
    },
    reason: data.failed?.reason ?? data.suppressed?.reason ?? data.suppressed?.message ?? null,
    payload,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `sent` for `email.sent`, and so on; an unlisted name is `other`. */
const TYPES: Readonly<Record<string, DeliveryEvent["type"]>> = {
  "email.sent": "sent",
  "email.delivered": "delivered",
  "email.delivery_delayed": "delayed",
  "email.bounced": "bounced",
  "email.complained": "complained",
  "email.opened": "opened",
  "email.clicked": "clicked",
  "email.failed": "failed",
  "email.suppressed": "suppressed",
  "suppression.added": "suppression_added",
  "suppression.removed": "suppression_removed",
};

const envelopeSchema = z.object({
  type: z.string().min(1).max(100),
  created_at: z.string().nullable().default(null).catch(null),
  data: z.record(z.string(), z.unknown()).default({}).catch({}),
});

const text = z.string().nullable().default(null).catch(null);
const part = <T extends z.ZodRawShape>(shape: T) => z.object(shape).nullable().default(null).catch(null);
const dataSchema = z.object({
  email_id: text,
  email: text,
  to: z.array(z.string()).default([]).catch([]),
  tags: z.record(z.string(), z.unknown()).default({}).catch({}),
  bounce: part({ type: text, subType: text, message: text }),
  click: part({ link: text, userAgent: text, ipAddress: text }),
  failed: part({ reason: text }),
  suppressed: part({ reason: text, message: text }),
});

/** Resend writes ISO, or PostgreSQL's text (`2026-12-01 09:00:00.123456+00`), which only some engines parse. */
export function readTime(text: string | null | undefined): number | null {
  const at = Date.parse(
    text
      ?.trim()
      .replace(" ", "T")
      .replace(/T.*[+-]\d\d$/, "$&:00") ?? "",
  );
  return Number.isNaN(at) ? null : at;
}

function tagOf(tags: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = tags[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/** An unknown kind is undetermined: it is counted, but nobody is suppressed because of it. */
function bounceKindOf(type: string | null): "permanent" | "transient" | "undetermined" {
  const kind = type?.toLowerCase();
  return kind === "permanent" || kind === "transient" ? kind : "undetermined";
}
