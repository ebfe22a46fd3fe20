import { InvalidArgumentError, Option } from "commander";
import type { GlobalOptions } from "./io.ts";

/** An option without its name. Its key becomes the name: `dryRun` is `--dry-run` on the command line. `T` is the type of its value. */
export interface Declared<T> {
  readonly make: (name: string) => Option;
  /** Never set: it carries the type. */
  readonly value?: T;
}

/** The options of a command by name, each with its type, default and help. Declared here and nowhere else. */
export type Options = Readonly<Record<string, Declared<unknown>>>;

/** What a command receives: the options of every command and those it declares, without a key for an option that was not given. */
export type Given<O extends Options> = GlobalOptions & {
  readonly [K in keyof O as undefined extends Value<O[K]> ? never : K]: Value<O[K]>;
} & {
  readonly [K in keyof O as undefined extends Value<O[K]> ? K : never]?: Exclude<Value<O[K]>, undefined>;
};
type Value<D> = D extends Declared<infer T> ? T : never;

/** An option that is there or not. */
export function flag(help: string): Declared<boolean | undefined> {
  return { make: (name) => new Option(`--${kebab(name)}`, help) };
}

/** `--no-NAME`: true unless it is given. */
export function unless(help: string): Declared<boolean> {
  return { make: (name) => new Option(`--no-${kebab(name)}`, help) };
}

/** `value` is what the help calls the value, such as `<address>`. */
export function text(value: string, help: string): Declared<string | undefined> {
  return { make: (name) => new Option(`--${kebab(name)} ${value}`, help) };
}

export function required(value: string, help: string): Declared<string> {
  return { make: (name) => text(value, help).make(name).makeOptionMandatory() };
}

/** For commands that change nothing, and ask other machines about facts that are in no file. */
export const OFFLINE_OPTION = {
  offline: flag("Ask no other machine. Checks that need one are skipped, and the output names them."),
};

/** An option that may be repeated. */
export function many(value: string, help: string): Declared<readonly string[]> {
  const collect = (one: string, before: readonly string[]) => [...before, one];
  return { make: (name) => text(value, help).make(name).default([], "none").argParser(collect) };
}

export function oneOf<const C extends string>(
  choices: readonly C[],
  value: string,
  help: string,
): Declared<C | undefined> {
  return { make: (name) => text(value, help).make(name).choices(choices) };
}

/** One of these choices; the command does not run without it. */
export function requiredOneOf<const C extends string>(
  choices: readonly C[],
  value: string,
  help: string,
): Declared<C> {
  return { make: (name) => text(value, help).make(name).choices(choices).makeOptionMandatory() };
}

/** `parse` throws commander's `InvalidArgumentError`. */
function parsed<T>(parse: (given: string) => T, value: string, help: string): Declared<T | undefined> {
  return { make: (name) => text(value, help).make(name).argParser(parse) };
}

export function withDefault<T>(option: Declared<T>, value: NonNullable<T>): Declared<NonNullable<T>> {
  return { make: (name) => option.make(name).default(value) };
}

/** An option that excludes others, by their names. */
export function without<T>(option: Declared<T>, ...others: readonly string[]): Declared<T> {
  return { make: (name) => option.make(name).conflicts([...others]) };
}

/** A whole number from `least` to `most`. */
export function whole(
  value: string,
  help: string,
  least: number,
  most: number,
): Declared<number | undefined> {
  const read = (given: string) => {
    const number = Number(given);
    if (/^\d+$/.test(given) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most.toLocaleString("en")}.`);
  };
  return parsed(read, value, help);
}

/** A port number; 0 takes any free one. */
export function port(fallback: number, help: string): Declared<number> {
  return withDefault(parsed(readPort, "<port>", help), fallback);
}

function readPort(given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError("Expected a port from 0 (any free one) to 65535.");
  }
  return number;
}

/** The option of every command that can answer a program. */
export const JSON_OPTION = { json: flag("Print JSON.") };
/** The same for a command that runs until it is stopped. */
export const LINES_OPTION = {
  json: flag(
    "Print a line of JSON with the address once it answers, then a line for each thing that happens.",
  ),
};
export type JsonOption = Given<typeof JSON_OPTION>;

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
