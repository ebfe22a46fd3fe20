import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { git } from "#src/project/git.ts";

/** Where the job reads the author's files. */
export interface Files {
  /** Absolute. */
  readonly root: string;
  /** Brings the files up to date. If it throws `git/unknown-tip`, the files are as they were. */
  readonly update: () => Promise<void>;
}

const TIMEOUT_MS = 60_000;
/** Below the project's root, in a folder that git ignores and only we write to. */
const CHECKOUT = ".letterpress/branch";
/** Turns hooks off: they are somebody's programs, and a checkout every minute must not run them. */
const QUIET = ["-c", "core.hooksPath=/dev/null"];

/**
 * Keeps a checkout of the branch `from` (`origin/main`) for the job, beside the person's checkout. Whatever is edited,
 * half-merged or left behind in the person's checkout is never read and never touched. That checkout is only moved forward
 * while it is clean, so that a person's commands see the same files. Throws `git/unknown-tip` if the first fetch fails and
 * there is no earlier checkout. Later, while the remote does not answer, the files fetched last are read.
 */
export async function followBranch(root: string, from: string): Promise<Files> {
  const [remote = "", ...steps] = from.split("/");
  const branch = steps.join("/");
  if (remote === "" || branch === "" || from.startsWith("-"))
    throw new LetterpressError(
      "usage/invalid",
      `Expected --from to be a remote and a branch such as origin/main, got ${from}.`,
    );
  const checkout = join(root, CHECKOUT);
  // A newsletter may be one folder of a repository.
  const prefix = await asked(root, ["rev-parse", "--show-prefix"], from);
  const update = async (): Promise<void> => {
    const tip = `refs/remotes/${from}`;
    await asked(root, ["fetch", "--quiet", "--no-tags", remote, `+refs/heads/${branch}:${tip}`], from);
    await moveTo(root, checkout, await asked(root, ["rev-parse", `${tip}^{commit}`], from), from);
    await forward(root, branch, tip);
  };
  await update().catch((error: unknown) => {
    if (!existsSync(join(checkout, prefix, "newsletter.config.ts"))) throw error;
  });
  return { root: join(checkout, prefix), update };
}

async function moveTo(root: string, checkout: string, commit: string, from: string): Promise<void> {
  if (existsSync(join(checkout, ".git"))) {
    const head = await asked(checkout, ["rev-parse", "HEAD"], from).catch(() => "");
    const changed = await asked(checkout, ["status", "--porcelain", "--untracked-files=no"], from).catch(
      () => "?",
    );
    if (head === commit && changed === "") return;
    const moved = await asked(checkout, ["checkout", "--quiet", "--force", "--detach", commit], from).then(
      () => true,
      () => false,
    );
    if (moved) return;
    // The checkout failed, for example because a killed process left a lock. Nothing in it is anybody's work.
    await rm(checkout, { recursive: true, force: true });
  }
  await mkdir(dirname(checkout), { recursive: true, mode: 0o700 });
  await asked(root, ["worktree", "prune"], from);
  await asked(root, ["worktree", "add", "--quiet", "--force", "--detach", checkout, commit], from);
}

/** Moves the person's checkout forward. If the person is on another branch or has edited a file, nothing changes. */
async function forward(root: string, branch: string, tip: string): Promise<void> {
  const on = await asked(root, ["symbolic-ref", "--quiet", "--short", "HEAD"], tip).catch(() => "");
  if (on !== branch) return;
  const changed = await asked(root, ["status", "--porcelain", "--untracked-files=no"], tip).catch(() => "?");
  if (changed === "") await asked(root, ["merge", "--quiet", "--ff-only", tip], tip).catch(() => undefined);
}

async function asked(folder: string, args: readonly string[], from: string): Promise<string> {
  try {
    return await git(folder, [...QUIET, ...args], TIMEOUT_MS);
  } catch (error) {
    const [first = "", said = first] = messageOf(error).split("\n");
    throw new LetterpressError("git/unknown-tip", `Git could not read ${from}: ${(said || first).trim()}`, {
      cause: error,
      hint: "Check --from, and check that this machine may fetch it. Issues that are already scheduled still go out.",
    });
  }
}
