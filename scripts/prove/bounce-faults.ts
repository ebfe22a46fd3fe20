import type { SeededFault } from "./faults.ts";

const BOUNCES = { tests: ["test/track/rest-bouncing.test.ts"] } as const;

/** Faults of what repeated bounces lead to. */
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
    name: "bounces from before a person's word count",
    file: "src/track/rest-bouncing.ts",
    find: /reader\.bounces_from \?\? 0/g,
    replace: "0",
    ...BOUNCES,
    titles: "a person lifts",
  },
];
