import type { Place } from "./block.ts";
import type { RuleOf } from "./rules/rules.ts";

/** Where a finding points. */
export interface Where {
  /** Path relative to the project root. */
  readonly file: string;
  /** 1-based; null where the finding is about the whole file. */
  readonly line: number | null;
  /** 1-based, in UTF-16 units; null where only the line is known. */
  readonly column: number | null;
}

/** What parsing or preflight found in an author's files. Collected, never thrown. */
export interface Finding extends Where {
  /**
   * Stable id, `room/what-is-wrong`, for example `front-matter/unknown-key`: a rule of `rules/`, or the code of an error that stopped
   * work on the file. Tests and `accept:` match this.
   */
  readonly rule: string;
  /** An `error` keeps an issue from being scheduled or sent; a `warning` is printed; `info` is quiet. */
  readonly severity: "error" | "warning" | "info";
  /** One sentence: what was found. */
  readonly message: string;
  /** How to fix it; null if the message is enough. */
  readonly hint: string | null;
  /** The exact edit that fixes it, applied by `letterpress check --fix`. */
  readonly fix: Fix | null;
  /** Who let the finding pass, and why. Such a finding is `info`; absent in every other finding. */
  readonly overruled?: Overruled;
}

/** How a finding was overruled: it keeps nothing back although its rule would. `severity` and `message` are the rule's. */
type Overruled = {
  readonly severity: "error" | "warning";
  readonly message: string;
} &
  /** By the author, in the file. */
  (
    | { readonly how: "accepted"; readonly reason: string }
    /** By a person, for one email; `at` is ISO 8601 in UTC, because findings are printed as they are. */
    | { readonly how: "forced"; readonly by: string; readonly at: string }
  );

/** What the ledger remembers with an email: a rule whose findings no longer keep it back. */
export interface OverruledRule {
  readonly rule: string;
  readonly how: Overruled["how"];
  /** What the rule found, one finding a line, each with its place. */
  readonly message: string;
  /** The reason in the file; null for a forced rule. */
  readonly reason: string | null;
  /** Who forced it: `cli:<user>`; null for an accepted rule. */
  readonly person: string | null;
  /** When the rule was forced, or when the email was first scheduled with the accepted rule; ms UTC. */
  readonly at: number;
}

/** Replace the characters from `start` up to `end` (UTF-16 offsets into the whole file) by `text`. */
export interface Fix {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Characters of a message; nobody reads more. */
const LONGEST_MESSAGE = 600;

type Say<P, S extends Finding["severity"]> = (
  rule: RuleOf<S>,
  place: P,
  message: string,
  more?: { readonly hint?: string | null; readonly fix?: Fix | null },
) => void;

/** Collects findings. A rule is `(input, report) => void`, its id is in `rules/`; `P` is how its room names a place. */
export interface Reporter<P> {
  readonly findings: readonly Finding[];
  readonly error: Say<P, "error">;
  readonly warning: Say<P, "warning">;
  readonly info: Say<P, "info">;
}

/** An empty collector. `locate` turns the room's own places into a file, a line and a column. */
export function createReporter<P>(locate: (place: P) => Where): Reporter<P> {
  const findings: Finding[] = [];
  const say =
    <S extends Finding["severity"]>(severity: S): Say<P, S> =>
    (rule, place, message, { hint = null, fix = null } = {}) =>
      void findings.push({ rule, severity, ...locate(place), message: shortened(message), hint, fix });
  return { findings, error: say("error"), warning: say("warning"), info: say("info") };
}

/** A message quotes what was found, which may be a picture as text, or a thousand brackets. */
function shortened(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

/** Returns where a place starts: in `file`, or in the snippet that the place is in; the whole file if there is no place. */
export function whereOf(file: string, place: Place | null | undefined): Where {
  return { file: place?.file ?? file, line: place?.line ?? null, column: place?.column ?? null };
}

/** True when at least one finding keeps the issue from being sent. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
