import { z } from "zod";
import { DAY_MS } from "#src/model/durations.ts";
import { invalid, missingField, Refusal } from "#src/sandbox/api/api-answer.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import { isRefusedDomain } from "./behaviour.ts";
import { checkAttachments } from "./check-attachments.ts";
import { readScheduledAt } from "./scheduled-at.ts";

/** An accepted email without its bodies; the inbox takes those from the request's bytes. */
export interface ValidEmail {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly topicId: string | null;
  /** ms UTC; null: at once. */
  readonly scheduledAt: number | null;
}

const MAX_RECIPIENTS = 50;
const MAX_TAGS = 75;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const ADDRESS = /^[^\s@<>",;]+@[^\s@<>",;.]+(?:\.[^\s@<>",;.]+)+$/;

/**
 * Checks one email in the order observed at Resend: `to` before `from`, the body before the subject. Refuses the first
 * mistake. `inBatch` silently drops attachments, as Resend does.
 */
export function validateEmail(
  given: unknown,
  { switches, now, inBatch }: { switches: Switches; now: number; inBatch: boolean },
): ValidEmail {
  // A value that is not an object has no fields: its `to` is missing.
  const email: Record<string, unknown> =
    typeof given === "object" && !Array.isArray(given) ? { ...given } : {};
  const to = readAddresses(email["to"], "to");
  if (to.length === 0) throw missingField("to");
  if (to.length > MAX_RECIPIENTS) throw invalid("The `to` field must have at most 50 recipients.");
  const from = required(email["from"], "from");
  if (typeof from !== "string" || addressIn(from) === null) throw badAddress("from");

  if (email["template"] !== undefined) throw new Refusal(404, "not_found", "Template not found");
  if (!isBody(email["html"]) || !isBody(email["text"])) {
    throw invalid("The `html` and `text` fields must be strings.");
  }
  if (!email["html"] && !email["text"]) throw invalid("Missing `html` or `text` field.");
  const subject = required(email["subject"], "subject");
  if (typeof subject !== "string") throw invalid("The `subject` field must be a string.");
  if (switches.subject_limit !== null && subject.length > switches.subject_limit) {
    throw invalid(`The \`subject\` field must have at most ${switches.subject_limit} characters.`);
  }

  const cc = readAddresses(email["cc"], "cc");
  const bcc = readAddresses(email["bcc"], "bcc");
  const replyTo = readAddresses(email["reply_to"], "reply_to");
  for (const [field, list] of Object.entries({ to, cc, bcc })) {
    if (list.some((entry) => isRefusedDomain(addressIn(entry) ?? ""))) {
      throw invalid(
        `Invalid \`${field}\` field. Please use our testing email address instead of domains like \`example.com\`. See our documentation for more information.`,
      );
    }
  }

  const tags = readTags(email["tags"]);
  const headers = readHeaders(email["headers"], switches.reserved_headers);
  if (!inBatch) checkAttachments(email["attachments"]);
  const scheduledAt = checkScheduledAt(email["scheduled_at"], now, switches);
  const topicId = typeof email["topic_id"] === "string" ? email["topic_id"] : null;
  return { from, to, cc, bcc, replyTo, subject, headers, tags, topicId, scheduledAt };
}

/** Returns the bare address in `a@b.c` or `Name <a@b.c>`; null if there is none. */
export function addressIn(entry: string): string | null {
  const text = entry.trim();
  const named = /^[^<>]*<([^<>]*)>$/.exec(text);
  const address = (named?.[1] ?? text).trim();
  return ADDRESS.test(address) ? address : null;
}

/** Returns the instant of `scheduled_at` in ms UTC; null if there is none, or if it is past and the email is sent at once. */
export function checkScheduledAt(given: unknown, now: number, switches: Switches): number | null {
  if (given === undefined || given === null) return null;
  const at = typeof given === "string" ? readScheduledAt(given, now) : null;
  const wrong = (message: string) => invalid(`Invalid \`scheduled_at\` field. ${message}`);
  if (at === null) throw wrong("Use an ISO 8601 date or natural language.");
  if (at > now + 30 * DAY_MS && switches.schedule_beyond_30_days === "refuse") {
    throw wrong("Emails can be scheduled at most 30 days in advance.");
  }
  if (at > now) return at;
  if (switches.schedule_past === "refuse") throw wrong("The date must be in the future.");
  return null;
}

const isBody = (value: unknown) => value === undefined || value === null || typeof value === "string";

function required(value: unknown, field: string): unknown {
  if (value === undefined || value === null || value === "") throw missingField(field);
  return value;
}

function readAddresses(given: unknown, field: string): readonly string[] {
  const { data } = z.array(z.string()).safeParse([given ?? []].flat());
  if (data === undefined || data.some((entry) => addressIn(entry) === null)) throw badAddress(field);
  return data;
}

const badAddress = (field: string) =>
  invalid(
    `Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`,
  );

const tagsSchema = z.array(z.object({ name: z.string(), value: z.string() }));

function readTags(given: unknown): ValidEmail["tags"] {
  const { data: list } = tagsSchema.safeParse(given ?? []);
  if (list === undefined)
    throw invalid("The `tags` field must be an array of objects with `name` and `value`.");
  if (list.length > MAX_TAGS) throw invalid("An email can have at most 75 tags.");
  if (list.some(({ name, value }) => !TAG.test(name) || !TAG.test(value))) {
    throw invalid("Tags should only contain ASCII letters, numbers, underscores, or dashes.");
  }
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

function readHeaders(given: unknown, reserved: readonly string[]): ValidEmail["headers"] {
  const { data: headers } = z.record(z.string(), z.unknown()).safeParse(given ?? {});
  if (headers === undefined) throw invalid("The `headers` field must be an object.");
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string") throw invalid(`The header \`${name}\` must be a string.`);
    if (reserved.some((other) => other.toLowerCase() === name.toLowerCase())) {
      throw invalid(`The header \`${name}\` is reserved.`);
    }
  }
  return headers as Record<string, string>;
}
