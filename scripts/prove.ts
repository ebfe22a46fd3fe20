/**
 * Shows that the proof can fail: puts one fault after another into a copy of the sender and runs its tests on it. Each
 * fault must make a test fail; prints which. A fault that nothing catches, or that can no longer be put in, ends with
 * exit code 1.
 *
 *   npm run prove
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

interface Fault {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const FAULTS: readonly Fault[] = [
  {
    name: "the key is not persisted: a repeat leaves under a new one",
    file: "src/send/compose-batch.ts",
    find: "key: `lp_${name}`",
    replace: "key: `lp_${name}_${Math.random()}`",
  },
  {
    name: "the key is derived from the body: two batches of the same words share it",
    file: "src/send/compose-batch.ts",
    find: "key: `lp_${name}`",
    replace:
      'key: `lp_${createHash("sha256").update(JSON.stringify(messages.map(({ text }) => text)).slice(0, 20)).digest("hex")}`',
  },
  {
    name: "the lease is ignored: a second worker takes a batch in flight",
    file: "src/store/batches.ts",
    find: 'eb("lease_until", "is", null)',
    replace: 'eb("id", ">", 0)',
  },
  {
    name: "settled before it is submitted",
    file: "src/send/run-worker.ts",
    find: "  const result = await submitBatch(",
    replace:
      '  await settleBatch(ledger, send, claimed, { outcome: "accepted", items: messages.map(() => ({ id: "guess" })), limits: { limit: null, remaining: null, resetMs: null } }, "default");\n  const result = await submitBatch(',
  },
  {
    name: "a 4xx after a timeout is settled as refused",
    file: "src/send/settle-batch.ts",
    find: "if (claimed.batch.ambiguous_at !== null) return doubt(db, claimed, result.reason, now);\n        return refuse",
    replace: "return refuse",
  },
  {
    name: "exclusions are not read again before the first post",
    file: "src/send/claim-batch.ts",
    find: "(await withdrawLeavers(db, batch.id, send.list, send.kind)) > 0",
    replace: "Number(await Promise.resolve(0)) > 0",
  },
  {
    name: "the clock is not checked: a batch is repeated for ever",
    file: "src/send/claim-batch.ts",
    find: "> REPEAT_FOR_MS",
    replace: "> REPEAT_FOR_MS * 1e6",
  },
  {
    name: "bytes are not compared before a repeat",
    file: "src/send/claim-batch.ts",
    find: "batch.sha256 !== composed.sha256",
    replace: "batch.sha256 === null",
  },
  {
    name: "batch 1 does not go alone",
    file: "src/store/batches.ts",
    find: 'eb("n", "=", 1),\n        eb.not(',
    replace: 'eb("n", ">", 0),\n        eb.not(',
  },
];

const root = resolve(import.meta.dirname, "..");
let missed = 0;
for (const fault of FAULTS) {
  const caught = await testsThatFail(fault);
  if (caught.length === 0) missed += 1;
  console.log(`${caught.length === 0 ? "MISSED" : "caught"}  ${fault.name}`);
  for (const title of caught.slice(0, 4)) console.log(`        by “${title}”`);
  if (caught.length > 4) console.log(`        and ${caught.length - 4} more`);
}
console.log(
  missed === 0
    ? `\nAll ${FAULTS.length} faults are caught.`
    : `\n${missed} of ${FAULTS.length} faults are not caught.`,
);
process.exitCode = missed === 0 ? 0 : 1;

async function testsThatFail({ file, find, replace, name }: Fault): Promise<string[]> {
  const copy = await mkdtemp(join(tmpdir(), "letterpress-prove-"));
  try {
    for (const part of ["src", "test", "templates", "package.json", "tsconfig.json"]) {
      await cp(join(root, part), join(copy, part), { recursive: true });
    }
    await symlink(join(root, "node_modules"), join(copy, "node_modules"));
    const source = await readFile(join(copy, file), "utf8");
    if (!source.includes(find))
      throw new Error(`“${name}” cannot be put into ${file}: the code has changed.`);
    await writeFile(join(copy, file), source.replace(find, replace));
    const report = join(copy, "report.json");
    const vitest = join(copy, "node_modules/vitest/vitest.mjs");
    const args = [
      vitest,
      "run",
      "--config",
      "test/vitest.config.ts",
      "test/send",
      "-t",
      "sqlite|fault",
      "--reporter=json",
      `--outputFile=${report}`,
    ];
    await promisify(execFile)(process.execPath, args, { cwd: copy, timeout: 300_000 }).catch(() => undefined);
    const { testResults } = JSON.parse(await readFile(report, "utf8")) as {
      testResults: { assertionResults: { status: string; fullName: string }[] }[];
    };
    return testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
    );
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
