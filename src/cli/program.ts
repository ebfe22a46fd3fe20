import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { readEnvFile } from "#src/app/read-env-file.ts";
import { addOperationCommands } from "#src/cli/operate/add-operation-commands.ts";
import { addReaderCommands } from "#src/cli/readers/add-reader-commands.ts";
import { addSendingCommands } from "#src/cli/send/add-sending-commands.ts";
import { addWritingCommands } from "#src/cli/write/add-writing-commands.ts";
import type { GlobalOptions, Io, Run } from "./io.ts";

/**
 * Every command with its arguments, and nothing else: a command's code is imported when it runs, so that `--help`
 * does not wait for React and MJML. `done` receives the exit code.
 */
export function createProgram(io: Io, done: (exit: number) => void): Command {
  const program = new Command("letterpress")
    .description("Publish a newsletter from a git repository: to everybody once and to nobody twice.")
    .option("--project <dir>", "The project's root.", ".")
    .option("--sandbox", "Use the local stand-in for Resend and its own ledger; nobody is mailed.")
    .version(version(), "-V, --version", "Show the version of Letterpress and of Node.")
    .helpOption("-h, --help", "Show this help.")
    .helpCommand("help [command]", "Show the help of a command.")
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    })
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 findings, 2 wrong use, 3 failure, 4 uncertain batches need a person.",
    );
  const global = (): GlobalOptions => {
    const { project, sandbox = false } = program.opts<{ project: string; sandbox?: boolean }>();
    return { project: resolve(io.cwd, project), sandbox };
  };
  const started = (): Io => {
    const { project, sandbox = false } = program.opts<{ project: string; sandbox?: boolean }>();
    const isGiven = program.getOptionValueSource("project") !== "default";
    const npx = io.env["npm_lifecycle_event"] === "npx";
    // A variable of the shell wins over the one in the file.
    const env = { ...readEnvFile(global().project), ...io.env };
    return { ...io, env, typed: { npx, sandbox, project: isGiven ? project : null } };
  };
  const run: Run = { io: started, done, global };
  addWritingCommands(program, run);
  addSendingCommands(program, run);
  addReaderCommands(program, run);
  addOperationCommands(program, run);
  return program;
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version: own } = JSON.parse(text) as { version: string };
  return `letterpress ${own} (Node ${process.versions.node})`;
}
