import type { Command } from "commander";
import { addCommand } from "#src/cli/add-command.ts";
import type { Run } from "#src/cli/io.ts";
import { JSON_OPTION } from "#src/cli/options.ts";
import type { Decision } from "#src/app/sends/take-decision.ts";
import { APPROVE, PLAN, REPORT, RESUME, SCHEDULE, SEND, STATUS, TEST } from "./options.ts";

/** Adds the commands about what becomes of a finished issue. */
export function addSendingCommands(program: Command, run: Run): void {
  program.commandsGroup("Send");
  addCommand(program, run, {
    name: "test",
    help: "Mail an issue to a few addresses, with [TEST] before its subject; drafts too.",
    arg: "<slug>",
    options: TEST,
    load: async () => (await import("./test.ts")).test,
    hosted: async () => (await import("#src/cli/hosted/test.ts")).test,
  });
  addCommand(program, run, {
    name: "plan",
    help: "Show what would happen to an issue: when, to whom, how large; changes nothing.",
    arg: "<slug>",
    options: PLAN,
    load: async () => (await import("./plan.ts")).plan,
    hosted: async () => (await import("#src/cli/hosted/plan.ts")).plan,
  });
  addCommand(program, run, {
    name: "send",
    help: "Send an issue now.",
    arg: "<slug>",
    options: SEND,
    load: async () => (await import("./send.ts")).send,
    hosted: async () => (await import("#src/cli/hosted/send.ts")).send,
  });
  addCommand(program, run, {
    name: "schedule",
    help: "Have the ledger send an issue at its send_at, or at another time.",
    arg: "<slug>",
    options: SCHEDULE,
    load: async () => (await import("./schedule.ts")).schedule,
    hosted: async () => (await import("#src/cli/hosted/schedule.ts")).schedule,
  });
  addDecisions(program, run);
  addCommand(program, run, {
    name: "status",
    help: "Show where sends are, with their books.",
    arg: "[slug]",
    options: STATUS,
    load: async () => (await import("./status.ts")).status,
    hosted: async () => (await import("#src/cli/hosted/status.ts")).status,
  });
  addCommand(program, run, {
    name: "calendar",
    help: "Show drafts, scheduled and finished sends, in the newsletter's time zone.",
    options: JSON_OPTION,
    load: async () => (await import("./calendar.ts")).calendar,
    hosted: async () => (await import("#src/cli/hosted/calendar.ts")).calendar,
  });
  addCommand(program, run, {
    name: "report",
    help: "Show how an issue went: its books, arrivals, clicks by link.",
    arg: "<slug>",
    options: REPORT,
    load: async () => (await import("./report.ts")).report,
    hosted: async () => (await import("#src/cli/hosted/report.ts")).report,
  });
}

/** Adds the commands by which a person decides about a send. */
function addDecisions(program: Command, run: Run): void {
  const load = (decision: Decision) => async () => (await import("./decide.ts")).decide.bind(null, decision);
  addCommand(program, run, {
    name: "unschedule",
    help: "Take back a scheduled send, until its file's send_at changes.",
    arg: "<slug>",
    load: load("unschedule"),
    hosted: async () => (await import("#src/cli/hosted/take-back.ts")).takeBack.bind(null, "unschedule"),
  });
  addCommand(program, run, {
    name: "approve",
    help: "Continue a send that waits for a review.",
    arg: "<slug>",
    options: APPROVE,
    load: async () => (await import("./approve.ts")).approve,
    hosted: { instead: "Run `letterpress schedule SLUG` to hand an issue over again." },
  });
  addCommand(program, run, {
    name: "pause",
    help: "Hold a send; the batch in flight is settled, nothing new leaves.",
    arg: "<slug>",
    load: load("pause"),
    hosted: {
      instead:
        "Run `letterpress unschedule SLUG` before its time. A broadcast that is being sent can only be ended: `letterpress cancel SLUG`.",
    },
  });
  addCommand(program, run, {
    name: "resume",
    help: "Continue a paused send.",
    arg: "<slug>",
    options: RESUME,
    load: load("resume"),
    hosted: { instead: "Run `letterpress schedule SLUG` to hand an issue over again." },
  });
  addCommand(program, run, {
    name: "cancel",
    help: "End a send permanently.",
    arg: "<slug>",
    load: load("cancel"),
    hosted: async () => (await import("#src/cli/hosted/take-back.ts")).takeBack.bind(null, "cancel"),
  });
}
