import { applyRemedies } from "#src/app/connect/apply-remedies.ts";
import type { Connection, Found, Remedy } from "#src/app/connect/connection.ts";
import { runChecks } from "#src/app/connect/run-checks.ts";
import { sendTest, testAddress } from "#src/app/connect/send-test.ts";
import { type Check, isMissing, isUnknown } from "#src/app/connect/check.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { ask } from "#src/cli/print/ask.ts";
import { printChecks } from "#src/cli/print/print-checks.ts";
import { printNote } from "#src/cli/print/print.ts";
import { openChecks } from "./open-checks.ts";
import type { ConnectOptions } from "./options.ts";

/**
 * Checks everything between this newsletter and its readers, creates at Resend what is missing, sends one test. Run again, it
 * creates nothing twice. Exit code 3 if something is missing, 4 if nobody knows whether the test was mailed.
 */
export async function connect(options: ConnectOptions, io: Io): Promise<number> {
  const to = options.to === undefined ? null : testAddress(options.to);
  const connection = await openChecks(options, io);
  const found = await runChecks(connection);
  const checks = [...(await settle(found, options, io))];
  const test = options.dryRun === true ? null : await tryTest(connection, to, io);
  if (test !== null) checks.push(test);
  const exit = printChecks(io, checks.map(asConnect), { json: options.json, command: "connect" });
  const isUnclear = test !== null && test.result === "unknown" && test.says.startsWith("may have");
  return exit === 0 && isUnclear ? 4 : exit;
}

/** Names `connect` in place of `doctor`, which needs a ledger that may not be there yet. */
function asConnect(check: Check): Check {
  return { ...check, next: check.next?.replaceAll("`letterpress doctor`", "`letterpress connect`") ?? null };
}

/** Creates what is missing, each thing after its name was printed. */
async function settle(
  found: readonly Found[],
  { dryRun, yes }: ConnectOptions,
  io: Io,
): Promise<readonly Check[]> {
  const remedies = found.flatMap(({ remedy }) => (remedy === null ? [] : [remedy]));
  if (dryRun === true) {
    for (const { what } of remedies) printNote(io, `Would ${what}.`);
    if (remedies.length === 0) printNote(io, "There is nothing that `letterpress connect` would create.");
    return found.map(({ check }) => check);
  }
  const asked = remedies.filter(({ asks }) => asks);
  const question = `At Resend: ${asked.map(({ what }) => what).join("; ")}? [y/N] `;
  const answer = yes === true || asked.length === 0 ? null : await ask(question, io);
  const isAgreed = yes === true || /^y(?:es)?$/i.test(answer ?? "");
  const agrees = ({ asks, what }: Remedy) => {
    if (asks && !isAgreed) return false;
    printNote(io, `Now: ${what}.`);
    return true;
  };
  return applyRemedies(found, agrees);
}

async function tryTest(connection: Connection, to: string | null, io: Io): Promise<Check> {
  const typed = to ?? (await ask("Where to mail one test (Enter: nowhere): ", io));
  const next = "`letterpress connect --to ADDRESS` mails one.";
  if (typed === null || typed === "") return isUnknown("test", "none was mailed", next);
  try {
    return await sendTest(connection, testAddress(typed), io.signal);
  } catch (error) {
    // What was created before the question must be reported, whatever is typed at it.
    if (error instanceof LetterpressError)
      return isMissing("test", `none was mailed: ${error.message}`, next);
    throw error;
  }
}
