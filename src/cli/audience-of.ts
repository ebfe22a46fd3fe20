import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Newsletter } from "#src/model/newsletter.ts";

/**
 * Where the subscribers of this project live: which of two commands of one name runs. A config that says nothing of it is not
 * loaded: a ledger's commands go on with a broken one. Throws `config/invalid` for a broken one that does.
 */
export async function audienceOf(root: string): Promise<Newsletter["audience"]> {
  const text = await readFile(join(root, "newsletter.config.ts"), "utf8").catch(() => "");
  if (!/\baudience\b/.test(text) || !/\bresend\b/.test(text)) return "ledger";
  const { loadConfig } = await import("#src/project/load-config.ts");
  return (await loadConfig(root)).audience;
}
