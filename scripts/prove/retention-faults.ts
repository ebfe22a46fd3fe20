import type { SeededFault } from "./faults.ts";

const RETENTION = { tests: ["test/app/keep-retention.test.ts"], titles: "sqlite" } as const;
const QUERIES = { tests: ["test/app/retention-queries.test.ts"], titles: "" } as const;
const COMPOSED = { tests: ["test/app/compose-once.test.ts"], titles: "" } as const;

/** Faults in what the ledger deletes, and in what the job does not do again. */
export const RETENTION_FAULTS: readonly SeededFault[] = [
  {
    name: "a batch of unknown fate counts as emptied",
    file: "src/store/retention/empty-deliveries.ts",
    find: /'refused', 'split', 'withdrawn'\)`/g,
    replace: "'refused', 'split', 'withdrawn', 'uncertain')`",
    ...RETENTION,
  },
  {
    name: "a reader whose delivery is empty counts as erased",
    file: "src/track/take-event.ts",
    find: /delivery\.address === "" && delivery\.subscriber_id === null/g,
    replace: 'delivery.address === ""',
    ...RETENTION,
  },
  {
    name: "a click whose payload is reduced is judged again",
    file: "src/track/judge-clicks.ts",
    find: /filter\(\(\{ isReduced \}\) => !isReduced\)/g,
    replace: "filter(({ isReduced }) => isReduced || !isReduced)",
    ...RETENTION,
  },
  {
    name: "a reader's token stays in the link of a reduced click",
    file: "src/track/reduce-events.ts",
    find: /return link\.replace\(.*\);/g,
    replace: "return link;",
    ...RETENTION,
  },
  {
    name: "a reduced removal no longer says whose suppression it lifted",
    file: "src/track/reduce-events.ts",
    find: /addressKey: isAddressKept \?/g,
    replace: "addressKey: isAddressKept && event.name === '' ?",
    ...RETENTION,
  },
  {
    name: "an event of ours is dropped with other mail's",
    file: "src/track/drop-unmatched.ts",
    find: /return taggedDatabase\(event\.batch\) === database \|\| isAccounts\(event\);/g,
    replace: "return database === '' || taggedDatabase(event.batch) === '' || isAccounts(event);",
    ...RETENTION,
  },
  {
    name: "a complaint about a deleted confirmation suppresses nobody",
    file: "src/track/take-event.ts",
    find: /const applied = about !== null && \(await suppressNamed\(db, event, about\)\);/g,
    replace: "const applied = about === '' && (await suppressNamed(db, event, about));",
    ...RETENTION,
  },
  {
    name: "every event without our tags waits, also one about a stranger",
    file: "src/track/take-event.ts",
    find: /!mayBeOurs \|\| !\(await hasUnnamedDelivery\(db, about\)\)/g,
    replace: "!mayBeOurs || (false && !(await hasUnnamedDelivery(db, about)))",
    ...RETENTION,
  },
  {
    name: "a confirmation of unknown fate is deleted",
    file: "src/store/retention/drop-triggers.ts",
    find: /'submitting', 'uncertain'\)/g,
    replace: "'submitting')",
    ...RETENTION,
  },
  {
    name: "forgetting somebody looks through every delivery",
    file: "src/store/readers/unconfirmed.ts",
    find: /\.where\("subscriber_id", "=", subscriberId\)/g,
    replace: '.where((eb) => eb(eb.fn.coalesce("subscriber_id", eb.lit(0)), "=", subscriberId))',
    ...QUERIES,
  },
  {
    name: "all paused confirmations are tried at once",
    file: "src/send/resume-triggers.ts",
    find: /mayTry \? 1 : 0/g,
    replace: "mayTry ? AT_ONCE : 0",
    tests: ["test/send/resume-triggers.test.ts"],
    titles: "sqlite",
  },
  {
    name: "a new version composes what is scheduled",
    file: "src/app/compose/compose-once.ts",
    find: / && kept\.email\.digest !== scheduled\)/g,
    replace: " || kept.email.digest === scheduled)",
    ...COMPOSED,
  },
  {
    name: "an image that was changed under its name is not seen",
    file: "src/project/hash-inputs.ts",
    find: /await hashesOf\(root, images, films\)/g,
    replace: "await hashesOf(root, images.slice(images.length), films)",
    ...COMPOSED,
  },
  {
    name: "a composition is used although its images are not in the ledger, and nobody asks whether they answer",
    file: "src/app/gate/refusals.ts",
    find: /Object\.keys\(composed\.images\)\.length === 0/g,
    replace: "composed.assets.length === 0",
    ...COMPOSED,
  },
];
