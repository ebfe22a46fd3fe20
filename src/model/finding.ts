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
   * Stable id, `room/what-is-wrong`, for example `front-matter/unknown-key`: one of `rules/`, or the code of an error that stopped at
   * the file. Tests and `accept:` match this.
   */
  readonly rule: string;
  /** An `error` keeps an issue from being scheduled or sent; a `warning` is printed; `info` is quiet. */
  readonly severity: "error" | "warning" | "info";
  /** One sentence: what was found. */
  readonly message: string;
  /** How to fix it; null where the message is enough. */
  readonly hint: string | null;
  /** The exact edit that fixes it, applied by `letterpress check --fix`. */
  readonly fix: Fix | null;
  /** Who let it pass, and why. Such a finding is `info`; absent for every other one. */
  readonly overruled?: Overruled;
}

/** A finding that keeps nothing back although its rule would, with what its rule said. */
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

/** What the ledger remembers with an email: a rule whose findings keep it back no longer. */
export interface OverruledRule {
  readonly rule: string;
  readonly how: Overruled["how"];
  /** What the rule found, one finding a line, each with its place. */
  readonly message: string;
  /** Of the file; null for a forced one. */
  readonly reason: string | null;
  /** Who forced it: `cli:<user>`; null for an accepted one. */
  readonly person: string | null;
  /** When it was forced, or first scheduled with it; ms UTC. */
  readonly at: number;
}

/** Replace the characters from `start` up to `end` (UTF-16 offsets into the whole file) by `text`. */
export interface Fix {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Characters; nobody reads more of them. */
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

/** The start of a place in `file`, or in the snippet that it is in; the whole file where there is no place. */
export function whereOf(file: string, place: Place | null | undefined): Where {
  return { file: place?.file ?? file, line: place?.line ?? null, column: place?.column ?? null };
}

/** True when at least one finding keeps the issue from being sent. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
