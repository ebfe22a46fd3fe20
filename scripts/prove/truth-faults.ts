import type { SeededFault } from "./faults.ts";

const TRUTH = ["test/cli/truth.test.ts"];

/** Faults in what commands say: of what happened, and of what to type next. */
export const TRUTH_FAULTS: readonly SeededFault[] = [
  {
    name: "a test mail that could not be handed over stays in the ledger, and the next pass mails it",
    file: "src/app/compose/test-issue.ts",
    find: /^ {2}await withdrawTest\(ledger, id\);$/gm,
    replace: "",
    tests: TRUTH,
    titles: "is withdrawn",
  },
  {
    name: "a pass that paused a send looks like one that went well",
    file: "src/cli/operate/tick.ts",
    find: /if \(moves\.fails\) exits\.push\(3\);/g,
    replace: "",
    tests: TRUTH,
    titles: "paused",
  },
  {
    name: "a send that waits for a person is said to go on by itself",
    file: "src/cli/send/next-step.ts",
    find: /\? pauseHint\(send, name\)/g,
    replace: "? `${runs} goes on with it.`",
    tests: [...TRUTH, "test/cli/next-steps.test.ts"],
    titles: "paused",
  },
  {
    name: "a printed command forgets --sandbox",
    file: "src/cli/print/as-typed.ts",
    find: /if \(sandbox && /g,
    replace: "if (sandbox && npx && ",
    tests: TRUTH,
    titles: "can be typed",
  },
  {
    name: "progress counts what was tried",
    file: "src/cli/print/show-accepted.ts",
    find: /if \(result\.outcome !== "accepted"\) return;\n\s+done \+= .*;/g,
    replace: "done += 100;",
    tests: TRUTH,
    titles: "progress counts",
  },
  {
    name: "a ledger all of whose migrations are unknown is taken for an empty one",
    file: "src/store/database/open-ledger.ts",
    find: / \|\| \(await hasMigrations\(db\)\)/g,
    replace: "",
    tests: TRUTH,
    titles: "newer than the code",
  },
  {
    name: "an answer whose body has no status is taken for none",
    file: "src/resend/read-usage.ts",
    find: /if \(!isAnswer\)/g,
    replace: "if ((error?.statusCode ?? null) === null)",
    tests: ["test/resend/sandbox.test.ts"],
    titles: "does not offer",
  },
  {
    name: "a file restored as it was is called edited",
    file: "src/send/schedule/schedule-send.ts",
    find: /edited \? "edited" : "again"/g,
    replace: '"edited"',
    tests: TRUTH,
    titles: "is no edit",
  },
];
