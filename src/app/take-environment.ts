/** What a template, a config or a program that a command starts has no business with. DATABASE_URL may hold a password. */
const SECRETS = [
  "RESEND_API_KEY",
  "RESEND_WEBHOOK_SECRET",
  "LETTERPRESS_SECRET",
  "SUPPRESSION_KEY",
  "NOTIFY_SECRET",
  "DATABASE_URL",
];

/**
 * The variables of a process, for `readConfig`. Its secrets leave `env` at this moment, before any of the author's code is
 * loaded: what templates, threads and child processes see of the environment holds none of them.
 */
export function takeEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const taken = { ...env };
  for (const name of SECRETS) delete env[name];
  return taken;
}
