import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Config, readConfig } from "#src/app/config.ts";
import { type App, type AppOptions, openApp } from "#src/app/open-app.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { asLedgerError } from "#src/store/database/open-ledger.ts";
import { printNote, style } from "#src/cli/print/print.ts";
import type { GlobalOptions, Io } from "./io.ts";

/** Reads what the environment decides, for a command that opens its ledgers itself. */
export function configOf({ project, sandbox }: GlobalOptions, { env }: Io): Config {
  return readConfig({ root: project, env, sandbox });
}

/** What a command needs of its application, given beside the options of its command line. */
type Needs = Pick<AppOptions, "create" | "mails" | "log" | "metrics" | "files">;

/** Open the ledger, print which one it is, do the work, close the ledger. */
export async function withApp<T>(
  { project, sandbox, create, mails, log, metrics, files }: GlobalOptions & Needs,
  io: Io,
  work: (app: App) => Promise<T>,
): Promise<T> {
  // The sandbox's ledger is created without asking, so never in a folder that is no project. If there is a ledger, the command
  // goes on without a config: a git checkout under way must not keep anybody from canceling a send.
  if (!existsSync(join(project, "newsletter.config.ts")) && !hasLedger({ project, sandbox }, io)) {
    throw new LetterpressError("config/missing", `There is no newsletter.config.ts in ${project}.`);
  }
  await using app = await openApp({
    root: project,
    env: io.env,
    sandbox,
    clock: io.clock,
    create,
    mails,
    log,
    metrics,
    files,
  });
  announce(app, io);
  try {
    return await work(app);
  } catch (error) {
    throw asLedgerError(error, app.ledger);
  }
}

/** Names the open ledger on stderr, so that `--json` stays JSON and nobody works on the wrong ledger without noticing. */
export function announce({ ledger }: App, io: Io): void {
  const to = ledger.destination === "resend" ? "mails real people through Resend" : "sandbox, mails nobody";
  printNote(io, style(io.stderr, "quiet", `Ledger: ${ledger.name} (${to})`));
}

/** Whether there is a ledger to open, as far as files and the environment say. */
export function hasLedger(
  { project, sandbox }: Pick<GlobalOptions, "project" | "sandbox">,
  { env }: Io,
): boolean {
  if (!sandbox && env["DATABASE_URL"]) return true;
  return existsSync(join(project, ".letterpress", sandbox ? "sandbox.db" : "letterpress.db"));
}
