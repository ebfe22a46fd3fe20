/**
 * Every way Letterpress gives up, by code. `exit` is the process's exit code: 1 findings, 2 wrong use, 3 failure,
 * 4 a person must decide. Messages say what was expected and what came; hints say what to do next.
 * Author's mistakes are findings, answers of the world are values; only what is left is thrown.
 */
export const ERRORS = {
  "usage/invalid": { exit: 2, hint: "Run the command with --help to see what it takes." },
  "config/missing": {
    exit: 2,
    hint: "Write newsletter.config.ts in the project's root, or name the root with --project DIR.",
  },
  "config/invalid": { exit: 2, hint: "Correct newsletter.config.ts and try again." },
  "config/environment": { exit: 2, hint: "Correct the environment variable and try again." },
  "config/no-api-key": {
    exit: 2,
    hint: "Set RESEND_API_KEY to mail real people, or add --sandbox to use the local stand-in of Resend.",
  },
  "project/no-issue": { exit: 2, hint: "Run `letterpress status` to see the issues there are." },
  "project/port-in-use": { exit: 2, hint: "Choose another port with --port." },
  "template/unknown": { exit: 1, hint: "Use a name of a file in templates/, without its ending." },
  "template/failed": { exit: 1, hint: "Mend the template at the place named." },
  "ledger/missing": { exit: 3, hint: "Create it once with `letterpress migrate`." },
  "ledger/unreachable": { exit: 3, hint: "Look at DATABASE_URL and at the database, then try again." },
  "ledger/outdated": { exit: 3, hint: "Bring it up to date with `letterpress migrate`." },
  "ledger/newer": {
    exit: 3,
    hint: "Stop this process and start the newer version of Letterpress: an upgraded ledger cannot go back.",
  },
  "ledger/other-destination": {
    exit: 3,
    hint: "A ledger belongs to one destination for ever. Name another one in DATABASE_URL.",
  },
  "ledger/locked": { exit: 3, hint: "Another process holds the ledger; wait for it or stop it." },
  "ledger/full": {
    exit: 3,
    hint: "Make room and run it again: nothing is lost, and what was in flight is repeated under its key.",
  },
  "ledger/illegal-transition": {
    exit: 3,
    hint: "This is a fault of Letterpress: please report it with the ledger's status.",
  },
  "ledger/moved": {
    exit: 3,
    hint: "Name the new ledger in DATABASE_URL; this one sends nothing any more.",
  },
  "ledger/not-empty": {
    exit: 3,
    hint: "Name an empty database, or a file that is not there yet; nothing is ever overwritten.",
  },
  "ledger/copy-differs": {
    exit: 3,
    hint: "Nothing was changed. Please report it; the ledger you have goes on working.",
  },
  "ledger/backup": { exit: 3, hint: "Look at the file and its folder, then try again." },
  "ledger/damaged": { exit: 3, hint: "Restore the last backup with `letterpress restore`." },
  "send/wrong-state": { exit: 2, hint: "Run `letterpress status SLUG` to see where it is." },
  "send/not-decided": {
    exit: 2,
    hint: "Run `letterpress plan SLUG` to see the ramp, then `letterpress approve SLUG --ramp accept` or `--ramp refuse`.",
  },
  "send/not-confirmed": { exit: 2, hint: "Add --yes to confirm." },
  "send/damaged": {
    exit: 3,
    hint: "Run `letterpress status` to see which it is; cancel it and schedule it again.",
  },
  "send/not-compared": {
    exit: 2,
    hint: "Run `letterpress resume SLUG`, which compares with Resend first.",
  },
  "send/already-accepted": {
    exit: 2,
    hint: "It has gone out: `letterpress cancel SLUG`. If you know better, add --anyway to resume.",
  },
  "audience/invalid": { exit: 2, hint: "Correct the file and import it again; what was good is already in." },
  "audience/in-repository": {
    exit: 2,
    hint: "Move the file out of the repository, or add it to .gitignore; if it was committed, remove it from git's history.",
  },
  "audience/unknown-subscriber": { exit: 2, hint: "Look at the spelling; nobody has that address." },
  "audience/unknown-list": { exit: 2, hint: "Name a list of newsletter.config.ts." },
} as const satisfies Record<string, { exit: 1 | 2 | 3 | 4; hint: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** The one error Letterpress throws on purpose. `message` is a sentence for people; tests match `code`. */
export class LetterpressError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly exit: number;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "LetterpressError";
    this.code = code;
    this.hint = options.hint ?? ERRORS[code].hint;
    this.exit = ERRORS[code].exit;
  }
}
