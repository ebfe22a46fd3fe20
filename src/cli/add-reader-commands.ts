import { type Command, Option } from "commander";
import type { SourceName } from "#src/audience/sources.ts";
import type { GlobalOptions, Run } from "./io.ts";
import { collect } from "./option-values.ts";
import type { AddCommandOptions } from "./subscribers-add.ts";
import type { ImportCommandOptions } from "./subscribers-import.ts";

/** Who reads the newsletter. */
export function addReaderCommands(program: Command, { io, done, global }: Run): void {
  program.commandsGroup("Readers");
  const subscribers = program.command("subscribers").description("who reads the newsletter");
  subscribers
    .command("import")
    .description("read a CSV of subscribers into the ledger; mails nobody")
    .argument("<file>")
    .option("--list <list>", "the list for rows that name none; the first of the config unless given")
    .addOption(
      new Option("--from <system>", "the system that wrote the file; recognised unless given").choices(
        SOURCES,
      ),
    )
    .addOption(
      new Option("--unstated <state>", "state of rows that do not tell whether they may be mailed")
        .choices(["active", "pending"])
        .default("pending"),
    )
    .option("--dry-run", "count what would happen, change nothing")
    .option("--json", "print JSON")
    .action(async (file: string, options: Omit<ImportCommandOptions, keyof GlobalOptions>) => {
      const { subscribersImport } = await import("./subscribers-import.ts");
      done(await subscribersImport(file, { ...global(), ...options }, io));
    });
  subscribers
    .command("add")
    .description("put one person on a list, because they asked for it; mails nobody")
    .argument("<address>")
    .option("--list <list>", "the first of the config unless given")
    .option("--attribute <name=value>", "an attribute of the config; may be repeated", collect, [])
    .option("--timezone <zone>", "the reader's own, such as America/Lima")
    .option("--pending", "not confirmed yet: gets nothing until then")
    .option("--resubscribe", "bring back somebody who unsubscribed and asked to come back")
    .action(async (address: string, options: Omit<AddCommandOptions, keyof GlobalOptions>) => {
      const { subscribersAdd } = await import("./subscribers-add.ts");
      done(await subscribersAdd(address, { ...global(), ...options }, io));
    });
  subscribers
    .command("count")
    .description("how many there are, by list and state")
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) => {
      const { subscribersCount } = await import("./subscribers-count.ts");
      done(await subscribersCount({ ...global(), ...options }, io));
    });
}

/** As audience/ knows them; written out, because loading audience/ would slow every `--help` down. */
const SOURCES: readonly SourceName[] = [
  "letterpress",
  "beehiiv",
  "substack",
  "mailchimp",
  "ghost",
  "kit",
  "buttondown",
  "curated",
  "listmonk",
  "resend",
  "generic",
];
