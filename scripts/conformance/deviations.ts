/** An intended difference: the live API, the SDK or the documentation contradict the OpenAPI file. */
export interface Deviation {
  /** Method and path as in the sandbox's routes, or `webhook` and the type; or the beginning of either and `*`. */
  readonly on: string;
  readonly what: readonly string[];
  readonly why: string;
}

/** Every entry must occur when the checks run: one that does not occur is out of date and counts as a violation. */
export const DEVIATIONS: readonly Deviation[] = [
  {
    on: "GET /emails/:id",
    what: ["extra /scheduled_at", "extra /tags", "type /html"],
    why: "The SDK's type of this answer has `scheduled_at` and `tags`, and `html` and `text` are null where an email has none.",
  },
  {
    on: "GET /emails",
    what: [
      "extra /data/*/scheduled_at",
      "missing /data/*/object",
      "missing /data/*/html",
      "missing /data/*/text",
    ],
    why: "The documentation and the SDK list emails without bodies and `object`, and with `scheduled_at`.",
  },
  {
    on: "POST /emails/batch",
    what: ["extra /errors"],
    why: "Permissive batches (changelog of 2025-09-19, SDK) are not in the file at all.",
  },
  {
    on: "PATCH /emails/:id",
    what: ["extra /object", "extra /id", "missing /scheduled_at"],
    why: "The file gives the request's schema for the answer; documentation and SDK have `{object, id}`.",
  },
  {
    on: "POST /emails/:id/cancel",
    what: [
      "missing /message_id",
      "missing /to",
      "missing /from",
      "missing /created_at",
      "missing /subject",
      "missing /html",
      "missing /text",
      "missing /bcc",
      "missing /cc",
      "missing /reply_to",
      "missing /last_event",
    ],
    why: "The file promises a whole email; documentation and SDK have `{object, id}`.",
  },
  {
    on: "POST /domains",
    what: ["missing /tracking_subdomain", "missing /records/*/priority"],
    why: "Only a domain with a tracking subdomain has one, which the sandbox does not offer; only MX records have a priority.",
  },
  {
    on: "GET /domains/:id",
    what: ["missing /tracking_subdomain", "missing /records/*/priority"],
    why: "Only a domain with a tracking subdomain has one, which the sandbox does not offer; only MX records have a priority.",
  },
  {
    on: "webhook email.*",
    what: [
      "extra /data/message_id",
      "missing /data/broadcast_id",
      "missing /data/template_id",
      "missing /data/tags",
      "missing /data/headers",
    ],
    why: "The SDK's types have `message_id` on every event; the others are there only where the email has them, and the sandbox has no templates.",
  },
  {
    on: "POST /segments",
    what: ["extra /name"],
    why: "Recorded answers of the live API have the name.",
  },
  {
    on: "GET /segments",
    what: ["missing /data/*/audience_id"],
    why: "Deprecated in the file; neither documentation nor SDK have it.",
  },
  {
    on: "GET /segments/:id",
    what: ["missing /audience_id", "missing /filter"],
    why: "Neither documentation nor SDK have them; the sandbox has no segments by a filter.",
  },
  {
    on: "GET /contacts",
    what: ["extra /has_more"],
    why: "Every list of documentation, SDK and live API has it.",
  },
  {
    on: "DELETE /contacts/:id",
    what: ["extra /contact", "missing /id"],
    why: "Recorded answers of the live API name the contact `contact`, as documentation and SDK do.",
  },
  {
    on: "PATCH /contacts/:id/topics",
    what: ["extra /id", "missing /object", "missing /contact_id", "missing /topics"],
    why: "Documentation and SDK have `{id}`.",
  },
  {
    on: "POST /contacts/:id/segments/:segment",
    what: ["extra /id", "missing /object", "missing /contact_id", "missing /segment_id"],
    why: "Documentation and SDK have `{id}`.",
  },
  {
    on: "DELETE /contacts/:id/segments/:segment",
    what: ["extra /id", "missing /object", "missing /contact_id", "missing /segment_id"],
    why: "Documentation and SDK have `{id, deleted}`.",
  },
  {
    on: "GET /broadcasts/:id",
    what: ["extra /object", "type /scheduled_at", "type /sent_at"],
    why: "The SDK's type has `object`, and null for a time that has not come.",
  },
  {
    on: "GET /broadcasts",
    what: ["type /data/*/scheduled_at"],
    why: "The SDK's type has null for a broadcast that was never scheduled.",
  },
  {
    on: "GET /broadcasts/:id/recipients",
    what: ["missing /data/*/count", "missing /data/*/bounce_type", "missing /data/*/clicked_links"],
    why: "Each is there for some types of events only, as the file says in words.",
  },
  {
    on: "webhook contact.*",
    what: ["missing /data/audience_id"],
    why: "There are no audiences any more; documentation has the segments.",
  },
];

/** Whether a deviation is about this route or webhook. */
export function speaksOf(deviation: Deviation, on: string): boolean {
  return deviation.on.endsWith("*") ? on.startsWith(deviation.on.slice(0, -1)) : on === deviation.on;
}
