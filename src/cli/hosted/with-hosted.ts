import { setTimeout as timer } from "node:timers/promises";
import { type Hosted, openHosted } from "#src/app/hosted/open-hosted.ts";
import { refuseOtherSandbox } from "#src/app/refuse-other-sandbox.ts";
import type { Project } from "#src/project/load-project.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { printNote, style } from "#src/cli/print/print.ts";

/**
 * Reads the project, or the checkout of it in `files`, prints where its subscribers live, and does the work. Throws
 * `config/no-api-key` before anything is asked.
 */
export async function withHosted(
  options: GlobalOptions & { readonly files?: string | undefined },
  io: Io,
  work: (hosted: Hosted, project: Project) => Promise<number>,
): Promise<number> {
  const { project: root, sandbox } = options;
  const wait = async (ms: number) => {
    if (io.wait !== undefined) return io.wait(ms, io.signal);
    await timer(ms, undefined, { signal: io.signal });
  };
  const hosted = openHosted({ root, sandbox, env: io.env, clock: io.clock, wait });
  await refuseOtherSandbox(hosted.config);
  const project = await openProject({ ...options, project: options.files ?? root }, io);
  const who = sandbox ? "in the sandbox, mails nobody" : "at Resend, mails real people";
  printNote(io, style(io.stderr, "quiet", `Subscribers: ${who}`));
  return work(hosted, project);
}
