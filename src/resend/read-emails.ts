import type { Resend } from "resend";
import { readTime } from "./parse-event.ts";
import { type Limits, readLimits, readRetryAfter } from "./read-limits.ts";

/** What Resend's list contains about an email it accepted. It leaves out the tags. */
export interface AcceptedEmail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** ms UTC; null if Resend's value is not a valid time. */
  readonly acceptedAt: number | null;
}

/** Our tags on one email: its batch and delivery. Null if it has none of ours. */
export interface AcceptedTags {
  /** `<database>_<batch>_<revision>`. */
  readonly batch: string | null;
  readonly delivery: string | null;
}

/** `forbidden`: this key may only send, or is refused. `later`: the question failed; ask again later. */
export type Unread = { readonly limits: Limits } & (
  | { readonly kind: "forbidden"; readonly message: string }
  | { readonly kind: "later"; readonly message: string; readonly retryAfterMs: number | null }
);

export interface EmailPage {
  readonly kind: "page";
  readonly emails: readonly AcceptedEmail[];
  readonly more: boolean;
  readonly limits: Limits;
}

const PAGE = 100;
const TIMEOUT_MS = 15_000;

/** One page of the emails that Resend accepted, newest first, after the email `after`. Never throws, whatever Resend does. */
export async function listEmails(client: Resend, after: string | null): Promise<EmailPage | Unread> {
  const answer = await client.emails.list(
    { limit: PAGE, ...(after === null ? {} : { after }) },
    { signal: AbortSignal.timeout(TIMEOUT_MS) },
  );
  if (answer.error !== null || answer.data === null) return unread(answer);
  const { data, has_more: more } = answer.data;
  const emails = data.map(({ id, to, subject, created_at: at }) => ({
    id,
    to: Array.isArray(to) ? to : [to],
    subject,
    acceptedAt: readTime(at),
  }));
  return { kind: "page", emails, more, limits: readLimits(answer.headers) };
}

/** The tags of one email. */
export async function readTags(
  client: Resend,
  id: string,
): Promise<({ readonly kind: "tags"; readonly limits: Limits } & AcceptedTags) | Unread> {
  const answer = await client.emails.get(id, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const limits = readLimits(answer.headers);
  if (answer.error !== null || answer.data === null) {
    // Resend deletes emails after a while; a deleted one has no tags.
    if (answer.error?.statusCode === 404) return { kind: "tags", batch: null, delivery: null, limits };
    return unread(answer);
  }
  const tags = new Map((answer.data.tags ?? []).map(({ name, value }) => [name, value]));
  return {
    kind: "tags",
    batch: tags.get("lp_batch") ?? null,
    delivery: tags.get("lp_delivery") ?? null,
    limits,
  };
}

function unread(answer: {
  readonly error: { readonly statusCode: number | null; readonly message: string } | null;
  readonly headers: Readonly<Record<string, string>> | null;
}): Unread {
  const status = answer.error?.statusCode ?? null;
  const message = answer.error?.message ?? "Resend's answer was empty.";
  const limits = readLimits(answer.headers);
  if (status === 401 || status === 403) return { kind: "forbidden", message, limits };
  return { kind: "later", message, limits, retryAfterMs: readRetryAfter(answer.headers) };
}
