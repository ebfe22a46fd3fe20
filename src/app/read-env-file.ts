import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/**
 * The variables that a project's `.env` names, for a shell that exports none; empty where there is no such file. They are not put
 * into `process.env`, where templates and child processes would find them.
 */
export function readEnvFile(root: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(join(root, ".env"), "utf8"));
  } catch {
    // No such file, or one that belongs to somebody else: what is missing is named by whatever needs it.
    return {};
  }
}
