import type { Finding, Where } from "./finding.ts";

/**
 * Every error that Letterpress throws on purpose, by code. `exit` is the exit code of the process: 1 findings, 2 wrong
 * use, 3 failure, 4 a person must decide. A message says what was expected and what came; a hint says what to do next.
 * An author's mistakes are findings, and what the outside world answers is a value; only the rest is thrown.
 *
 * @public The pages of docs/reference/ are made from this table.
 */
export const ERRORS = {
  "usage/invalid": { exit: 2, hint: "Run the command with --help to see its options." },
  "config/missing": {
    exit: 2,
    hint: "Write newsletter.config.ts in the project's root, or name the root with --project DIR.",
  },
  "config/invalid": { exit: 2, hint: "Correct newsletter.config.ts, then run the command again." },
  "config/environment": { exit: 2, hint: "Correct the environment variable, then run the command again." },
  "config/no-api-key": {
    exit: 2,
    hint: "Set RESEND_API_KEY to mail real people, or add --sandbox to use the local stand-in for Resend.",
  },
  "project/no-issue": { exit: 2, hint: "Run `letterpress calendar` to list the issues." },
  "project/port-in-use": { exit: 2, hint: "Choose another port with --port." },
  "studio/no-issue": { exit: 2, hint: "Its file was removed or renamed. Go back to the list of issues." },
  "studio/nothing-to-edit": { exit: 2, hint: "Look at the findings again." },
  "studio/file-changed": { exit: 2, hint: "Nothing was written. Look at the new edit, and write that one." },
  "studio/not-confirmed": { exit: 2, hint: "Nobody was mailed. Look at the number again, and confirm it." },
  "studio/no-message": { exit: 2, hint: "The sandbox forgets its mail when it stops. Send a test again." },
  "template/unknown": { exit: 1, hint: "Use the name of a file in templates/, without its extension." },
  "block/attributes": { exit: 1, hint: "Write the attributes that the block declares." },
  "template/failed": { exit: 1, hint: "Fix the template at the place named." },
  "ledger/missing": { exit: 3, hint: "Create it once with `letterpress migrate`." },
  "ledger/unreachable": { exit: 3, hint: "Check DATABASE_URL and the database, then run the command again." },
  "ledger/outdated": { exit: 3, hint: "Bring it up to date with `letterpress migrate`." },
  "ledger/newer": {
    exit: 3,
    hint: "Check out the newer version of Letterpress here and run `npm ci`, then run the command again: an upgraded ledger cannot go back.",
  },
  "ledger/other-destination": {
    exit: 3,
    hint: "A ledger belongs to one destination permanently. Name another ledger in DATABASE_URL.",
  },
  "ledger/other-key": {
    exit: 3,
    hint: "Set the SUPPRESSION_KEY that this ledger was made with; it is kept with the backups. It never changes.",
  },
  "ledger/locked": { exit: 3, hint: "Another process holds the ledger. Wait for it, or stop it." },
  "ledger/full": {
    exit: 3,
    hint: "Free some disk space and run the command again. Nothing is lost; batches in flight are repeated under their keys.",
  },
  "ledger/illegal-transition": {
    exit: 3,
    hint: "This is a bug in Letterpress. Please report it with the output of `letterpress status`.",
  },
  "ledger/moved": { exit: 3, hint: "Name the new ledger in DATABASE_URL; this one no longer sends." },
  "ledger/not-empty": {
    exit: 3,
    hint: "Name an empty database, or a file that does not exist; nothing is ever overwritten.",
  },
  "ledger/copy-differs": {
    exit: 3,
    hint: "Nothing was changed, and your ledger still works. Please report this.",
  },
  "ledger/backup": { exit: 3, hint: "Check the file and its folder, then run the command again." },
  "ledger/damaged": {
    exit: 3,
    hint: "Stop every process that uses it. Then put the last backup in its place: `letterpress restore FILE` says how.",
  },
  "send/wrong-state": { exit: 2, hint: "Run `letterpress status {slug}` to see its state." },
  "send/not-decided": {
    exit: 2,
    hint: "Run `letterpress plan {slug}` to see the ramp, then `letterpress approve {slug} --ramp accept` or `letterpress approve {slug} --ramp refuse`.",
  },
  "send/another-email": {
    exit: 2,
    hint: "Run `letterpress plan {slug}` to see what has changed and the digest that it has now.",
  },
  "send/not-confirmed": { exit: 2, hint: "Add --yes to confirm." },
  "send/damaged": {
    exit: 3,
    hint: "Run `letterpress status` to see which it is, and how to cancel it and schedule it again.",
  },
  "send/not-compared": {
    exit: 2,
    hint: "Run `letterpress resume {slug}`, which compares with Resend first.",
  },
  "send/already-accepted": {
    exit: 2,
    hint: "It was sent already: run `letterpress cancel {slug}`. If you are sure that it was not, run `letterpress resume {slug} --anyway`.",
  },
  "resend/refused-key": {
    exit: 2,
    hint: "Set RESEND_API_KEY to a key with full access: one that may only send cannot read or make broadcasts.",
  },
  "resend/unanswered": {
    exit: 3,
    hint: "Nothing is lost: run the command again. It sees what was already done and does not do it a second time.",
  },
  "resend/not-handed-over": {
    exit: 3,
    hint: "Correct what Resend names, then run the command again.",
  },
  "sandbox/other-project": {
    exit: 3,
    hint: "Start this project's own sandbox with `letterpress sandbox --port 0`; --sandbox then finds it at any port.",
  },
  "import/unreadable": {
    exit: 2,
    hint: "Export again and name the ZIP file as it was downloaded; --from beehiiv, buttondown, ghost or substack names the system. docs/moving-in.md tells where each has its export.",
  },
  "audience/no-ledger": {
    exit: 2,
    hint: 'Use it with `audience: "ledger"` in newsletter.config.ts.',
  },
  "move/not-now": {
    exit: 2,
    hint: "Let it end, or take it back, then run the command again.",
  },
  "git/unknown-tip": {
    exit: 3,
    hint: "Check the remote `origin` and the `branch` of newsletter.config.ts, then run the command again.",
  },
  "audience/invalid": {
    exit: 2,
    hint: "Correct the file and import it again.",
  },
  "audience/in-repository": {
    exit: 2,
    hint: "Move the file out of the repository, or add it to .gitignore. If it was committed, remove it from git's history.",
  },
  "audience/unknown-subscriber": { exit: 2, hint: "Check the spelling of the address." },
  "audience/unknown-list": { exit: 2, hint: "Name a list of newsletter.config.ts." },
} as const satisfies Record<string, { exit: 1 | 2 | 3 | 4; hint: string }>;

