import type { Command } from "commander";
import { addCommand } from "#src/cli/add-command.ts";
import type { Run } from "#src/cli/io.ts";
import { JSON_OPTION } from "#src/cli/options.ts";
import { DECISIONS } from "./decisions.ts";
import { APPROVE, PLAN, REPORT, RESUME, SCHEDULE, SEND, STATUS, TEST } from "./options.ts";

/** What becomes of a finished issue. */
export function addSendingCommands(program: Command, run: Run): void {
  program.commandsGroup("Send");
  addCommand(program, run, {
    name: "test",
    help: "Mail an issue to a few addresses, with [TEST] before its subject; drafts too.",
    arg: "<slug>",
    options: TEST,
    load: async () => (await import("./test.ts")).test,
  });
  addCommand(program, run, {
    name: "plan",
    help: "Show what would happen to an issue: when, to whom, how large; changes nothing.",
    arg: "<slug>",
    options: PLAN,
    load: async () => (await import("./plan.ts")).plan,
  });
  addCommand(program, run, {
    name: "send",
    help: "Send an issue now.",
    arg: "<slug>",
    options: SEND,
    load: async () => async (slug, options, io) => {
      const missed = options.refused ? "refused" : options.dropped ? "dropped" : null;
      if (missed === null) return (await import("./send.ts")).send(slug, options, io);
      return (await import("./send-again.ts")).sendAgain(slug, { ...options, missed }, io);
    },
  });
  addCommand(program, run, {
    name: "schedule",
    help: "Have the ledger send an issue at its send_at, or at another time.",
    arg: "<slug>",
    options: SCHEDULE,
    load: async () => (await import("./schedule.ts")).schedule,
  });
  addDecisions(program, run);
  addCommand(program, run, {
    name: "status",
    help: "Show where sends are, with their books.",
    arg: "[slug]",
    options: STATUS,
    load: async () => async (slug, options, io) =>
      (await import("./status.ts")).status(slug ?? null, options, io),
  });
  addCommand(program, run, {
    name: "calendar",
    help: "Show drafts, scheduled and finished sends, in the newsletter's time zone.",
    options: JSON_OPTION,
    load: async () => (await import("./calendar.ts")).calendar,
  });
  addCommand(program, run, {
    name: "report",
    help: "Show how an issue went: its books, arrivals, clicks by link.",
    arg: "<slug>",
    options: REPORT,
    load: async () => (await import("./report.ts")).report,
  });
}

/** A person's words about a send, in the order of DECISIONS. */
function addDecisions(program: Command, run: Run): void {
  for (const { name, description: help } of DECISIONS) {
    const load = async () => (await import("./decide.ts")).decide.bind(null, name);
    if (name === "resume") {
      addCommand(program, run, { name, help, arg: "<slug>", options: RESUME, load });
    } else if (name === "approve") {
      addCommand(program, run, {
        name,
        help,
        arg: "<slug>",
        options: APPROVE,
        load:
          async () =>
          async (slug, { ramp, uncertain, ...options }, io) => {
            if (ramp !== undefined)
              return (await import("./decide-ramp.ts")).decideAboutRamp(slug, ramp, options, io);
            if (uncertain !== undefined)
              return (await import("./decide-uncertain.ts")).decideAboutUncertain(
                slug,
                uncertain,
                options,
                io,
              );
            return (await load())(slug, options, io);
          },
      });
    } else {
      addCommand(program, run, { name, help, arg: "<slug>", load });
    }
  }
}
