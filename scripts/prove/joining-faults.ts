import type { SeededFault } from "./faults.ts";

const JOIN = { tests: ["test/subscribe/join.test.ts"], titles: "" } as const;
const NOES = { tests: ["test/subscribe/noes.test.ts"], titles: "" } as const;
const FAULTS = { tests: ["test/subscribe/faults.test.ts"], titles: "" } as const;

/** Faults of the form without a server: consent, links, and what Resend is asked to remember. */
export const JOINING_FAULTS: readonly SeededFault[] = [
  {
    name: "a press adds somebody who had left everything",
    file: "src/subscribe/take-confirmation.ts",
    find: /const isOn = !unsubscribed && topics/g,
    replace: "const isOn = topics",
    ...NOES,
  },
  {
    name: "who comes back to one list comes back to all",
    file: "src/subscribe/take-confirmation.ts",
    find: /const others = unsubscribed \?/g,
    replace: "const others = false ?",
    ...NOES,
  },
  {
    name: "a link counts again after its reader left",
    file: "src/subscribe/take-confirmation.ts",
    find: /const isUsed = dayOf\(known\) >= wish\.day;/g,
    replace: "const isUsed = false;",
    ...NOES,
  },
  {
    name: "a contact that Resend does not show yet is created again, and with it subscribed",
    file: "src/subscribe/take-confirmation.ts",
    find: /if \(await isNew\(wish\.address, first\.segment, call\)\) \{/g,
    replace: "if (first.segment) {",
    ...FAULTS,
  },
  {
    name: "never does not hold against a link that is older",
    file: "src/subscribe/take-confirmation.ts",
    find: /if \(why !== null\) return/g,
    replace: "if (false) return",
    ...NOES,
  },
  {
    name: "a link works for ever",
    file: "src/subscribe/wish.ts",
    find: /wish !== null && now < Date\.parse\(wish\.day\) \+ DAY_MS \+ CONFIRM_MS/g,
    replace: "wish !== null",
    ...JOIN,
  },
  {
    name: "a link for one purpose or newsletter opens another",
    file: "src/subscribe/seal.ts",
    find: /return `\$\{purpose\}\\n\$\{newsletter\}`;/g,
    replace: 'return "any";',
    ...JOIN,
  },
  {
    name: "an address that is typed differently gets another mail",
    file: "src/subscribe/send-ask.ts",
    find: /likelyMailbox\(wish\.address\)/g,
    replace: "wish.address",
    ...JOIN,
  },
  {
    name: "a form of any site is taken, and a scanner's post presses the button",
    file: "src/subscribe/came-from.ts",
    find: /if \(origin === null\) return false;/g,
    replace: "return true;",
    ...JOIN,
  },
  {
    name: "the visitor is told that a mail is on its way which never left",
    file: "src/subscribe/answer-form.ts",
    find: /return fault === null \? checkInbox\(visit, form\) : showForm\(visit, form, fault\);/g,
    replace: "return checkInbox(visit, form);",
    ...FAULTS,
  },
  {
    name: "an address is written to the host's log",
    file: "src/subscribe/resend-caller.ts",
    find: /path\.replace\([^;]*\)\}`/g,
    replace: "path}`",
    ...FAULTS,
  },
];
