import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ifThere } from "#src/project/if-there.ts";

/** The order matters: if two files have the same name, the first is the template. */
export const TEMPLATE_ENDINGS = [".tsx", ".mjml"] as const;
export const TEMPLATE_NAME = /^[a-z0-9][a-z0-9-]*$/;

/** Lists the names of the templates, without their endings, sorted. */
export async function listTemplates(root: string): Promise<readonly string[]> {
  const entries = (await ifThere(readdir(join(root, "templates"), { withFileTypes: true }))) ?? [];
  const names = entries.flatMap((entry) => {
    const ending = TEMPLATE_ENDINGS.find((one) => entry.isFile() && entry.name.endsWith(one));
    const name = ending === undefined ? "" : entry.name.slice(0, -ending.length);
    return TEMPLATE_NAME.test(name) ? [name] : [];
  });
  return [...new Set(names)].toSorted();
}
