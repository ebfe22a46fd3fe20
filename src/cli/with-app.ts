import { existsSync } from "node:fs";
import { join } from "node:path";
import { type App, type AppOptions, openApp } from "#src/app/open-app.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { asLedgerError } from "#src/store/database/open-ledger.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { printNote, style } from "#src/cli/print/print.ts";

/** Open the ledger, print which one it is, do the work, close the ledger. */
export async function withApp<T>(
  { project, sandbox }: GlobalOptions,
  io: Io,
  work: (app: App) => Promise<T>,
  options: Pick<AppOptions, "create" | "mails" | "config" | "log" | "metrics"> = {},
): Promise<T> {
  // The sandbox's ledger is created without asking, so never in a folder that is no project. Where there is a ledger, it
  // goes on without a config: a checkout under way must not keep anybody from a cancel.
  if (!existsSync(join(project, "newsletter.config.ts")) && !hasLedger({ project, sandbox }, io)) {
    throw new LetterpressError("config/missing", `There is no newsletter.config.ts in ${project}.`);
  }
  await using app = await openApp({ root: project, env: io.env, sandbox, clock: io.clock, ...options });
  announce(app, io);
  try {
    return await work(app);
  } catch (error) {
    throw asLedgerError(error, app.ledger.name);
  }
}

/** On stderr, so that `--json` stays JSON and nobody works on the wrong ledger without noticing. */
export function announce({ ledger }: App, io: Io): void {
  const to = ledger.destination === "resend" ? "mails real people through Resend" : "sandbox, mails nobody";
  printNote(io, style(io.stderr, "quiet", `Ledger: ${ledger.name} (${to})`));
}

function hasLedger({ project, sandbox }: Pick<GlobalOptions, "project" | "sandbox">, { env }: Io): boolean {
  if (!sandbox && env["DATABASE_URL"]) return true;
  return existsSync(join(project, ".letterpress", sandbox ? "sandbox.db" : "letterpress.db"));
}
