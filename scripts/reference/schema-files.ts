import { DOCUMENTS } from "#src/cli/documents/documents.ts";
import { jsonSchemaOf } from "#src/cli/documents/json-schema-of.ts";

/** The files of `docs/schemas/`, by file name: what `letterpress schema` prints. */
export function schemaFiles(): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(DOCUMENTS).map((name) => [
      `${name}.schema.json`,
      `${JSON.stringify(jsonSchemaOf(name), null, 2)}\n`,
    ]),
  );
}
