import type { Io } from "#src/cli/io.ts";

/** Commands that open no ledger: `--sandbox` would mean nothing to them. */
const WITHOUT_LEDGER: ReadonlySet<string> = new Set([
  "init",
  "new",
  "check",
  "build",
  "dev",
  "sandbox",
  "completion",
  "help",
]);

/**
 * A sentence whose commands can be typed as they stand. Messages name `letterpress status hello`; a person who works in
 * the sandbox or in another folder and types that would look at another ledger, or at none. So each command gets the
 * options that this one was given, and `npx` where it was started that way.
 */
export function asTyped(text: string, { typed }: Pick<Io, "typed">): string {
  if (typed === undefined) return text;
  const { npx, project, sandbox } = typed;
  return text.replace(/`letterpress ([^`]+)`/g, (_, line: string) => {
    const has = (option: string) => line.includes(` ${option}`);
    const isBare = WITHOUT_LEDGER.has(line.split(" ", 1)[0] ?? "");
    const parts = [npx ? "npx letterpress" : "letterpress", line];
    if (sandbox && !isBare && !has("--sandbox")) parts.push("--sandbox");
    if (project !== null && !has("--project")) parts.push("--project", quoted(project));
    return `\`${parts.join(" ")}\``;
  });
}

/** A word as it must be typed in a shell, in quotes if it needs them. */
export function quoted(path: string): string {
  return /^[\w./~@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
