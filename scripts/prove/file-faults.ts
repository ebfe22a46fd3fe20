import type { SeededFault } from "./faults.ts";

const FAULTS = { tests: ["test/app/faults.test.ts"] } as const;

/** Faults that let one file, template or config stop something that has nothing to do with it. */
export const FILE_FAULTS: readonly SeededFault[] = [
  {
    name: "a template that fails ends the tick",
    file: "src/app/compose/make-email.ts",
    find: /findings\.push\(faultOf\(error, issue\)\);/g,
    replace: "throw error;",
    ...FAULTS,
    titles: "a template that",
  },
  {
    name: "a step of a tick that fails ends the tick",
    file: "src/app/job/tick.ts",
    find: /failures\.push\(error\);\n {6}return null;/g,
    replace: "throw error;",
    ...FAULTS,
    titles: "a config that does not load",
  },
  {
    name: "an approved letter is held for an error that is not its own",
    file: "src/app/schedule/is-text-approved.ts",
    find: /return page\?\.text_sha === textSha\(source\.text\);/g,
    replace: "return false;",
    ...FAULTS,
    titles: "an approved letter goes out",
  },
  {
    name: "a letter with an error in its own image goes out as it was approved",
    file: "src/app/schedule/is-text-approved.ts",
    find: /severity === "error" && file === path && rule\.startsWith\("image\/"\)/g,
    replace: "false",
    ...FAULTS,
    titles: "error in its own image",
  },
  {
    name: "the end of a thread that died is taken for the death of the next one",
    file: "src/apart/run-apart.ts",
    find: /if \(isDead\) return;/g,
    replace: "",
    ...FAULTS,
    titles: "nobody waits",
  },
  {
    name: "a section may go to a list that does not exist",
    file: "src/project/check-config.ts",
    find: /!Object\.hasOwn\(lists, list\)/g,
    replace: "false",
    tests: ["test/project/load-project.test.ts"],
    titles: "section's list",
  },
];
