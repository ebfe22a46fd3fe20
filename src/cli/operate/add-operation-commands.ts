import type { Command } from "commander";
import { addCommand } from "#src/cli/add-command.ts";
import type { Run } from "#src/cli/io.ts";
import { CONNECT, DOCTOR, MIGRATE, MOVE, REHEARSE, SANDBOX, SCHEMA, SERVE, TICK } from "./options.ts";

/** Adds the commands that keep a newsletter running. */
export function addOperationCommands(program: Command, run: Run): void {
  program.commandsGroup("Operate");
  addCommand(program, run, {
    name: "serve",
    untilStopped: true,
    help: "Run the scheduled job, and answer webhooks, images and readers' pages, until stopped.",
    options: SERVE,
    load: async () => (await import("./serve.ts")).serve,
    hosted: { instead: "Nothing has to run: have `letterpress tick` run in CI when the branch changes." },
  });
  addCommand(program, run, {
    name: "tick",
    help: "Run the scheduled job once: schedule what is new, send what is due.",
    options: TICK,
    load: async () => (await import("./tick.ts")).tickCommand,
    hosted: async () => (await import("#src/cli/hosted/tick.ts")).tick,
  });
  addCommand(program, run, {
    name: "sandbox",
    untilStopped: true,
    help: "Run the local stand-in for Resend, with its inbox.",
    options: SANDBOX,
    load: async () => (await import("./sandbox.ts")).sandbox,
  });
  addCommand(program, run, {
    name: "rehearse",
    help: "Send an issue to a copy of its audience in the sandbox, with faults, and count who got it.",
    arg: "<slug>",
    argHelp: "The issue; drafts too.",
    options: REHEARSE,
    load: async () => (await import("./rehearse.ts")).rehearse,
    hosted: { instead: "There is no ledger whose behaviour could be rehearsed: Resend sends the broadcast." },
  });
  addCommand(program, run, {
    name: "migrate",
    help: "Create the ledger or bring it up to date, or move another one into it.",
    options: MIGRATE,
    load: async () => (await import("./migrate.ts")).migrate,
    hosted: {
      instead: "Nothing is stored here. What there is, Resend keeps, and `letterpress status` shows it.",
    },
  });
  addCommand(program, run, {
    name: "move",
    help: "Carry subscribers, consent and suppressions between the ledger and Resend; mails nobody.",
    options: MOVE,
    load: async () => (await import("./move.ts")).move,
  });
  addCommand(program, run, {
    name: "backup",
    help: "Write the ledger with its images into a file, while it is in use.",
    arg: "<file>",
    load: async () => (await import("./backup.ts")).backup,
    hosted: {
      instead: "Nothing is stored here. What there is, Resend keeps, and `letterpress status` shows it.",
    },
  });
  addCommand(program, run, {
    name: "restore",
    help: "Make a backup the ledger; unfinished sends wait until they are compared with Resend.",
    arg: "<file>",
    load: async () => (await import("./restore.ts")).restore,
    hosted: {
      instead: "Nothing is stored here. What there is, Resend keeps, and `letterpress status` shows it.",
    },
  });
  addCommand(program, run, {
    name: "connect",
    help: "Check key, domain, address and audience at Resend, create what is missing, send one test.",
    options: CONNECT,
    load: async () => (await import("./connect.ts")).connect,
  });
  addCommand(program, run, {
    name: "doctor",
    help: "Check all that a send needs, and change nothing: what `connect` checks, and the ledger.",
    options: DOCTOR,
    load: async () => (await import("./doctor.ts")).doctor,
    hosted: async () => (await import("#src/cli/hosted/doctor.ts")).doctor,
  });
  addCommand(program, run, {
    name: "schema",
    help: "Print the JSON Schema of what a command prints with --json.",
    arg: "<document>",
    argHelp: "Its name in docs/json.md, or the command, such as plan.",
    options: SCHEMA,
    load: async () => (await import("./schema.ts")).schema,
  });
  addCommand(program, run, {
    name: "completion",
    forPeople: true,
    help: "Print a script that completes commands, options and slugs: bash, zsh or fish.",
    arg: "<shell>",
    load: async () => (await import("./completion.ts")).completion.bind(null, program),
  });
}
