import type { Command } from "commander";
import { LetterpressError } from "#src/model/errors.ts";
import { answerLines, answerProgram } from "#src/cli/print/answer-program.ts";
import { explain } from "#src/cli/print/explain.ts";
import { audienceOf } from "./audience-of.ts";
import type { Io, Run } from "./io.ts";
import { type Given, JSON_OPTION, type Options } from "./options.ts";

/** A command, before anything of it is loaded. */
interface Declaration<A extends string | undefined, O extends Options> {
  readonly name: string;
  readonly help: string;
  /** `<file>`, `[slug]` or `[slug...]`. */
  readonly arg?: A;
  readonly argHelp?: string;
  readonly options?: O;
  /** It prints for a shell: `--json` would have nothing to say. */
  readonly forPeople?: true;
  /** It runs until it is stopped: with `--json` it prints a line of JSON for each thing that happens. */
  readonly untilStopped?: true;
  /** Imports the command's file when the command runs, so that `--help` does not wait for React, MJML or a database. */
  readonly load: () => Promise<Action<A, O>>;
  /** The same where subscribers live at Resend, or what to do there instead. A command without it needs no ledger. */
  readonly hosted?: (() => Promise<Action<A, O>>) | { readonly instead: string };
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
>(parent: Command, { io, done, global }: Run, declaration: Declaration<A, O>): void {
  const { name, help, arg, argHelp, options } = declaration;
  const command = parent.command(name).description(help);
  if (arg !== undefined) command.argument(arg, argHelp);
  for (const [key, option] of Object.entries(options ?? {})) command.addOption(option.make(key));
  const hasOwnJson = options !== undefined && "json" in options;
  if (!hasOwnJson && declaration.forPeople !== true) command.addOption(JSON_OPTION.json.make("json"));
  command.action(async (...given: unknown[]) => {
    // Commander passes the argument, the options, and the command itself.
    const args = arg === undefined ? [] : [given[0]];
    const act = async (own: Io): Promise<number> => {
      const action = (await loaded(declaration, global().project)) as (...all: unknown[]) => Promise<number>;
      return action(...args, { ...global(), ...command.opts() }, own);
    };
    const path = pathOf(command);
    if (command.opts()["json"] !== true)
      done(await act(io()).catch((error: unknown) => explain(error, io())));
    else if (declaration.untilStopped === true) done(await answerLines(path, io(), act));
    else done(await answerProgram(path, io(), hasOwnJson, act));
  });
}

/** The command's name after those that it is a part of: `subscribers import`. */
function pathOf(command: Command): string {
  const names: string[] = [];
  for (let one: Command | null = command; one?.parent; one = one.parent) names.unshift(one.name());
  return names.join(" ");
}

/** The command's code, for where the subscribers of this project live. Throws `audience/no-ledger` where it has none there. */
async function loaded<A extends string | undefined, O extends Options>(
  { name, load, hosted }: Declaration<A, O>,
  project: string,
): Promise<Action<A, O>> {
  if (hosted === undefined || (await audienceOf(project)) === "ledger") return load();
  if (typeof hosted === "function") return hosted();
  throw new LetterpressError(
    "audience/no-ledger",
    `\`${name}\` works on a ledger, and the subscribers of this newsletter live at Resend.`,
    { hint: hosted.instead },
  );
}
