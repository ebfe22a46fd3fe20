import { type Command, Option } from "commander";
import type { Run } from "#src/cli/io.ts";
import { collect, cronPattern, port } from "#src/cli/option-values.ts";

/** What keeps it running. */
export function addOperationCommands(program: Command, { io, done, global }: Run): void {
  program.commandsGroup("Operate");
  program
    .command("serve")
    .description("run the scheduled job and answer webhooks, images and readers' pages, until stopped")
    .option("--port <port>", "where it answers", port, 8080)
    .option("--host <address>", "0.0.0.0 unless given; 127.0.0.1 with --sandbox")
    .option("--every <pattern>", "when the project is read, as a cron pattern", cronPattern, "* * * * *")
    .addOption(new Option("--log <format>", "lines for people, or JSON").choices(["text", "json"]))
    .action(async (options: { port: number; host?: string; every: string; log?: "text" | "json" }) =>
      done(await (await import("./serve.ts")).serve({ ...global(), ...options }, io)),
    );
  program
    .command("tick")
    .description("one pass of the scheduled job: schedule what is new, send what is due")
    .action(async () => done(await (await import("./tick.ts")).tickCommand(global(), io)));
  program
    .command("sandbox")
    .description("run the local stand-in of Resend, with its inbox")
    .option("--port <port>", "where it answers", port, 4401)
    .option("--webhook <url>", "where its events go; may be repeated", collect, [])
    .action(async (options: { port: number; webhook: string[] }) =>
      done(await (await import("./sandbox.ts")).sandbox({ ...global(), ...options }, io)),
    );
  program
    .command("migrate")
    .description("create the ledger, or bring it up to date; or move one into it")
    .option("--from <url>", "move this ledger (sqlite:PATH) into the empty one that DATABASE_URL names")
    .action(async (options: { from?: string }) =>
      done(await (await import("./migrate.ts")).migrate({ ...global(), ...options }, io)),
    );
  program
    .command("backup")
    .description("write the ledger with its images into a file, while it is in use")
    .argument("<file>")
    .action(async (file: string) => done(await (await import("./backup.ts")).backup(file, global(), io)));
  program
    .command("restore")
    .description("make a backup the ledger; every unfinished send waits until it was compared with Resend")
    .argument("<file>")
    .action(async (file: string) => done(await (await import("./restore.ts")).restore(file, global(), io)));
  program
    .command("doctor")
    .description("whether everything a send needs is there: ledger, key, domain, quota, webhook")
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) =>
      done(await (await import("./doctor.ts")).doctor({ ...global(), ...options }, io)),
    );
}
