import type { Clock } from "#src/model/clock.ts";

/** Everything a command may touch of the process it runs in, so that tests can run one without a process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /** Aborted by SIGINT and SIGTERM: long-running commands end cleanly on it. */
  readonly signal: AbortSignal;
}

export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Options that stand before or after every command. */
export interface GlobalOptions {
  /** The project's root, absolute. */
  readonly project: string;
  readonly sandbox: boolean;
}

/** What every command's declaration is given. `done` receives the exit code. */
export interface Run {
  readonly io: Io;
  readonly done: (exit: number) => void;
  readonly global: () => GlobalOptions;
}
