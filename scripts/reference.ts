/**
 * Writes the pages of `docs/reference/`, the rules in `docs/preflight.md` and the files of `docs/schemas/` from the
 * code: `npm run reference`. A test fails if one of them differs from the code, so that nothing is documented that does
 * not exist.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { referencePages } from "./reference/pages.ts";
import { preflightPage } from "./reference/preflight-part.ts";
import { schemaFiles } from "./reference/schema-files.ts";

for (const [folder, files] of [
  ["docs/reference", referencePages()],
  ["docs/schemas", schemaFiles()],
] as const) {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, name), text);
}
const PREFLIGHT = "docs/preflight.md";
await writeFile(PREFLIGHT, preflightPage(await readFile(PREFLIGHT, "utf8")));
