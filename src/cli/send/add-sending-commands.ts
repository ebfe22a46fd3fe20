import { type Command, Option } from "commander";
import type { RampAnswer } from "#src/app/schedule/choose-ramp.ts";
import { DECISIONS } from "./decisions.ts";
import type { Run } from "#src/cli/io.ts";

interface Decided {
  readonly anyway?: boolean;
  readonly uncertain?: "submitted" | "refused";
  readonly ramp?: RampAnswer;
}

interface SendOptions {
  readonly yes?: boolean;
  readonly segment?: string;
  readonly refused?: boolean;
  readonly dropped?: boolean;
  readonly wave: boolean;
  readonly ramp?: RampAnswer;
}

/** What becomes of a finished issue. */
export function addSendingCommands(program: Command, { io, done, global }: Run): void {
  program.commandsGroup("Send");
  program
    .command("test")
    .description("mail an issue to a few addresses, [TEST] before its subject; drafts too")
    .argument("<slug>")
    .requiredOption("--to <addresses>", "addresses, with commas between them")
    .option("--as <address>", "a subscriber whose attributes are merged")
    .action(async (slug: string, options: { to: string; as?: string }) =>
      done(await (await import("./test.ts")).test(slug, { ...global(), ...options }, io)),
    );
  program
    .command("plan")
    .description("show what would happen to an issue: when, to whom, how large; change nothing")
    .argument("<slug>")
    .option("--json", "print JSON")
    .addOption(segmentOption())
    .addOption(rampOption())
    .action(async (slug: string, options: { json?: boolean; segment?: string; ramp?: RampAnswer }) =>
      done(await (await import("./plan.ts")).plan(slug, { ...global(), ...options }, io)),
    );
  program
    .command("send")
    .description("send an issue now")
    .argument("<slug>")
    .option("--yes", "do not ask")
    .option("--no-wave", "to everybody at once, however many they are")
    .addOption(segmentOption().conflicts(["refused", "dropped"]))
    .addOption(rampOption().conflicts(["refused", "dropped"]))
    .option("--refused", "once more, to those alone whom Resend refused and who are still on the list")
    .addOption(
      new Option("--dropped", "once more, to those alone whom Resend's quota kept from it").conflicts(
        "refused",
      ),
    )
    .action(async (slug: string, { refused, dropped, ...options }: SendOptions) => {
      const given = { ...global(), ...options };
      const missed = refused ? "refused" : dropped ? "dropped" : null;
      if (missed === null) done(await (await import("./send.ts")).send(slug, given, io));
      else done(await (await import("./send-again.ts")).sendAgain(slug, { ...given, missed }, io));
    });
  program
    .command("schedule")
    .description("have the ledger send an issue at its send_at, or at another time")
    .argument("<slug>")
    .option("--at <time>", 'a time such as "2026-12-01 09:00" in the issue\'s zone, or with an offset')
    .option("--no-wave", "to everybody at once, however many they are")
    .addOption(segmentOption())
    .addOption(rampOption())
    .action(
      async (slug: string, options: { at?: string; segment?: string; wave: boolean; ramp?: RampAnswer }) =>
        done(await (await import("./schedule.ts")).schedule(slug, { ...global(), ...options }, io)),
    );
  for (const { name, description } of DECISIONS) {
    const command = program.command(name).description(description).argument("<slug>");
    if (name === "resume") command.option("--anyway", "a restored send, without comparing it with Resend");
    if (name === "approve") {
      const answers = ["submitted", "refused"];
      command.addOption(
        new Option("--uncertain <answer>", "what became of its uncertain recipients").choices(answers),
      );
      command.addOption(rampOption().conflicts("uncertain"));
    }
    command.action(async (slug: string, options: Decided) => {
      if (options.ramp !== undefined) {
        done(await (await import("./decide-ramp.ts")).decideAboutRamp(slug, options.ramp, global(), io));
      } else if (options.uncertain === undefined) {
        done(await (await import("./decide.ts")).decide(name, slug, { ...global(), ...options }, io));
      } else {
        const { decideAboutUncertain } = await import("./decide-uncertain.ts");
        done(await decideAboutUncertain(slug, options.uncertain, global(), io));
      }
    });
  }
  program
    .command("status")
    .description("where sends are, with their books")
    .argument("[slug]")
    .option("--watch", "look again every second until nothing moves")
    .option("--json", "print JSON")
    .action(async (slug: string | undefined, options: { watch?: boolean; json?: boolean }) =>
      done(await (await import("./status.ts")).status(slug ?? null, { ...global(), ...options }, io)),
    );
  program
    .command("calendar")
    .description("drafts, scheduled and finished sends, in the newsletter's time zone")
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) =>
      done(await (await import("./calendar.ts")).calendar({ ...global(), ...options }, io)),
    );
  program
    .command("report")
    .description("how an issue went: its books, arrivals, clicks by link")
    .argument("<slug>")
    .addOption(new Option("--json", "as JSON").conflicts(["csv", "markdown"]))
    .addOption(new Option("--csv", "as CSV").conflicts("markdown"))
    .option("--markdown", "as Markdown")
    .action(async (slug: string, options: { json?: boolean; csv?: boolean; markdown?: boolean }) =>
      done(await (await import("./report.ts")).report(slug, { ...global(), ...options }, io)),
    );
}

function rampOption(): Option {
  return new Option(
    "--ramp <answer>",
    "to a list much larger than any before: grow day by day as `plan` proposes, or mail all at once",
  ).choices(["accept", "refuse"]);
}

function segmentOption(): Option {
  return new Option(
    "--segment <query>",
    'readers of the list it goes to, such as "plan:pro -country:US", in place of the file\'s; "" for all of them',
  );
}
