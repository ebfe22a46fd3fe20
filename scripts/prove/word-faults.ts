import type { SeededFault } from "./faults.ts";

const WORD = { tests: ["test/app/persons-word.test.ts"] } as const;
const CHECKOUTS = { tests: ["test/app/two-checkouts.test.ts"] } as const;
const COPIES = { tests: ["test/app/copies.test.ts"] } as const;

/** Faults that let a file undo what a person has decided, or send something that nobody has looked at. */
export const WORD_FAULTS: readonly SeededFault[] = [
  {
    name: "a draft of another day ends a person's word",
    file: "src/app/schedule/standing-word.ts",
    find: / \|\| issue\.draft/g,
    replace: "",
    ...WORD,
    titles: "a draft of another day",
  },
  {
    name: "a word that is given while the file is a draft is about the draft's time alone",
    file: "src/store/issues/issues.ts",
    find: /coalesce\(ready_send_at, ''\) \|\|/g,
    replace: "'' ||",
    ...WORD,
    titles: "a draft of another day",
  },
  {
    name: "a file that was read before a person spoke is written afterwards",
    file: "src/send/schedule/schedule-send.ts",
    find: /if \(request\.read && isDecided/g,
    replace: "if (request.read && false && isDecided",
    ...WORD,
    titles: "while the file is composed",
  },
  {
    name: "a pause is the send's alone",
    file: "src/send/decide-send.ts",
    find: /if \(byPerson\) await pauseIssue/g,
    replace: "if (false) await pauseIssue",
    ...WORD,
    titles: "outlives the fix",
  },
  {
    name: "an approval is of every text to come",
    file: "src/send/schedule/question-of.ts",
    find: /email\.digest === issue\.approved_digest;/g,
    replace: "issue.approved_digest !== null;",
    ...COPIES,
    titles: "waits again",
  },
  {
    name: "a copy with other blanks is none",
    file: "src/app/schedule/find-copy.ts",
    find: /\.replace\(\/\\s\+\/g, ""\)/g,
    replace: ".trim()",
    ...COPIES,
    titles: "a body that is",
  },
  {
    name: "an older commit replaces what a newer one has scheduled",
    file: "src/app/schedule/read-schedule.ts",
    find: /here\?\.descent === "older"/g,
    replace: "here === null",
    ...CHECKOUTS,
    titles: "older commit",
  },
  {
    name: "a commit that a whole clone does not have is unknown",
    file: "src/app/compose/git-commit.ts",
    find: /is === 128 &&/g,
    replace: "is === null &&",
    ...CHECKOUTS,
    titles: "whole clones",
  },
  {
    name: "a shallow clone is asked what came before",
    file: "src/app/compose/git-commit.ts",
    find: /=== "false" \? "older"/g,
    replace: '!== null ? "older"',
    ...CHECKOUTS,
    titles: "shallow clone",
  },
  {
    name: "a text that comes back is an edit like any other",
    file: "src/send/schedule/question-of.ts",
    find: /return textSha === null \|\| before\?\.text_sha !== textSha;/g,
    replace: "return textSha === before?.digest;",
    ...CHECKOUTS,
    titles: "without git",
  },
];
