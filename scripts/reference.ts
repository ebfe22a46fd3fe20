/**
 * Writes the pages of `docs/reference/` from the code: `npm run reference`. A test fails where a page is not what the
 * code says, so that no option is documented that is not there.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { referencePages } from "./reference/pages.ts";

const folder = "docs/reference";
await mkdir(folder, { recursive: true });
for (const [name, text] of referencePages()) await writeFile(join(folder, name), text);
