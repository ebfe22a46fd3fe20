import type { SendSettings } from "#src/model/send-settings.ts";
import type { Email } from "#src/model/email.ts";
import { type Scheduled, scheduleSend } from "#src/send/schedule/schedule-send.ts";
import { seeIssue } from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { testEmail, testSettings } from "./sample-send.ts";

/** Schedule the email of an issue `hello` in a ledger, due at once unless told otherwise. */
export async function scheduleTestSend(
  ledger: Ledger,
  options: {
    email?: Email;
    dueAt?: number;
    slug?: string;
    fromFile?: boolean;
    settings?: Partial<SendSettings>;
  } = {},
): Promise<Scheduled> {
  const slug = options.slug ?? "hello";
  const issue = await seeIssue(
    ledger.db,
    { slug, path: `issues/${slug}.md`, fileSendAt: null },
    ledger.clock.now(),
  );
  return scheduleSend(ledger, {
    issue,
    email: options.email ?? testEmail(),
    assets: [],
    segment: null,
    dueAt: options.dueAt ?? ledger.clock.now(),
    wallLocal: null,
    zone: "America/Lima",
    by: "file",
    fromFile: options.fromFile ?? true,
    gitCommit: null,
    settings: testSettings({ slug, ...options.settings }),
  });
}
