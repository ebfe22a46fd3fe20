import type { SeededFault } from "./faults.ts";

const ENGINE = {
  tests: ["test/send/engine.test.ts", "test/send/in-flight.test.ts"],
  titles: "on sqlite",
} as const;
const CLAIMS = { tests: ["test/send/claims.test.ts"] } as const;
const PAUSES = { tests: ["test/send/pauses.test.ts"], titles: "" } as const;
const DECISIONS = { tests: ["test/app/decisions.test.ts"], titles: "" } as const;
const UPGRADE = { tests: ["test/store/upgrade.test.ts"], titles: "" } as const;
const CLOCK = { tests: ["test/store/clock-set-back.test.ts"], titles: "on sqlite" } as const;

/** Faults of claims and answers, of pauses, of what a send was meant to be, and of an upgrade under way. */
export const SENDING_FAULTS: readonly SeededFault[] = [
  {
    name: "a send that was paused or canceled a moment ago is claimed from",
    file: "src/send/claim-batch.ts",
    find: /if \(live\?\.state !== "submitting"\)/g,
    replace: "if (live === undefined)",
    ...CLAIMS,
    titles: "nothing is claimed of a send",
  },
  {
    name: "a batch whose worker died is repeated as if it were not in doubt",
    file: "src/send/claim-batch.ts",
    find: /\{ \.\.\.claim, ambiguous_at: batch\.ambiguous_at \?\? now \}/g,
    replace: "claim",
    ...CLAIMS,
    titles: "a batch whose worker died",
  },
  {
    name: "the first wave is over before it is settled",
    file: "src/send/claim-batch.ts",
    find: /if \(\(await countOpen\(db, send\.id, send\.wave\)\) > 0\) return \{ kind: "none" \};/g,
    replace: "",
    ...CLAIMS,
    titles: "the first wave is out",
  },
  {
    name: "other words leave under the key of those that were not accepted",
    file: "src/send/claim-batch.ts",
    find: /const keeps = hasSameBytes\(batch, composed\) && /g,
    replace: "const keeps = ",
    ...CLAIMS,
    titles: "a key of its own",
  },
  {
    name: "a part of a part of the first batch is not one of its parts",
    file: "src/send/settle-batch.ts",
    find: /const splitFrom = batch\.split_from \?\? batch\.n;/g,
    replace: "const splitFrom = batch.n;",
    ...CLAIMS,
    titles: "parts of parts",
  },
  {
    name: "a reader who left this list is mailed because they are on another",
    file: "src/store/sends/deliveries.ts",
    find: /\s+and m\.list = \$\{send\.list\}/g,
    replace: "",
    tests: ["test/send/late-answers.test.ts"],
    titles: "",
  },
  {
    name: "a cancel withdraws readers whose batch is in flight",
    file: "src/store/sends/deliveries.ts",
    find: /batch_id in \(\$\{sql\.join\(rows\.map\(\(\{ id \}\) => id\)\)\}\)/g,
    replace: "send_id = ${sendId}",
    ...ENGINE,
  },
  {
    name: "an issue scheduled again reaches those who have it",
    file: "src/store/audience/candidates.ts",
    find: /cast\(\$\{issueId\} as bigint\) and d\.not_received = 0/g,
    replace: "cast(${issueId} as bigint) and d.not_received = 2",
    ...ENGINE,
  },
  {
    name: "a resumed send is braked again by the numbers that a person has seen",
    file: "src/send/decide-send.ts",
    find: /pause\?\.dropsBrake/g,
    replace: "false",
    tests: ["test/app/brake.test.ts"],
    titles: "a first wave that bounces",
  },
  {
    name: "settings of the whole list are taken for those of a segment that is known in words alone",
    file: "src/store/sends/settings-of.ts",
    find: /`\$\{send\.segment \?\? ""\}\\n\$\{send\.settings\}`/g,
    replace: "send.settings",
    tests: ["test/send/damaged-settings.test.ts"],
    titles: "",
  },
  {
    name: "an issue that a quota or a key paused goes on without a person",
    file: "src/store/sends/paused-triggers.ts",
    find: /\.where\("state", "=", "paused"\)\n {4}\.where\("kind", "=", "trigger"\)/g,
    replace: '.where("state", "=", "paused")',
    ...PAUSES,
  },
  {
    name: "a trigger's mail waits for the time of a clock that was ahead",
    file: "src/store/sends/paused-triggers.ts",
    find: /\n {4}\.where\("updated_at", "<=", until\)/g,
    replace: "",
    ...PAUSES,
  },
  {
    name: "a reading of the files ends a person's pause",
    file: "src/model/states.ts",
    find: /person: \{\n\s+\.\.\.RESUME,/g,
    replace: "person: { ...RESUME, file: { moved: false, aheadMs: null },",
    ...DECISIONS,
  },
  {
    name: "the next reading of the file lets a late edit go",
    file: "src/model/states.ts",
    find: /file: \{ moved: true, aheadMs: LATE_EDIT_MS \}/g,
    replace: "file: { moved: false, aheadMs: null }",
    ...DECISIONS,
  },
  {
    name: "the next reading of the file lets a late send go",
    file: "src/model/states.ts",
    find: /of: "issue",\n\s+from: BEFORE_PLAN,\n\s+file: \{ moved: false, aheadMs: 1 \}/g,
    replace: 'of: "issue", from: BEFORE_PLAN, file: { moved: false, aheadMs: null }',
    ...DECISIONS,
  },
  {
    name: "a restored send goes on without asking Resend",
    file: "src/model/states.ts",
    find: /asksResend: true/g,
    replace: "asksResend: Date.now() < 0",
    tests: ["test/send/reconcile.test.ts"],
    titles: "",
  },
  {
    name: "an old process plans in a ledger that is newer than it",
    file: "src/send/plan-send.ts",
    find: /await refuseNewer\(\{ \.\.\.ledger, db \}\);/g,
    replace: "void refuseNewer;",
    ...UPGRADE,
  },
  {
    name: "an old process claims in a ledger that is newer than it",
    file: "src/send/settle-and-claim.ts",
    find: /await refuseNewer\(within\);/g,
    replace: "void refuseNewer;",
    ...UPGRADE,
  },
  {
    name: "a migration begins while a claim is under way",
    file: "src/store/database/schema-version.ts",
    find: /if \(dialect === "postgres" && db\.isTransaction\)/g,
    replace: "if (false as boolean)",
    ...UPGRADE,
  },
  {
    name: "a send that was held for its file's errors comes out of the upgrade as edited late",
    file: "src/store/migrations/waves-of-batches.ts",
    find: /set reason = 'errors'/g,
    replace: "set reason = 'edited'",
    ...UPGRADE,
  },
  {
    name: "a mailbox waits for the time of a clock that was ahead",
    file: "src/store/database/counters.ts",
    find: / or counters\.at > \$\{now \+ apartMs\}/g,
    replace: "",
    ...CLOCK,
  },
  {
    name: "the look into Resend's list waits for the time of a clock that was ahead",
    file: "src/store/sends/reconcile.ts",
    find: / or cast\(meta\.value as bigint\) > \$\{now \+ everyMs\}/g,
    replace: "",
    ...CLOCK,
  },
];
