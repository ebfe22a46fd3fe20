import type { Argument, Command, Option } from "commander";
import { declaredProgram } from "./declared-program.ts";

const HEAD = `# Commands

Each command with its arguments and options, as \`letterpress --help\` prints them. Put \`npx\` in front.

Exit codes: 0 done · 1 findings · 2 wrong use · 3 failure, which another try may end · 4 a person must decide.
With \`--json\` the answer goes to stdout alone; what is said beside it goes to stderr.
`;

/** The reference of the command line in Markdown, from the declarations that the program itself reads. */
export function commandsPage(): string {
  const program = declaredProgram();
  const everywhere = `## With every command\n\n${optionsOf(program)}`;
  return `${[HEAD, everywhere, ...program.commands.flatMap((command) => sectionsOf(command, ""))].join("\n")}`;
}

function sectionsOf(command: Command, parent: string): string[] {
  const name = `${parent}${command.name()}`;
  if (name === "help") return [];
  if (command.commands.length > 0) return command.commands.flatMap((part) => sectionsOf(part, `${name} `));
  const typed = [name, ...command.registeredArguments.map(argumentInUsage)].join(" ");
  const args = command.registeredArguments
    .filter(({ description }) => description !== "")
    .map((argument) => `- \`${argumentInUsage(argument)}\`: ${argument.description}`);
  const parts = [`## \`${typed}\``, command.description(), args.join("\n"), optionsOf(command)];
  return [`${parts.filter((part) => part !== "").join("\n\n")}`];
}

function argumentInUsage(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function optionsOf(command: Command): string {
  const own = command.options.filter(({ hidden }) => !hidden);
  return own.length === 0
    ? ""
    : `${own.map((option) => `- \`${option.flags}\`: ${inWords(option)}`).join("\n")}\n`;
}

function inWords({ description, defaultValue, argChoices, mandatory }: Option): string {
  const more = [
    mandatory ? "Required." : "",
    argChoices === undefined ? "" : `One of ${argChoices.map((choice) => `\`${choice}\``).join(", ")}.`,
    typeof defaultValue === "string" || typeof defaultValue === "number"
      ? `Default: \`${defaultValue}\`.`
      : "",
  ];
  return [description, ...more].filter((part) => part !== "").join(" ");
}