export type ErrorCode = keyof typeof ERRORS;
/** Errors about one issue: their hint names its slug. */
type SlugCode = {
  [C in ErrorCode]: (typeof ERRORS)[C]["hint"] extends `${string}{slug}${string}` ? C : never;
}[ErrorCode];

interface ErrorOptions {
  readonly cause?: unknown;
  /** What to do next, in place of the hint in `ERRORS`. */
  readonly hint?: string;
  readonly finding?: Finding | null;
}

/** The one error Letterpress throws on purpose. `message` is a sentence for people; tests match `code`. */
export class LetterpressError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly exit: number;
  /** The finding if an author's file causes the error; null if none does. */
  readonly finding: Finding | null;

  constructor(code: Exclude<ErrorCode, SlugCode>, message: string, options?: ErrorOptions);
  constructor(code: SlugCode, message: string, options: ErrorOptions & { readonly slug: string });
  constructor(code: ErrorCode, message: string, options: ErrorOptions & { readonly hint: string });
  constructor(code: ErrorCode, message: string, options: ErrorOptions & { readonly slug?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "LetterpressError";
    this.code = code;
    this.hint = options.hint ?? ERRORS[code].hint.replaceAll("{slug}", options.slug ?? "");
    this.exit = ERRORS[code].exit;
    this.finding = options.finding ?? null;
  }
}

/**
 * An error as plain data, for another process or thread. An error's class is lost on the way, and without its code the
 * exit code would be lost, too. The cause is not passed on.
 */
export type PlainError = { readonly message: string; readonly stack: string } & (
  | {
      readonly kind: "ours";
      readonly code: ErrorCode;
      readonly hint: string;
      readonly finding: Finding | null;
    }
  /** `code` is a driver's or Node's own, such as SQLITE_FULL. */
  | { readonly kind: "other"; readonly name: string; readonly code: string | null }
);

export function asPlain(error: unknown): PlainError {
  if (!(error instanceof Error))
    return { kind: "other", name: "Error", code: null, message: messageOf(error), stack: "" };
  const { name, message, stack = "" } = error;
  if (error instanceof LetterpressError)
    return { kind: "ours", code: error.code, message, stack, hint: error.hint, finding: error.finding };
  return { kind: "other", name, code: "code" in error ? String(error.code) : null, message, stack };
}

/** Rebuilds the error, with the stack of where it was thrown. */
export function asError(plain: PlainError): Error {
  const { message, stack } = plain;
  if (plain.kind === "ours")
    return Object.assign(new LetterpressError(plain.code, message, plain), { stack });
  const { name, code } = plain;
  return Object.assign(new Error(message), { name, stack, ...(code === null ? {} : { code }) });
}

/** The error for a mistake in an author's file. Its message begins with the place; its finding carries it as data. */
export function errorAt(
  code: ErrorCode,
  { file, line, column }: Where,
  message: string,
  options: { cause?: unknown; hint?: string } = {},
): LetterpressError {
  const place = [file, line, line === null ? null : column].filter((part) => part !== null).join(":");
  const hint = options.hint ?? ERRORS[code].hint;
  const finding = { rule: code, severity: "error", file, line, column, message, hint, fix: null } as const;
  return new LetterpressError(code, `${place}: ${message}`, { ...options, hint, finding });
}

/** The rule id of a fault in Letterpress itself, not in an author's file. */
export const INTERNAL_FAULT = "internal/fault";

/**
 * Turns whatever is thrown while one of the author's files is processed into a finding on that file, so that the others
 * go on. An error that knows its place keeps it; anything unforeseen is `internal/fault`.
 */
export function faultIn(file: string, error: unknown): Finding {
  if (error instanceof LetterpressError && error.finding !== null) return error.finding;
  const at = { severity: "error", file, line: null, column: null, fix: null } as const;
  if (error instanceof LetterpressError)
    return { ...at, rule: error.code, message: error.message, hint: error.hint };
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const where = /[\\/](src[\\/][\w\\/.-]+\.tsx?(?::\d+)?)/.exec(stack)?.[1];
  return {
    ...at,
    rule: INTERNAL_FAULT,
    message: `Letterpress failed at this file${where === undefined ? "" : ` (${where})`}: ${messageOf(error).split("\n", 1)[0]}`,
    hint: "This is a bug in Letterpress. Please report it with this line and the file. Every other file goes on.",
  };
}

/** Says in words what was thrown. Any value can be thrown, and not every value can be turned into text. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    return `something that is no error was thrown (${typeof thrown})`;
  }
}

/** Does `work` for each item, one after the other. A failure does not keep back the other items; the first error is thrown at the end. */
export async function eachAlone<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) await work(item).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
