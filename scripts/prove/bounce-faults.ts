import type { SeededFault } from "./faults.ts";

const BOUNCES = { tests: ["test/track/rest-bouncing.test.ts"] } as const;

/** Faults in what repeated bounces lead to. */
export const BOUNCE_FAULTS: readonly SeededFault[] = [
  {
    name: "an issue that was delivered or clicked counts as bounced",
    file: "src/track/rest-bouncing.ts",
    find: /return clicked \|\| arrival ===/g,
    replace: "return arrival < 0 && arrival ===",
    ...BOUNCES,
    titles: "rest nobody",
  },
  {
    name: "a reader at rest is planned",
    file: "src/store/audience/candidates.ts",
    find: /when s\.rests_until > \$\{audience\.now\} then 'resting'/g,
    replace: "",
    ...BOUNCES,
    titles: "rests an address",
  },
  {
    name: "a rest that begins between plan and post is not read",
    file: "src/store/sends/deliveries.ts",
    find: /s\.rests_until > \$\{now\}/g,
    replace: "s.rests_until > ${now} and 1 = 0",
    ...BOUNCES,
    titles: "between plan and post",
  },
  {
    name: "only the last three issues count, which of a daily letter never span two weeks",
    file: "src/track/rest-bouncing.ts",
    find: /endOfRow\(attempts\)\);/g,
    replace: "firstKnown(attempts) + sends);",
    ...BOUNCES,
    titles: "an issue of every day",
  },
  {
    name: "a reader whose rest is over gets every issue before anything is heard of the first",
    file: "src/store/audience/candidates.ts",
    find: /\$\{now - TRY_MS\}/g,
    replace: "${now}",
    ...BOUNCES,
    titles: "gets one issue",
  },
  {
    name: "bounces from before a person's word count",
    file: "src/track/rest-bouncing.ts",
    find: /from: from \?\? 0/g,
    replace: "from: 0",
    ...BOUNCES,
    titles: "a person lifts",
  },
];
