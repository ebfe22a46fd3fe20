import { z } from "zod";
import { DOCUMENTS } from "./documents.ts";

/** The JSON Schema (2020-12) of a document, by its name; null for a name that there is not. */
export function jsonSchemaOf(name: string): object | null {
  const document = Object.hasOwn(DOCUMENTS, name) ? DOCUMENTS[name] : undefined;
  if (document === undefined) return null;
  const commands = document.commands.map((command) => `letterpress ${command} --json`);
  const { $schema, ...schema } = z.toJSONSchema(document.schema, {
    unrepresentable: "any",
    // The format says the same, and can be read.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  return {
    $schema,
    title: commands.join(", ") || "letterpress … --json",
    description: document.about,
    ...schema,
  };
}
