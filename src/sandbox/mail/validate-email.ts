import { z } from "zod";
import { invalid, missingField, type Refusal, refuse } from "#src/sandbox/api/api-answer.ts";
import { isRefusedDomain } from "./behaviour.ts";
import { checkAttachments } from "./check-attachments.ts";
import { readScheduledAt } from "./scheduled-at.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";

/** An accepted email without its bodies, which the inbox takes from the request's bytes. */
export interface ValidEmail {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: readonly { readonly name: string; readonly value: string }[];
  readonly topicId: string | null;
  /** ms UTC; null: at once. */
  readonly scheduledAt: number | null;
}

const MAX_RECIPIENTS = 50;
const MAX_TAGS = 75;
const THIRTY_DAYS = 30 * 86_400_000;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const ADDRESS = /^[^\s@<>",;]+@[^\s@<>",;.]+(?:\.[^\s@<>",;.]+)+$/;

/**
 * Check one email in the order observed at Resend: `to` before `from`, the body before the subject.
 * `inBatch` silently drops attachments, as Resend does.
 */
export function validateEmail(
  given: unknown,
  { switches, now, inBatch }: { switches: Switches; now: number; inBatch: boolean },
): ValidEmail | Refusal {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return missingField("to");
  const email: Readonly<Record<string, unknown>> = { ...given };

  const to = readAddresses(email["to"], "to");
  if ("status" in to) return to;
  if (to.list.length === 0) return missingField("to");
  if (to.list.length > MAX_RECIPIENTS) return invalid("The `to` field must have at most 50 recipients.");
  const from = email["from"];
  if (from === undefined || from === null || from === "") return missingField("from");
  if (typeof from !== "string" || addressIn(from) === null) return badAddress("from");

  if (email["template"] !== undefined) return refuse(404, "not_found", "Template not found");
  if (!isBody(email["html"]) || !isBody(email["text"])) {
    return invalid("The `html` and `text` fields must be strings.");
  }
  if (!email["html"] && !email["text"]) return invalid("Missing `html` or `text` field.");
  const subject = email["subject"];
  if (subject === undefined || subject === null || subject === "") return missingField("subject");
  if (typeof subject !== "string") return invalid("The `subject` field must be a string.");
  if (switches.subject_limit !== null && subject.length > switches.subject_limit) {
    return invalid(`The \`subject\` field must have at most ${switches.subject_limit} characters.`);
  }

  const cc = readAddresses(email["cc"], "cc");
  if ("status" in cc) return cc;
  const bcc = readAddresses(email["bcc"], "bcc");
  if ("status" in bcc) return bcc;
  const replyTo = readAddresses(email["reply_to"], "reply_to");
  if ("status" in replyTo) return replyTo;
  for (const [field, { list }] of Object.entries({ to, cc, bcc })) {
    if (list.some((entry) => isRefusedDomain(addressIn(entry) ?? ""))) {
      return invalid(
        `Invalid \`${field}\` field. Please use our testing email address instead of domains like \`example.com\`. See our documentation for more information.`,
      );
    }
  }

  const tags = readTags(email["tags"]);
  if ("status" in tags) return tags;
  const headers = readHeaders(email["headers"], switches.reserved_headers);
  if ("status" in headers) return headers;
  const attachment = inBatch ? null : checkAttachments(email["attachments"]);
  if (attachment !== null) return attachment;
  const scheduledAt = checkScheduledAt(email["scheduled_at"], now, switches);
  if (typeof scheduledAt === "object" && scheduledAt !== null) return scheduledAt;

  return {
    from,
    to: to.list,
    cc: cc.list,
    bcc: bcc.list,
    replyTo: replyTo.list,
    subject,
    headers: headers.map,
    tags: tags.list,
    topicId: typeof email["topic_id"] === "string" ? email["topic_id"] : null,
    scheduledAt,
  };
}

/** The bare address in `a@b.c` or `Name <a@b.c>`; null if there is none. */
export function addressIn(entry: string): string | null {
  const text = entry.trim();
  const named = /^[^<>]*<([^<>]*)>$/.exec(text);
  const address = (named?.[1] ?? text).trim();
  return ADDRESS.test(address) ? address : null;
}

/** The instant of `scheduled_at` in ms UTC; null if there is none, or if it is past and the email is sent at once. */
export function checkScheduledAt(given: unknown, now: number, switches: Switches): number | null | Refusal {
  if (given === undefined || given === null) return null;
  const at = typeof given === "string" ? readScheduledAt(given, now) : null;
  if (at === null) return invalid("Invalid `scheduled_at` field. Use an ISO 8601 date or natural language.");
  if (at > now + THIRTY_DAYS && switches.schedule_beyond_30_days === "refuse") {
    return invalid("Invalid `scheduled_at` field. Emails can be scheduled at most 30 days in advance.");
  }
  if (at > now) return at;
  return switches.schedule_past === "refuse"
    ? invalid("Invalid `scheduled_at` field. The date must be in the future.")
    : null;
}

const isBody = (value: unknown) => value === undefined || value === null || typeof value === "string";

function readAddresses(given: unknown, field: string): { list: readonly string[] } | Refusal {
  if (given === undefined || given === null) return { list: [] };
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const texts = list.filter((entry): entry is string => typeof entry === "string");
  const good = texts.length === list.length && texts.every((entry) => addressIn(entry) !== null);
  return good ? { list: texts } : badAddress(field);
}

const badAddress = (field: string) =>
  invalid(
    `Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`,
  );

const tagsSchema = z.array(z.object({ name: z.string(), value: z.string() }));

function readTags(given: unknown): { list: ValidEmail["tags"] } | Refusal {
  if (given === undefined || given === null) return { list: [] };
  const { data: list } = tagsSchema.safeParse(given);
  if (list === undefined)
    return invalid("The `tags` field must be an array of objects with `name` and `value`.");
  if (list.length > MAX_TAGS) return invalid("An email can have at most 75 tags.");
  if (list.some(({ name, value }) => !TAG.test(name) || !TAG.test(value))) {
    return invalid("Tags should only contain ASCII letters, numbers, underscores, or dashes.");
  }
  return { list };
}

function readHeaders(
  given: unknown,
  reserved: readonly string[],
): { map: Readonly<Record<string, string>> } | Refusal {
  if (given === undefined || given === null) return { map: {} };
  if (typeof given !== "object" || Array.isArray(given))
    return invalid("The `headers` field must be an object.");
  const map: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== "string") return invalid(`The header \`${name}\` must be a string.`);
    if (reserved.some((other) => other.toLowerCase() === name.toLowerCase())) {
      return invalid(`The header \`${name}\` is reserved.`);
    }
    map[name] = value;
  }
  return { map };
}
