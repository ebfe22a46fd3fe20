import type { Command, Option } from "commander";
import { LetterpressError } from "#src/model/errors.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";

/** What may follow one command, as it is declared. */
interface Line {
  /** The command with the one it is a part of, such as `subscribers import`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly help: string }[];
  readonly options: readonly Option[];
  readonly argument: "slug" | "file" | null;
}

/** What the scripts call to complete a slug; no shell has this name. */
const SLUGS = "slugs";

/**
 * Print a script that a shell reads once. It is made from the declared commands, so that no option is missing from it; only
 * slugs are looked up while a person types.
 */
export async function completion(
  program: Command,
  shell: string,
  options: GlobalOptions,
  io: Io,
): Promise<number> {
  if (shell === SLUGS) {
    const { issues } = await openProject(options, io);
    for (const { source } of issues) io.stdout.write(`${source.slug}\n`);
    return 0;
  }
  const script = { bash, zsh, fish }[shell];
  if (script === undefined) {
    throw new LetterpressError("usage/invalid", `Expected bash, zsh or fish, got ${shell}.`, {
      hint: 'Add to ~/.bashrc: `eval "$(npx letterpress completion bash)"`.',
    });
  }
  io.stdout.write(script(linesOf(program)));
  return 0;
}

function linesOf(command: Command, path = ""): Line[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const [argument] = command.registeredArguments;
  return [
    {
      path,
      commands: commands.map((one) => ({ name: one.name(), help: one.description() })),
      options: [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)],
      argument:
        argument?.name() === "slug" || argument?.name() === "file"
          ? (argument.name() as "slug" | "file")
          : null,
    },
    ...commands
      .filter((one) => one.name() !== "help")
      .flatMap((one) => linesOf(one, `${path} ${one.name()}`.trim())),
  ];
}

const BASH = String.raw`_letterpress() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" path="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case "$path $word" in
@COMMANDS) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path $prev" in
@VALUES  esac
  case "$path" in
@WORDS  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ $cur != -* && $words == *@slug* ]]; then
    COMPREPLY=($(compgen -W "$("\${COMP_WORDS[0]}" completion slugs 2>/dev/null)" -- "$cur"))
  elif [[ $cur != -* && $words == *@file* ]]; then
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o bashdefault -F _letterpress letterpress
`;

function bash(lines: readonly Line[]): string {
  const commands = lines.filter(({ path }) => path !== "").map(({ path }) => `"${before(path)}"`);
  const values = lines.flatMap(({ path, options }) =>
    options.flatMap((option) => {
      if (!option.required) return [];
      const choices = option.argChoices?.join(" ") ?? "";
      const from = /<(?:dir|file)>/.test(option.flags) ? "-f" : `-W "${choices}"`;
      return `    "${path} ${option.long ?? ""}") COMPREPLY=($(compgen ${from} -- "$cur")); return ;;\n`;
    }),
  );
  const words = lines.map(({ path, commands: names, options, argument }) => {
    const all = [...names.map(({ name }) => name), ...options.map(({ long }) => long ?? "")];
    return `    "${path}") words="${[...all, ...(argument === null ? [] : [`@${argument}`])].join(" ")}" ;;\n`;
  });
  return BASH.replaceAll("\\$", "$")
    .replace("@COMMANDS", `      ${commands.join("|")}`)
    .replace("@VALUES", () => values.join(""))
    .replace("@WORDS", () => words.join(""));
}

/** A path as the bash script has it, which lengthens it word by word: ` new`, `subscribers import`. */
function before(path: string): string {
  return path.includes(" ") ? path : ` ${path}`;
}

/** zsh can read the completions of bash. */
function zsh(lines: readonly Line[]): string {
  return `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bash(lines)}`;
}

function fish(lines: readonly Line[]): string {
  const tops = lines.filter(({ path }) => path !== "" && !path.includes(" ")).map(({ path }) => path);
  return lines
    .flatMap(({ path, commands, options, argument }) => {
      const [top = "", sub] = path.split(" ");
      const seen = (name: string) => `__fish_seen_subcommand_from ${name}`;
      const names = commands.map(({ name }) => name).join(" ");
      const when =
        path === ""
          ? `not ${seen(tops.join(" "))}`
          : [seen(top), sub === undefined ? (names === "" ? "" : `not ${seen(names)}`) : seen(sub)]
              .filter((part) => part !== "")
              .join("; and ");
      const line = (rest: string) => `complete -c letterpress -n ${quote(when)} ${rest}`;
      return [
        ...commands.map(({ name, help }) => line(`-f -a ${name} -d ${quote(help)}`)),
        ...options.map((option) => line(fishOption(option))),
        ...(argument === "slug" ? [line(`-f -a '(letterpress completion slugs 2>/dev/null)'`)] : []),
        ...(argument === "file" ? [line("-F")] : []),
      ];
    })
    .map((line) => `${line}\n`)
    .join("");
}

function fishOption({ long, short, description, required, argChoices }: Option): string {
  const names = [`-l ${(long ?? "").slice(2)}`, ...(short === undefined ? [] : [`-s ${short.slice(1)}`])];
  const value =
    argChoices !== undefined ? [`-x -a ${quote(argChoices.join(" "))}`] : required ? ["-r"] : ["-f"];
  return [...names, ...value, `-d ${quote(description)}`].join(" ");
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
