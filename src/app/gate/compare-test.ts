import type { Email } from "#src/model/email.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import { lastTest } from "#src/store/sends/last-test.ts";
import { type EmailChanges, compareEmails } from "./compare-emails.ts";

/** What has changed in an email since somebody last had it in an inbox as a test. */
export type SinceTest =
  | { readonly kind: "never" }
  | {
      readonly kind: "tested";
      /** ms UTC. */
      readonly at: number;
      /** Addresses that it went to. */
      readonly recipients: number;
      readonly digest: string;
      /** Null if not a byte has changed. */
      readonly changes: EmailChanges | null;
    };

/** Compares an email with the last one of its issue that was mailed as a test. */
export async function compareTest(
  { db }: Pick<Ledger, "db">,
  { slug, aliases }: Pick<Issue, "slug" | "aliases">,
  email: Email,
): Promise<SinceTest> {
  const test = await lastTest(db, [slug, ...aliases]);
  if (test === undefined) return { kind: "never" };
  const { scheduled_at: at, email_digest: digest, recipients } = test;
  const isSame = digest === email.digest;
  const changes = isSame ? null : await compareEmails(await loadEmail(db, digest), email);
  return { kind: "tested", at: Number(at), recipients: recipients ?? 0, digest, changes };
}
