/** A fault that `npm run prove` puts into a copy of the sender, and the tests that must notice it. */
export interface SeededFault {
  readonly name: string;
  readonly file: string;
  /** Must match exactly one place of the file; test/prove.test.ts fails as soon as it does not. */
  readonly find: RegExp;
  readonly replace: string;
  /** The smallest set of test files that should fail, and a pattern for the titles in them. */
  readonly tests: readonly string[];
  readonly titles: string;
}

/** The engine's own tests. On SQLite alone: the faults are in what both databases share. */
const ENGINE = { tests: ["test/send/engine.test.ts"], titles: "on sqlite" } as const;

/** What happens while a batch is in flight. */
const IN_FLIGHT = { tests: ["test/send/in-flight.test.ts"], titles: "on sqlite" } as const;

/** Clocks that jump, and machines that sleep. */
const CLOCKS = { tests: ["test/send/clocks.test.ts"], titles: "" } as const;

export const SEEDED_FAULTS: readonly SeededFault[] = [
  {
    name: "the key is not persisted: a repeat leaves under a new one",
    file: "src/send/compose-batch.ts",
    find: /key: `lp_\$\{name\}`/g,
    replace: "key: `lp_${name}_${Math.random()}`",
    ...ENGINE,
  },
  {
    name: "the key is derived from the body: two batches of the same words share it",
    file: "src/send/compose-batch.ts",
    find: /key: `lp_\$\{name\}`/g,
    replace:
      'key: `lp_${createHash("sha256").update(JSON.stringify(email.text) + recipients.length).digest("hex")}`',
    ...ENGINE,
  },
  {
    name: "the lease is ignored: a second worker takes a batch in flight",
    file: "src/store/sends/batches.ts",
    find: /eb\("lease_until", "is", null\)/g,
    replace: 'eb("id", ">", 0)',
    ...ENGINE,
  },
  {
    name: "settled before it is submitted",
    file: "src/send/run-worker.ts",
    find: /for \(const posting of claimed\) flights\.start\(posting\);/g,
    replace:
      'const limits = { limit: null, remaining: null };\n    await settleAndClaim(ledger, claimed.map((posting) => ({ ...posting, result: { outcome: "accepted", limits, items: posting.claimed.deliveries.map(() => ({ id: "guess" })) } })), { ...worker, sends: [], room: 0 });\n    for (const posting of claimed) flights.start(posting);',
    ...ENGINE,
  },
  {
    name: "a 4xx after a timeout is settled as refused",
    file: "src/send/settle-batch.ts",
    find: /case "refused":\s*if \(batch\.ambiguous_at !== null\) return doubt\([^;]*;/g,
    replace: 'case "refused":',
    ...ENGINE,
  },
  {
    name: "exclusions are not read again before the first post",
    file: "src/send/claim-batch.ts",
    find: /await withdrawLeavers\([^)]*\)/g,
    replace: "await Promise.resolve(0)",
    ...ENGINE,
  },
  {
    name: "the clock is not checked: a batch is repeated for ever",
    file: "src/send/claim-batch.ts",
    find: /> REPEAT_FOR_MS/g,
    replace: "> REPEAT_FOR_MS * 1e6",
    ...ENGINE,
  },
  {
    name: "a clock that was ahead once makes every later doubt old",
    file: "src/send/claim-batch.ts",
    find: /\(batch\.first_high_water_at \?\? posted\)/g,
    replace: "posted",
    ...CLOCKS,
  },
  {
    name: "a clock set back by days repeats what it likes",
    file: "src/send/claim-batch.ts",
    find: /posted - now > FURTHEST_BACK_MS/g,
    replace: "posted - now > 1e6 * FURTHEST_BACK_MS",
    ...CLOCKS,
  },
  {
    name: "a machine that slept between claim and POST posts when it wakes",
    file: "src/send/flights.ts",
    find: /isLate \? NOT_POSTED : /g,
    replace: "isLate && key === null ? NOT_POSTED : ",
    ...CLOCKS,
  },
  {
    name: "the high-water mark is not kept: a clock set back makes an old batch young",
    file: "src/store/database/limiter.ts",
    find: /return Math\.max\(now, row\?\.high_water_at \?\? 0\);/g,
    replace: "return row === undefined ? 0 : now;",
    ...ENGINE,
  },
  {
    name: "an answer is taken for that of another attempt",
    file: "src/send/settle-batch.ts",
    find: /return \{ \.\.\.ourClaim\(batch\), inDoubt: false \} as const;/g,
    replace: 'return { id: batch.id, leaseToken: batch.lease_token ?? "" };',
    ...IN_FLIGHT,
  },
  {
    name: "the API key is not compared before a repeat",
    file: "src/send/claim-batch.ts",
    find: /batch\.api_key !== apiKey/g,
    replace: "batch.api_key === null",
    ...ENGINE,
  },
  {
    name: "bytes are not compared before a repeat",
    file: "src/send/claim-batch.ts",
    find: /batch\.sha256 === composed\.sha256/g,
    replace: "batch.sha256 !== null",
    ...ENGINE,
  },
  {
    name: "batch 1 does not go alone",
    file: "src/store/sends/batches.ts",
    find: /\(n = 1 or split_from = 1 or not exists/g,
    replace: "(n > 0 or not exists",
    ...ENGINE,
  },
  {
    name: "parts of a split batch are looked for behind the next wave",
    file: "src/store/sends/batches.ts",
    find: /\.orderBy\("wave"\)\s*\.orderBy\("n"\)/g,
    replace: '.orderBy("n")',
    ...IN_FLIGHT,
  },
  {
    name: "what comes back after a cancel is left open",
    file: "src/send/tidy.ts",
    find: /await sweepCanceled\(ledger\);/g,
    replace: "",
    ...IN_FLIGHT,
  },
  {
    name: "nobody notices that the first batch was refused as a whole",
    file: "src/send/settle-batch.ts",
    find: /if \(refusal === null \|\|/g,
    replace: "if (refusal !== undefined ||",
    ...IN_FLIGHT,
  },
  {
    name: "in an outage the whole list comes to be in doubt",
    file: "src/store/sends/batches.ts",
    find: /const MOST_IN_DOUBT = 4;/g,
    replace: "const MOST_IN_DOUBT = 4000;",
    ...IN_FLIGHT,
  },
];

/** Returns the file's text with the fault in it. Throws if it cannot be put in: the code has changed, and the list must follow. */
export function seedFault({ name, file, find, replace }: SeededFault, source: string): string {
  const places = [...source.matchAll(find)].length;
  if (places !== 1)
    throw new Error(`“${name}”: expected one place in ${file} that fits ${String(find)}, found ${places}.`);
  return source.replace(find, () => replace);
}
