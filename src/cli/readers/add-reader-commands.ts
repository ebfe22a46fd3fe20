import { type Command, Option } from "commander";
import type { ExportPart, ExportTarget } from "#src/audience/export/export-formats.ts";
import type { SourceName } from "#src/audience/consent/sources.ts";
import type { GlobalOptions, Run } from "#src/cli/io.ts";
import { collect } from "#src/cli/option-values.ts";
import type { AddCommandOptions } from "./subscribers-add.ts";
import type { ImportCommandOptions } from "./subscribers-import.ts";

/** Who reads the newsletter. */
export function addReaderCommands(program: Command, run: Run): void {
  const { io, done, global } = run;
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
    .option(
      "--map <column=status:...>",
      'how to read a column: "Accepts Marketing=status:yes>active,no>unsubscribed"; may be repeated',
      collect,
      [],
    )
    .option("--ignore <column>", "a column that says nothing of consent; may be repeated", collect, [])
    .option("--dry-run", "count what would happen, change nothing")
    .option("--yes", "do not show it and ask first, as on a terminal it does")
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
  subscribers
    .command("show")
    .description("all that is known of an address, as JSON to hand to its owner")
    .argument("<address>")
    .option("--json", "what it prints anyway")
    .action(async (address: string) => {
      const { subscribersShow } = await import("./subscribers-show.ts");
      done(await subscribersShow(address, global(), io));
    });
  subscribers
    .command("remove")
    .description("take one person off a list; no import brings them back")
    .argument("<address>")
    .requiredOption("--list <list>", "the list, or all")
    .action(async (address: string, options: { list: string }) => {
      const { subscribersRemove } = await import("./subscribers-remove.ts");
      done(await subscribersRemove(address, { ...global(), ...options }, io));
    });
  subscribers
    .command("erase")
    .description(
      "forget a person everywhere; an HMAC of the address stays, so that no import brings them back",
    )
    .argument("<address>")
    .option("--yes", "do not ask")
    .action(async (address: string, options: { yes?: boolean }) => {
      const { subscribersErase } = await import("./subscribers-erase.ts");
      done(await subscribersErase(address, { ...global(), ...options }, io));
    });
  subscribers
    .command("export")
    .description("write subscribers as CSV, to stdout unless a file is named; those who left are in it")
    .argument("[file]")
    .addOption(
      new Option("--for <system>", "the columns another system reads; all of ours unless given").choices(
        TARGETS,
      ),
    )
    .option("--list <list>", "only people of this list")
    .addOption(
      new Option("--only <part>", "only those who may be mailed, or only the others").choices([
        "active",
        "left",
      ] satisfies ExportPart[]),
    )
    .action(
      async (file: string | undefined, options: { for?: ExportTarget; list?: string; only?: ExportPart }) => {
        const { subscribersExport } = await import("./subscribers-export.ts");
        done(await subscribersExport(file, { ...global(), ...options }, io));
      },
    );
  addSuppressionCommands(program, run);
}

/** Addresses that are never mailed, whatever list they are on. */
function addSuppressionCommands(program: Command, { io, done, global }: Run): void {
  const suppressions = program.command("suppressions").description("addresses that are never mailed");
  suppressions
    .command("list")
    .description("who is suppressed, why and since when")
    .option("--json", "print JSON, all of them")
    .action(async (options: { json?: boolean }) => {
      const { suppressionsList } = await import("./suppressions.ts");
      done(await suppressionsList({ ...global(), ...options }, io));
    });
  suppressions
    .command("add")
    .description("never mail an address again")
    .argument("<address>")
    .action(async (address: string) => {
      const { suppressionsAdd } = await import("./suppressions.ts");
      done(await suppressionsAdd(address, global(), io));
    });
  suppressions
    .command("lift")
    .description("let an address be mailed again; never one that was erased")
    .argument("<address>")
    .option("--yes", "do not ask")
    .action(async (address: string, options: { yes?: boolean }) => {
      const { suppressionsLift } = await import("./suppressions.ts");
      done(await suppressionsLift(address, { ...global(), ...options }, io));
    });
  suppressions
    .command("import")
    .description("suppress every address of a CSV, such as another system's bounces")
    .argument("<file>")
    .option("--json", "print JSON")
    .action(async (file: string, options: { json?: boolean }) => {
      const { suppressionsImport } = await import("./suppressions.ts");
      done(await suppressionsImport(file, { ...global(), ...options }, io));
    });
  suppressions
    .command("export")
    .description("write them as CSV, to stdout unless a file is named")
    .argument("[file]")
    .action(async (file: string | undefined) => {
      const { suppressionsExport } = await import("./suppressions.ts");
      done(await suppressionsExport(file, global(), io));
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
  "brevo",
  "hubspot",
  "klaviyo",
  "mailjet",
  "mailerlite",
  "mailpoet",
  "shopify",
  "sendy",
  "phplist",
  "keila",
  "activecampaign",
  "generic",
];

const TARGETS: readonly ExportTarget[] = ["ghost", "mailchimp", "kit", "resend", "listmonk"];
