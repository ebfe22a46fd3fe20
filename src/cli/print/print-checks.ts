import type { Check } from "#src/app/connect/check.ts";
import type { ChecksDocument } from "#src/cli/documents/checks-document.ts";
import type { Io } from "#src/cli/io.ts";
import { asTyped } from "./as-typed.ts";
import { columns, print, printJson, style } from "./print.ts";

/** Prints each check with what to do below it, then whether all is ready. Returns the exit code: 3 if something is missing. */
export function printChecks(
  io: Io,
  checks: readonly Check[],
  { json, command }: { readonly json: boolean | undefined; readonly command: "connect" | "doctor" },
): number {
  const missing = checks.filter(({ result }) => result === "missing").length;
  if (json === true) {
    const typed = (text: string) => asTyped(text, io);
    printJson(
      io,
      checks.map(({ name, result, says, next }) => {
        return { name, result, says: typed(says), next: next === null ? null : typed(next) };
      }) satisfies ChecksDocument,
    );
    return missing === 0 ? 0 : 3;
  }
  const lines = columns(
    checks.map(({ name, result, says }) => [
      name,
      style(io.stdout, result === "missing" ? "bad" : "strong", result),
      says,
    ]),
  );
  for (const [at, { next }] of checks.entries()) {
    print(io, lines[at]);
    // Checks that the key may not make have the same next step, which is printed once, below the last of them.
    if (next !== null && next !== checks[at + 1]?.next) print(io, style(io.stdout, "accent", `  ${next}`));
  }
  print(io);
  const unknown = checks.filter(({ result }) => result === "unknown").map(({ name }) => name);
  print(
    io,
    missing > 0
      ? `Fix what is missing as described above, then run \`letterpress ${command}\` again.`
      : unknown.length > 0
        ? `Nothing is known to be missing, but not everything is known: ${unknown.join(", ")}.`
        : "Ready to send.",
  );
  return missing === 0 ? 0 : 3;
}
