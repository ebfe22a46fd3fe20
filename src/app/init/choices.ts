/**
 * The choices of two questions of `init`; the first is the default. Not a schema, because the command line
 * declares its options with them.
 */
export const CHOICES = {
  audience: ["resend", "ledger"],
  runsOn: ["github", "gitlab", "server", "none"],
} as const;
