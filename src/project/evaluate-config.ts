import { join } from "node:path";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { checkConfig, CONFIG } from "./check-config.ts";
import type { ConfigOrder } from "./load-config.ts";
import { loadModule } from "./load-module.ts";

/** Returns what newsletter.config.ts exports, checked and complete. Throws `config/invalid`. */
export async function evaluateConfig({ root, version }: ConfigOrder): Promise<Newsletter> {
  const scope = { root, folder: null, packages: ["letterpress"], code: "config/invalid" } as const;
  try {
    const { default: written } = loadModule(join(root, CONFIG), version, scope);
    if (written === undefined) {
      throw new LetterpressError("config/invalid", `${CONFIG}: expected a default export, found none.`, {
        hint: "Write export default defineNewsletter({ … }).",
      });
    }
    if (written instanceof Promise) throw invalid(`${CONFIG}: expected an object, found a promise.`);
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
