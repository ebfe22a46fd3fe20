import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Newsletter } from "#src/model/newsletter.ts";

/**
 * Returns where the subscribers of this project live, which decides which of two commands of the same name runs. A config that
 * does not mention it is not loaded, so that commands on a ledger work with a broken config. Throws `config/invalid` for a broken
 * config that mentions it.
 */
export async function audienceOf(root: string): Promise<Newsletter["audience"]> {
  const text = await readFile(join(root, "newsletter.config.ts"), "utf8").catch(() => "");
  if (!/\baudience\b/.test(text) || !/\bresend\b/.test(text)) return "ledger";
  const { loadConfig } = await import("#src/project/load-config.ts");
  return (await loadConfig(root)).audience;
}
