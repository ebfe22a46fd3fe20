import type { Command } from "commander";
import { LetterpressError } from "#src/model/errors.ts";
import { answerLines, answerProgram } from "#src/cli/print/answer-program.ts";
import { explain } from "#src/cli/print/explain.ts";
import { audienceOf } from "./audience-of.ts";
import type { Action, Declaration } from "./declaration.ts";
import type { Io, Run } from "./io.ts";
import type { Options } from "./options.ts";

/** Loads and runs the command that was typed, for a person or for a program. Returns the exit code; every error is explained. */
export async function runCommand<A extends string | undefined, O extends Options>(
  command: Command,
  declaration: Declaration<A, O>,
  { args, hasOwnJson }: { readonly args: readonly unknown[]; readonly hasOwnJson: boolean },
  { io, global }: Run,
): Promise<number> {
  const act = async (own: Io): Promise<number> => {
    const action = (await loaded(declaration, global().project)) as (...all: unknown[]) => Promise<number>;
    return action(...args, { ...global(), ...command.opts() }, own);
  };
  const path = pathOf(command);
  if (command.opts()["json"] !== true) return act(io()).catch((error: unknown) => explain(error, io()));
  if (declaration.untilStopped === true) return answerLines(path, io(), act);
  return answerProgram(path, io(), hasOwnJson, act);
}

/** The full name of a command, with the commands that it is a part of: `subscribers import`. */
function pathOf(command: Command): string {
  const names: string[] = [];
  for (let one: Command | null = command; one?.parent; one = one.parent) names.unshift(one.name());
  return names.join(" ");
}

/** Loads the command's code for where the subscribers of this project live. Throws `audience/no-ledger` if it has none for there. */
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
