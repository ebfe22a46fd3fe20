/** One thing that `doctor --eml` looks at. docs/schemas/mail.schema.json describes it for programs. */
export interface MailCheck {
  readonly name: MailCheckName;
  /** `unknown`: it could not be found out. It is printed, and never counts as good. */
  readonly result: "ok" | "wrong" | "unknown";
  /** What was found, in plain words. */
  readonly says: string;
  /** What to do next; null where nothing is to be done. */
  readonly next: string | null;
}

export const MAIL_CHECKS = [
  "issue",
  "from",
  "dkim",
  "signed headers",
  "dmarc",
  "results",
  "one-click",
  "unsubscribe link",
  "list id",
  "parts",
  "size",
] as const;
type MailCheckName = (typeof MAIL_CHECKS)[number];

export const isOk = (name: MailCheckName, says: string): MailCheck => ({
  name,
  result: "ok",
  says,
  next: null,
});

export const isWrong = (name: MailCheckName, says: string, next: string | null): MailCheck => ({
  name,
  result: "wrong",
  says,
  next,
});

export const isUnknown = (name: MailCheckName, says: string, next: string | null = null): MailCheck => ({
  name,
  result: "unknown",
  says,
  next,
});
