/**
 * One check of `connect` and `doctor`. `CheckName` lists them in the order in which they are printed.
 * docs/schemas/checks.schema.json describes the list for programs.
 */
export interface Check {
  readonly name: CheckName;
  /** `unknown`: it could not be found out. It is printed, and never counts as good. */
  readonly result: "ok" | "missing" | "unknown";
  /** What was found, in plain words. */
  readonly says: string;
  /** What to do next, with the command as it must be typed; null where nothing is to be done. */
  readonly next: string | null;
}

type CheckName =
  | "ledger"
  | "size"
  | "retention"
  | "suppression key"
  | "link secrets"
  | ".env"
  | "key"
  | "pace"
  | "quota"
  | "domain"
  | "spf"
  | "return path"
  | "dkim"
  | "dmarc"
  | "tracking"
  | "webhook"
  | `segment ${string}`
  | `topic ${string}`
  | "address"
  | "test";

export const isOk = (name: CheckName, says: string): Check => ({ name, result: "ok", says, next: null });

export const isMissing = (name: CheckName, says: string, next: string | null): Check => ({
  name,
  result: "missing",
  says,
  next,
});

export const isUnknown = (name: CheckName, says: string, next: string | null = null): Check => ({
  name,
  result: "unknown",
  says,
  next,
});
