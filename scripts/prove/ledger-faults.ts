import type { SeededFault } from "./faults.ts";

const LATE = { tests: ["test/send/late-answers.test.ts"], titles: "" } as const;
const CLOCK = { tests: ["test/store/clock-set-back.test.ts"], titles: "on sqlite" } as const;
const DOUBT = { tests: ["test/send/doubt.test.ts"], titles: "on sqlite" } as const;
const SETTINGS = { tests: ["test/store/sqlite-settings.test.ts"], titles: "" } as const;
const TOKENS = { tests: ["test/web/strange-tokens.test.ts"], titles: "" } as const;

/** Faults of the ledger, of late answers, of a clock set back, and of the pages for readers. */
export const LEDGER_FAULTS: readonly SeededFault[] = [
  {
    name: "doubt is decided for the latest send of an issue alone",
    file: "src/send/finish-sends.ts",
    find: /send\.issue_id === null \? \[send\.id\] : await sendsInDoubt\(db, send\.issue_id\)/g,
    replace: "[send.id]",
    ...DOUBT,
  },
  {
    name: "a send is planned while a canceled one of its issue has a batch in flight",
    file: "src/send/start-due.ts",
    find: /\(await canceledWithOpen\(ledger\.db, send\.issue_id\)\)\.length > 0/g,
    replace: "send.issue_id < 0",
    ...DOUBT,
  },
  {
    name: "a reader whom an event has proved is offered the issue again",
    file: "src/store/audience/part-where.ts",
    find: /\s+and f\.provider_id is null/g,
    replace: "",
    ...DOUBT,
  },
  {
    name: "a reader suppressed between plan and post is mailed",
    file: "src/store/sends/deliveries.ts",
    find: /x\.address_key = deliveries\.address_key/g,
    replace: "x.address_key = ''",
    ...LATE,
  },
  {
    name: "a reader on pause between plan and post is mailed",
    file: "src/store/sends/deliveries.ts",
    find: /s\.paused_until > \$\{now\}/g,
    replace: "s.paused_until > ${now * 1000}",
    ...LATE,
  },
  {
    name: "a late acceptance of an uncertain batch is dropped",
    file: "src/send/settle-batch.ts",
    find: /\(await stepBatch\(db, ours, "uncertain", "submitted", done\)\)/g,
    replace: "false",
    ...LATE,
  },
  {
    name: "a late refusal of the same attempt settles a batch in doubt",
    file: "src/send/settle-batch.ts",
    find: /, inDoubt: false \} as const/g,
    replace: " } as const",
    ...LATE,
  },
  {
    name: "a body's buffer is used again after a timeout",
    file: "src/send/flights.ts",
    find: /if \(result\.outcome === "accepted"[^)]*\) this/g,
    replace: "this",
    ...LATE,
  },
  {
    name: "a commit does not wait for the disk",
    file: "src/store/database/sqlite.ts",
    find: /\["synchronous", 2\]/g,
    replace: '["synchronous", 1]',
    ...SETTINGS,
  },
  {
    name: "what is deleted stays in free pages",
    file: "src/store/database/sqlite.ts",
    find: /\["secure_delete", 1\]/g,
    replace: '["secure_delete", 0]',
    ...SETTINGS,
  },
  {
    name: "the high-water mark goes back with the clock",
    file: "src/store/database/limiter.ts",
    find: /Math\.max\(now, row\.high_water_at\)/g,
    replace: "now",
    ...CLOCK,
  },
  {
    name: "a wait that a clock ahead wrote is waited for",
    file: "src/store/sends/batches.ts",
    find: /eb\("not_before", ">", now \+ LONGEST_BACKOFF_MS\)/g,
    replace: 'eb("not_before", "<", 0)',
    ...CLOCK,
  },
  {
    name: "what was due when it was planned waits for a clock set back",
    file: "src/store/sends/batches.ts",
    find: /eb\("not_before", "<=", sql<number>`\(select planned_at/g,
    replace: 'eb("not_before", "<", sql<number>`(select planned_at - 9e15',
    ...CLOCK,
  },
  {
    name: "a lease that a clock ahead wrote is honoured",
    file: "src/store/sends/batches.ts",
    find: /eb\("lease_until", ">", now \+ 2 \* leaseMs\)/g,
    replace: 'eb("lease_until", "<", 0)',
    ...CLOCK,
  },
  {
    name: "a count that began in the future goes on until then",
    file: "src/store/database/counters.ts",
    find: / or counters\.at > \$\{now \+ windowMs\}/g,
    replace: "",
    ...CLOCK,
  },
  {
    name: "a stranger's throttled entry stays",
    file: "src/audience/subscribe/request-subscription.ts",
    find: /if \(!mayMail && known === undefined\) return "throttled";/g,
    replace: "",
    tests: ["test/audience/throttled-stranger.test.ts"],
    titles: "",
  },
  {
    name: "a restore leaves the limiter as it was",
    file: "src/store/copies/mark-restored.ts",
    find: /await db\.updateTable\("limiter"\)\.set\(\{ next_at: 0 \}\)\.execute\(\);/g,
    replace: "",
    tests: ["test/store/restored-limiter.test.ts"],
    titles: "",
  },
  {
    name: "the leases of a failed worker are not ended",
    file: "src/app/job/run-job.ts",
    find: /await endLeases\([^;]*;/g,
    replace: "",
    tests: ["test/app/failed-worker.test.ts"],
    titles: "",
  },
  {
    name: "a token signed with the empty secret under an unknown key id is good",
    file: "src/model/token.ts",
    find: /match !== null && secret !== undefined && equal/g,
    replace: "match !== null && equal",
    ...TOKENS,
  },
  {
    name: "a list's token is taken for a confirmation",
    file: "src/web/pages/confirm.ts",
    find: /ids\?\.list === "all" \? ids\.subscriber : null/g,
    replace: "ids?.subscriber ?? null",
    ...TOKENS,
  },
  {
    name: "a cached page is given in another reader's language",
    file: "src/web/pages/public-page.ts",
    find: /context\.header\("Vary", "Accept-Language"\);/g,
    replace: "",
    ...TOKENS,
  },
];
