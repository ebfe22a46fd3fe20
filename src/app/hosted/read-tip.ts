import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { git } from "#src/project/git.ts";

/** How a checkout compares with the branch that says what is sent. Instants are ms UTC. */
export interface Checkout {
  readonly mayWrite: boolean;
  /** When its commit was made. */
  readonly commitAt: number;
  /** The first seven digits of its hash; null where there is no commit. */
  readonly commit: string | null;
  /** Half a sentence on why it may not write; null where it may. */
  readonly why: string | null;
}

/** The paths that an email is made of. Anything else that a build leaves in its folder changes nothing. */
const INPUTS = ["issues", "templates", "newsletter.config.ts"];

/**
 * Asks `origin` for the latest commit of the branch, and compares it with this checkout. A run of an older commit,
 * of another branch or of files that are not committed may only read: it would replace what readers are to get by
 * what nobody has merged. A shallow clone is enough. Throws `git/unknown-tip` if the remote does not answer.
 */
export async function readTip(root: string, branch: string): Promise<Checkout> {
  const head = await git(root, ["show", "--no-patch", "--format=%H %ct", "HEAD"]).catch(() => null);
  if (head === null)
    return {
      mayWrite: false,
      commitAt: 0,
      commit: null,
      why: "this folder is in no git repository with a commit",
    };
  const [hash = "", seconds = "0"] = head.split(" ");
  const commit = hash.slice(0, 7);
  const commitAt = Number(seconds) * 1000;
  const remote = await git(root, ["remote", "get-url", "origin"]).catch(() => null);
  if (remote === null)
    return { mayWrite: false, commitAt, commit, why: "this repository has no remote named origin" };
  const answer = await git(root, ["ls-remote", "origin", `refs/heads/${branch}`]).catch((error: unknown) => {
    throw new LetterpressError(
      "git/unknown-tip",
      `Git could not ask origin for the branch ${branch}: ${(messageOf(error).split("\n")[1] ?? messageOf(error)).trim()}`,
    );
  });
  const tip = answer.split(/\s/, 1)[0] ?? "";
  if (tip === "") return { mayWrite: false, commitAt, commit, why: `origin has no branch ${branch}` };
  if (tip !== hash)
    return {
      mayWrite: false,
      commitAt,
      commit,
      why: `this is commit ${commit}, and ${branch} is at ${tip.slice(0, 7)}`,
    };
  const changed = await git(root, ["status", "--porcelain", "--", ...INPUTS]);
  if (changed !== "") {
    const first = changed.split("\n")[0]?.slice(3) ?? "";
    return { mayWrite: false, commitAt, commit, why: `files here differ from their commit (${first})` };
  }
  return { mayWrite: true, commitAt, commit, why: null };
}
