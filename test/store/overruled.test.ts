import { expect, test } from "vitest";
import type { OverruledRule } from "#src/model/finding.ts";
import { overruledOf, rememberOverruled } from "#src/store/issues/overruled.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, tempLedger, testEmail } from "../helpers/temp-ledger.ts";

const ACCEPTED = { rule: "subject/too-long", how: "accepted", message: "Too long.", person: null } as const;
const FORCED = { rule: "link/unreachable", how: "forced", message: "Line 3: Gone.", reason: null } as const;

for (const dialect of DIALECTS) {
  test(`what a file accepts follows the file, and what a person forced stays as it was said (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    const { send } = await scheduleTestSend(ledger);
    const email = { issueId: Number(send.issue_id), digest: send.email_digest };
    const remember = (rows: readonly OverruledRule[]) =>
      ledger.db.transaction().execute((db) => rememberOverruled(db, email, rows));
    const known = () => overruledOf(ledger.db, email.issueId, email.digest);

    await remember([
      { ...ACCEPTED, reason: "It is a quotation.", at: 1 },
      { ...FORCED, person: "cli:ada", at: 1 },
    ]);
    // Another reason is a new one; another person who forces the same adds nothing to what was said first.
    await remember([
      { ...ACCEPTED, reason: "It is a title.", at: 2 },
      { ...FORCED, person: "cli:bob", at: 2 },
    ]);
    expect(await known()).toEqual([
      { ...ACCEPTED, reason: "It is a title.", at: 1 },
      { ...FORCED, person: "cli:ada", at: 1 },
    ]);
    await remember([]);
    expect(await known()).toEqual([{ ...FORCED, person: "cli:ada", at: 1 }]);
    expect(await overruledOf(ledger.db, email.issueId, testEmail({ digest: "b".repeat(64) }).digest)).toEqual(
      [],
    );
  });
}
