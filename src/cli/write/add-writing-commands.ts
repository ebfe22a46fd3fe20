import { type Command, Option } from "commander";
import type { Run } from "#src/cli/io.ts";
import { port } from "#src/cli/option-values.ts";

/** What an author does: start, check, build, preview. */
export function addWritingCommands(program: Command, { io, done, global }: Run): void {
  program.commandsGroup("Write");
  program
    .command("new")
    .description("start an issue: its folder, number and front matter")
    .argument("<title>", "the title, in quotation marks")
    .option("--section <key>", "a section of newsletter.config.ts")
    .action(async (title: string, options: { section?: string }) =>
      done(await (await import("./new.ts")).newCommand(title, { ...global(), ...options }, io)),
    );
  program
    .command("check")
    .description("say what there is to mend in issues, by file and line")
    .argument("[slug...]", "issues; all of them unless named")
    .addOption(
      new Option("--format <format>", "how to print findings")
        .choices(["text", "json", "github"])
        .default("text"),
    )
    .option("--json", "the same as --format json")
    .option("--fix", "apply the edits that findings offer")
    .action(async (slugs: string[], options: { format: string; json?: boolean; fix?: boolean }) => {
      const { check } = await import("./check.ts");
      done(await check(slugs, { ...global(), ...options }, io));
    });
  program
    .command("build")
    .description("write each issue's email.html, email.txt, email.json and images")
    .argument("[slug...]", "issues; all of them unless named")
    .option("--out <dir>", "the folder to write to", "out")
    .action(async (slugs: string[], options: { out: string }) =>
      done(await (await import("./build.ts")).build(slugs, { ...global(), ...options }, io)),
    );
  program
    .command("dev")
    .description("preview issues in the browser; every save shows at once")
    .option("--port <port>", "where the preview answers", port, 4400)
    .option("--sandbox-port <port>", "where the sandbox and its inbox answer", port, 4401)
    .option("--open", "open the browser")
    .action(async (options: { port: number; sandboxPort: number; open?: boolean }) =>
      done(await (await import("./dev.ts")).dev({ ...global(), ...options }, io)),
    );
}
