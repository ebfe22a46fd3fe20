import type { Io } from "./io.ts";
import type { Given, Options } from "./options.ts";

/** A command as it is declared, before any of its code is loaded. */
export interface Declaration<A extends string | undefined, O extends Options> {
  readonly name: string;
  readonly help: string;
  /** `<file>`, `[slug]` or `[slug...]`. */
  readonly arg?: A;
  readonly argHelp?: string;
  readonly options?: O;
  /** It prints for a shell or an editor, so `--json` would have nothing to say. */
  readonly forPeople?: true;
  /** It runs until it is stopped: with `--json` it prints a line of JSON for each thing that happens. */
  readonly untilStopped?: true;
  /** Imports the command's file when the command runs, so that `--help` does not wait for React, MJML or a database. */
  readonly load: () => Promise<Action<A, O>>;
  /** The same where subscribers live at Resend, or what to do there instead. A command without it runs the same code in both cases. */
  readonly hosted?: (() => Promise<Action<A, O>>) | { readonly instead: string };
}

/** What a command does. It returns its exit code. */
export type Action<A extends string | undefined, O extends Options> = [A] extends [string]
  ? (arg: ArgOf<A>, options: Given<O>, io: Io) => Promise<number>
  : (options: Given<O>, io: Io) => Promise<number>;

type ArgOf<A> = A extends `[${string}...]` ? string[] : A extends `[${string}]` ? string | undefined : string;
