import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Git in a folder, as nobody in particular and with nobody's settings. */
export async function git(root: string, ...args: string[]): Promise<string> {
  const who = ["-c", "user.name=Test", "-c", "user.email=test@letters.example", "-c", "commit.gpgsign=false"];
  const env = { PATH: process.env["PATH"] ?? "", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const { stdout } = await promisify(execFile)("git", ["-C", root, ...who, ...args], { env });
  return stdout.trim();
}

/** Commit everything; the commit's name. */
export async function commit(root: string, message = "Words"): Promise<string> {
  await git(root, "add", "--all", "issues", "templates", "newsletter.config.ts", "package.json");
  await git(root, "commit", "--quiet", "--message", message);
  return git(root, "rev-parse", "HEAD");
}
