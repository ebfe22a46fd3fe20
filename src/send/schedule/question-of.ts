import type { Kysely } from "kysely";
import { LATE_EDIT_MS, type PauseReason } from "#src/model/states.ts";
import type { Database } from "#src/store/database/schema.ts";
import type { IssueRow } from "#src/store/issues/issues.ts";
import { findText } from "#src/store/issues/texts.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { factsOf, type ScheduleRequest } from "./schedule-request.ts";

/** Why a send must not start by itself, although nothing is wrong with it. */
export type Question = { readonly reason: PauseReason; readonly note: string };

/** What a person must answer before this request may start by itself; null if it may. */
export async function questionOf(
  db: Kysely<Database>,
  request: ScheduleRequest,
  known: { readonly issue: IssueRow; readonly last: SendRow | undefined; readonly now: number },
): Promise<Question | null> {
  const { fromFile, approves = false, dueAt, email, question } = request;
  const { issue, last, now } = known;
  const { copyOf } = factsOf(request);
  if (fromFile && issue.paused_note !== null) return { reason: "person", note: issue.paused_note };
  const isApproved = approves || email.digest === issue.approved_digest;
  if (copyOf !== null && !isApproved) return { reason: "copied", note: copyOf };
  const edited = last !== undefined && last.email_digest !== email.digest;
  if (fromFile && edited && !isApproved) {
    if (await isReturn(db, request, issue, last)) return { reason: "returned", note: RETURNED };
    if (dueAt - now < LATE_EDIT_MS) return { reason: "edited", note: EDITED };
  }
  return question ? { reason: "ramp", note: question } : null;
}

/**
 * Whether a file brings back a text that its issue had before and nobody may have meant to. A file known to be the newer one was
 * meant, unless the text that it replaces is the one a person has approved. Another template or another time is no other text.
 */
async function isReturn(
  db: Kysely<Database>,
  request: ScheduleRequest,
  issue: IssueRow,
  last: SendRow,
): Promise<boolean> {
  const { isLater, textSha } = factsOf(request);
  if (isLater && last.email_digest !== issue.approved_digest) return false;
  if ((await findText(db, issue.id, request.email.digest)) === undefined) return false;
  const before = await findText(db, issue.id, last.email_digest);
  return textSha === null || before?.text_sha !== textSha;
}

const EDITED = "The file was edited less than 10 minutes before its time.";
const RETURNED =
  "The file went back to a text that the issue had before, and nothing shows that this text is the newer one.";
