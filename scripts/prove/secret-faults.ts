import type { SeededFault } from "./faults.ts";

const LINKS = { tests: ["test/web/rotation.test.ts"], titles: "" } as const;
const KEY = { tests: ["test/store/bind-key.test.ts"], titles: "(sqlite)" } as const;
const ROTATION = { tests: ["test/cli/rotation.test.ts"], titles: "" } as const;
const ENVIRONMENT = { tests: ["test/cli/environment.test.ts"], titles: "" } as const;
const OWNER = { tests: ["test/cli/owner-only.test.ts"], titles: "" } as const;

/** Faults of secrets: of the key that a ledger is bound to, of the ids in links, of the environment, of files' modes. */
export const SECRET_FAULTS: readonly SeededFault[] = [
  {
    name: "a link under an unknown id is compared with no secret",
    file: "src/model/token.ts",
    find: /!isNamed \|\| key\.kid === kid/g,
    replace: "key.kid === kid",
    ...LINKS,
  },
  {
    name: "the id of a secret is its place in the list",
    file: "src/app/config.ts",
    find: /kid: keyId\(secret\)/g,
    replace: "kid: formerKid",
    ...LINKS,
  },
  {
    name: "a ledger takes any SUPPRESSION_KEY",
    file: "src/store/guard/bind-key.ts",
    find: /if \(made === own\) return;/g,
    replace: "return;",
    ...ROTATION,
  },
  {
    name: "a ledger from before is bound without a look at its addresses",
    file: "src/store/guard/bind-key.ts",
    find: /if \(agreeing < stored\.length \/ 2\) return null;/g,
    replace: "",
    ...KEY,
  },
  {
    name: "a ledger with readers under two keys is bound to one of them",
    file: "src/store/guard/bind-key.ts",
    find: /isMoved \|\| agreeing < stored\.length/g,
    replace: "isMoved",
    ...KEY,
  },
  {
    name: "the second of two processes takes a ledger's key for its own",
    file: "src/store/guard/bind-key.ts",
    find: /return readMeta\(db, NAME\);/g,
    replace: "return own;",
    ...KEY,
  },
  {
    name: "keys of suppressions under another key are taken",
    file: "src/audience/import/import-suppressions.ts",
    find: /others > 0 && ours === 0/g,
    replace: "false",
    ...ROTATION,
  },
  {
    name: "a send that began under a former id is composed as if it had not",
    file: "src/send/compose-batch.ts",
    find: /isDerivedId\(settings\.kid\) \? COMPOSER : FORMER_COMPOSER/g,
    replace: "COMPOSER",
    tests: ["test/store/upgrade.test.ts"],
    titles: "upgraded in the middle of its sends",
  },
  {
    name: "secrets stay in the environment",
    file: "src/app/take-environment.ts",
    find: /delete env\[name\];/g,
    replace: "void name;",
    ...ENVIRONMENT,
  },
  {
    name: "a process that runs apart reads the file of secrets again",
    file: "src/apart/run-apart.ts",
    find: /execArgv: withoutEnvFiles\(process\.execArgv\),/g,
    replace: "",
    ...ENVIRONMENT,
  },
  {
    name: "a thread reads the file of secrets again",
    file: "src/apart/run-apart.ts",
    find: /, execArgv: \[\]/g,
    replace: "",
    ...ENVIRONMENT,
  },
  {
    name: "a ledger is readable as the umask allows",
    file: "src/store/database/sqlite.ts",
    find: /if \(path !== ":memory:"\) ownFile\(path\);/g,
    replace: "",
    ...OWNER,
  },
  {
    name: "the folder of ledgers is open to everybody",
    file: "src/store/database/open-ledger.ts",
    find: /if \(path !== ":memory:"\) ownFolder\(dirname\(path\)\);/g,
    replace: "",
    ...OWNER,
  },
];
