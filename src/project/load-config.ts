import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { LetterpressError } from "#src/model/errors.ts";
import { type Newsletter, newsletterSchema } from "#src/model/newsletter.ts";
import { ifThere } from "./if-there.ts";
import { loadModule } from "./load-module.ts";

const NAME = "newsletter.config.ts";

/**
 * The newsletter of the project at `root`, as newsletter.config.ts says now. Throws `config/missing`, and
 * `config/invalid` with the key and what was expected of it.
 */
export async function loadConfig(root: string): Promise<Newsletter> {
  const folder = resolve(root);
  const path = join(folder, NAME);
  const text = await ifThere(readFile(path, "utf8"));
  if (text === null) {
    throw new LetterpressError("config/missing", `Expected ${path}, found no such file.`);
  }
  const version = `config-${createHash("sha256").update(path).update("\0").update(text).digest("hex").slice(0, 24)}`;
  const scope = { root: folder, folder: null, packages: ["letterpress"], code: "config/invalid" } as const;
  let config: unknown;
  try {
    config = loadModule(path, version, scope)["default"];
  } catch (error) {
    if (error instanceof LetterpressError) throw error;
    const message = `${NAME}: ${error instanceof Error ? error.message : String(error)}`;
    throw new LetterpressError("config/invalid", message, { cause: error });
  }
  if (config === undefined) {
    throw new LetterpressError("config/invalid", `${NAME}: expected a default export, found none.`, {
      hint: "Write export default defineNewsletter({ … }).",
    });
  }
  const result = newsletterSchema.safeParse(config);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path: keys, message }) => {
    const said = message.replace(/^Invalid (?:input|option|key in record): /, "");
    return `${NAME}: ${keys.length === 0 ? "" : `${keys.join(".")}: `}${said}`;
  });
  throw new LetterpressError("config/invalid", lines.join("\n"));
}
