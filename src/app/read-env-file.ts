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
    // The file is missing, or belongs to somebody else: code that needs a variable names the missing one itself.
    return {};
  }
}
