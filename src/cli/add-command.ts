import type { Command } from "commander";
import { explain } from "#src/cli/print/explain.ts";
import type { Io, Run } from "./io.ts";
import type { Given, Options } from "./options.ts";

/** A command, before anything of it is loaded. */
interface Declaration<A extends string | undefined, O extends Options> {
  readonly name: string;
  readonly help: string;
  /** `<file>`, `[slug]` or `[slug...]`. */
  readonly arg?: A;
  readonly argHelp?: string;
  readonly options?: O;
  /** Imports the command's file when the command runs, so that `--help` does not wait for React, MJML or a database. */
  readonly load: () => Promise<Action<A, O>>;
}

/** What a command does; the answer is its exit code. */
type Action<A extends string | undefined, O extends Options> = [A] extends [string]
  ? (arg: ArgOf<A>, options: Given<O>, io: Io) => Promise<number>
  : (options: Given<O>, io: Io) => Promise<number>;

type ArgOf<A> = A extends `[${string}...]` ? string[] : A extends `[${string}]` ? string | undefined : string;

/** Add a command to the program, or to a command that has parts. */
export function addCommand<
  A extends string | undefined = undefined,
  O extends Options = Record<never, never>,
>(
  parent: Command,
  { io, done, global }: Run,
  { name, help, arg, argHelp, options, load }: Declaration<A, O>,
): void {
  const command = parent.command(name).description(help);
  if (arg !== undefined) command.argument(arg, argHelp);
  for (const [key, option] of Object.entries(options ?? {})) command.addOption(option.make(key));
  command.action(async (...given: unknown[]) => {
    // Commander passes the argument, the options, and the command itself.
    const args = arg === undefined ? [] : [given[0]];
    const action = (await load()) as (...all: unknown[]) => Promise<number>;
    const own = io();
    done(
      await action(...args, { ...global(), ...command.opts() }, own).catch((error: unknown) =>
        explain(error, own),
      ),
    );
  });
}
