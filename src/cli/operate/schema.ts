import { LetterpressError } from "#src/model/errors.ts";
import { DOCUMENTS } from "#src/cli/documents/documents.ts";
import { jsonSchemaOf } from "#src/cli/documents/json-schema-of.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { printJson } from "#src/cli/print/print.ts";

/** Print the JSON Schema of what a command prints with `--json`. Needs no project. */
export async function schema(named: string, _: GlobalOptions, io: Io): Promise<number> {
  const name = nameOf(named.trim().replace(/^letterpress\s+/, ""));
  const found = jsonSchemaOf(name);
  if (found === null) {
    const names = Object.keys(DOCUMENTS).join(", ");
    throw new LetterpressError("usage/invalid", `There is no document ${named}.`, {
      hint: `Name one of ${names}; or a command in quotes, such as \`letterpress schema "subscribers count"\`.`,
    });
  }
  printJson(io, found);
  return 0;
}

/** The document of this name, or of the command of this name. */
function nameOf(named: string): string {
  const ofCommand = Object.entries(DOCUMENTS).find(([, { commands }]) => commands.includes(named));
  return ofCommand?.[0] ?? named;
}
