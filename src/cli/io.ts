import type { Network } from "#src/app/connect/network.ts";
import type { Sites } from "#src/app/fetch/sites.ts";
import type { Clock } from "#src/model/clock.ts";

/** All that a command may use of its process, so that a test can run a command without a process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /** Resolves after `ms` of `clock`, or rejects when the signal aborts. Absent: the machine's timers do this. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The zone of the person's clock, such as America/Lima. Absent: this machine's. */
  readonly zone?: string;
  /** What the checks see of the newsletter's address and domain. Absent: this machine's view. */
  readonly network?: Network;
  /** Where the servers of other people are, to which links lead. Absent: where DNS says. */
  readonly sites?: Sites;
  /** Use less memory from now on, which costs some speed: for a command that a person leaves running all day. Absent: as it is. */
  readonly spareMemory?: () => void;
  /** Aborted by SIGINT and SIGTERM, so that long-running commands end cleanly. */
  readonly signal: AbortSignal;
  /** True if a program reads one document per line: then documents are not indented. */
  readonly oneLine?: boolean;
  /** How this command was started, for the commands it prints. Absent until the command line is read. */
  readonly typed?: Typed;
}

/** What a person typed around the name of the command. */
interface Typed {
  readonly npx: boolean;
  readonly sandbox: boolean;
  /** The value of --project as it was typed; null if it was not. */
  readonly project: string | null;
}

export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  /** The project's root, absolute. */
  readonly project: string;
  readonly sandbox: boolean;
}

/** What a command's declaration needs. `done` receives the exit code. */
export interface Run {
  /** Available once the command line is read. */
  readonly io: () => Io;
  readonly done: (exit: number) => void;
  readonly global: () => GlobalOptions;
}
