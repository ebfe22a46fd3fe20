import type { Command } from "commander";
import { addCommand } from "#src/cli/add-command.ts";
import type { Run } from "#src/cli/io.ts";
import { JSON_OPTION, flag } from "#src/cli/options.ts";
import { ADD, EXPORT, IMPORT, REMOVE, YES } from "./options.ts";

/** What to do instead where subscribers live at Resend. */
const AT_RESEND = {
  instead: "Contacts can be deleted, and suppressions be seen and changed, in Resend's dashboard.",
};

/** Adds the commands about who reads the newsletter. */
export function addReaderCommands(program: Command, run: Run): void {
  program.commandsGroup("Readers");
  const subscribers = program.command("subscribers").description("Manage who reads the newsletter.");
  addCommand(subscribers, run, {
    name: "import",
    help: "Read a CSV of subscribers; mails nobody.",
    arg: "<file>",
    options: IMPORT,
    load: async () => (await import("./subscribers-import.ts")).subscribersImport,
    hosted: async () => (await import("#src/cli/hosted/subscribers-import.ts")).subscribersImport,
  });
  addCommand(subscribers, run, {
    name: "add",
    help: "Put one person on a list, because they asked for it; mails nobody.",
    arg: "<address>",
    options: ADD,
    load: async () => (await import("./subscribers-add.ts")).subscribersAdd,
    hosted: async () => (await import("#src/cli/hosted/subscribers-add.ts")).subscribersAdd,
  });
  addCommand(subscribers, run, {
    name: "count",
    help: "Count subscribers by list and state.",
    options: JSON_OPTION,
    load: async () => (await import("./subscribers-count.ts")).subscribersCount,
    hosted: async () => (await import("#src/cli/hosted/subscribers-count.ts")).subscribersCount,
  });
  addCommand(subscribers, run, {
    name: "show",
    help: "Print all that is known of an address, as JSON to give to its owner.",
    arg: "<address>",
    options: { json: flag("Changes nothing: it always prints JSON.") },
    load: async () => (await import("./subscribers-show.ts")).subscribersShow,
    hosted: async () => (await import("#src/cli/hosted/subscribers-show.ts")).subscribersShow,
  });
  addCommand(subscribers, run, {
    name: "remove",
    help: "Take one person off a list; no import brings them back.",
    arg: "<address>",
    options: REMOVE,
    load: async () => (await import("./subscribers-remove.ts")).subscribersRemove,
    hosted: async () => (await import("#src/cli/hosted/subscribers-remove.ts")).subscribersRemove,
  });
  addCommand(subscribers, run, {
    name: "erase",
    help: "Forget a person everywhere; an HMAC of the address stays, so that no import brings them back.",
    arg: "<address>",
    options: YES,
    load: async () => (await import("./subscribers-erase.ts")).subscribersErase,
    hosted: AT_RESEND,
  });
  addCommand(subscribers, run, {
    name: "export",
    help: "Write subscribers as CSV, to stdout unless a file is named; includes people who left.",
    arg: "[file]",
    options: EXPORT,
    load: async () => (await import("./subscribers-export.ts")).subscribersExport,
    hosted: async () => (await import("#src/cli/hosted/subscribers-export.ts")).subscribersExport,
  });
  addSuppressionCommands(program, run);
}

/** Adds the commands about addresses that are never mailed, whatever list they are on. */
function addSuppressionCommands(program: Command, run: Run): void {
  const suppressions = program.command("suppressions").description("Manage addresses that are never mailed.");
  addCommand(suppressions, run, {
    name: "list",
    help: "List suppressed addresses, with reason and date.",
    options: { json: flag("Print JSON, all of them.") },
    load: async () => (await import("./suppressions.ts")).suppressionsList,
    hosted: AT_RESEND,
  });
  addCommand(suppressions, run, {
    name: "add",
    help: "Never mail an address again.",
    arg: "<address>",
    load: async () => (await import("./suppressions.ts")).suppressionsAdd,
    hosted: AT_RESEND,
  });
  addCommand(suppressions, run, {
    name: "lift",
    help: "Let an address be mailed again, also one that rests after bounces; never one that was erased.",
    arg: "<address>",
    options: YES,
    load: async () => (await import("./suppressions.ts")).suppressionsLift,
    hosted: AT_RESEND,
  });
  addCommand(suppressions, run, {
    name: "import",
    help: "Suppress every address of a CSV, such as another system's bounces.",
    arg: "<file>",
    options: JSON_OPTION,
    load: async () => (await import("./suppressions.ts")).suppressionsImport,
    hosted: AT_RESEND,
  });
  addCommand(suppressions, run, {
    name: "export",
    help: "Write suppressions as CSV, to stdout unless a file is named.",
    arg: "[file]",
    load: async () => (await import("./suppressions.ts")).suppressionsExport,
    hosted: AT_RESEND,
  });
}
