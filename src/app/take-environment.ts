/** Variables that no template, config or program started by a command may see. DATABASE_URL may hold a password. */
const SECRETS = [
  "RESEND_API_KEY",
  "RESEND_WEBHOOK_SECRET",
  "LETTERPRESS_SECRET",
  "SUPPRESSION_KEY",
  "NOTIFY_SECRET",
  "DATABASE_URL",
];

/**
 * Returns the variables of a process for `readConfig`, and removes the secrets from `env` before any of the author's code is
 * loaded: templates, threads and child processes then find no secret in their environment.
 */
export function takeEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const taken = { ...env };
  for (const name of SECRETS) delete env[name];
  return taken;
}
