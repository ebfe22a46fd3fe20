/** What two questions of `init` offer; the first is the default. Without a schema: the command line declares its options with it. */
export const CHOICES = {
  audience: ["resend", "ledger"],
  runsOn: ["github", "gitlab", "server", "none"],
} as const;
