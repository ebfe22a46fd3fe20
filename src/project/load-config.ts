import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { checkConfig, CONFIG } from "./check-config.ts";
import { ifThere } from "./if-there.ts";
import { loadModule } from "./load-module.ts";

/**
 * The newsletter of the project at `root`, as newsletter.config.ts says now. Throws `config/missing`, and
 * `config/invalid` with the key and what was expected of it.
 */
export async function loadConfig(root: string): Promise<Newsletter> {
  const folder = resolve(root);
  const path = join(folder, CONFIG);
  const text = await ifThere(readFile(path, "utf8")).catch((error: unknown) => {
    throw invalid(`${CONFIG} cannot be read: ${messageOf(error)}`, error);
  });
  if (text === null) {
    throw new LetterpressError("config/missing", `Expected ${path}, found no such file.`);
  }
  const version = `config-${createHash("sha256").update(path).update("\0").update(text).digest("hex").slice(0, 24)}`;
  const scope = { root: folder, folder: null, packages: ["letterpress"], code: "config/invalid" } as const;
  try {
    const { default: written } = loadModule(path, version, scope);
    if (written === undefined) {
      throw new LetterpressError("config/invalid", `${CONFIG}: expected a default export, found none.`, {
        hint: "Write export default defineNewsletter({ … }).",
      });
    }
    const checked = checkConfig(written);
    if (checked.ok) return checked.newsletter;
    throw invalid(checked.lines.map((line) => `${CONFIG}: ${line}`).join("\n"));
  } catch (error) {
    if (error instanceof LetterpressError) throw error;
    throw invalid(`${CONFIG}: ${messageOf(error)}`, error);
  }
}

function invalid(message: string, cause?: unknown): LetterpressError {
  return new LetterpressError("config/invalid", message, cause === undefined ? {} : { cause });
}
