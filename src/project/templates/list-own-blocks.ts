import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Reporter } from "#src/model/finding.ts";
import { DIRECTIVE_NAMES } from "#src/issue/body/directives/directives.ts";
import { ifThere } from "#src/project/if-there.ts";

const FILE = /^(?<name>[a-z][a-z0-9-]*)\.(?:tsx|mjml)$/;

/** Where the newsletter's own blocks are. */
export const OWN_BLOCKS = "templates/blocks";

/** Lists the names of the newsletter's own blocks, sorted. A block with the name of a directive can never be placed, and is a finding. */
export async function listOwnBlocks(root: string, report: Reporter<string>): Promise<readonly string[]> {
  const files = (await ifThere(readdir(join(root, OWN_BLOCKS)))) ?? [];
  const names = files.toSorted().flatMap((file) => {
    const name = FILE.exec(file)?.groups?.["name"];
    if (name === undefined || !DIRECTIVE_NAMES.includes(name)) return name ?? [];
    report.error("block/taken", `${OWN_BLOCKS}/${file}`, `::${name} is a directive of Letterpress.`, {
      hint: "Rename the file.",
    });
    return [];
  });
  return [...new Set(names)];
}
