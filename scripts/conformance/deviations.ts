/** An intended difference: the live API, the SDK or the documentation contradict the OpenAPI file. */
export interface Deviation {
  /** Method and path as the sandbox's routes write it, `webhook` and the type, or the beginning of one and `*`. */
  readonly on: string;
  readonly what: readonly string[];
  readonly why: string;
}

/** Every entry must occur when the checks run: one that does not is out of date and counts as a violation. */
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
    why: "The SDK's types have `message_id` on every event; the others are there only where the email has them, and the sandbox has no broadcasts and templates.",
  },
];

/** Whether a deviation speaks of this route or webhook. */
export function speaksOf(deviation: Deviation, on: string): boolean {
  return deviation.on.endsWith("*") ? on.startsWith(deviation.on.slice(0, -1)) : on === deviation.on;
}
