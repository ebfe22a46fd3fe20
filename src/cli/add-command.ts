import type { Command } from "commander";
import type { Declaration } from "./declaration.ts";
import type { Run } from "./io.ts";
import { JSON_OPTION, type Options } from "./options.ts";

/** Add a command to the program, or to a command that has parts. */
export function addCommand<
  A extends string | undefined = undefined,
  O extends Options = Record<never, never>,
>(parent: Command, run: Run, declaration: Declaration<A, O>): void {
  const { name, help, arg, argHelp, options } = declaration;
  const command = parent.command(name).description(help);
  if (arg !== undefined) command.argument(arg, argHelp);
  for (const [key, option] of Object.entries(options ?? {})) command.addOption(option.make(key));
  const hasOwnJson = options !== undefined && "json" in options;
  if (!hasOwnJson && declaration.forPeople !== true) command.addOption(JSON_OPTION.json.make("json"));
  command.action(async (...given: unknown[]) => {
    // Commander passes the argument, the options, and the command itself.
    const args = arg === undefined ? [] : [given[0]];
    const { runCommand } = await import("./run-command.ts");
    run.done(await runCommand(command, declaration, { args, hasOwnJson }, run));
  });
}
