import { z } from "zod";
import { DOCUMENTS } from "./documents.ts";

/** Returns the JSON Schema (2020-12) of a document, by its name; null for an unknown name. */
export function jsonSchemaOf(name: string): object | null {
  const document = Object.hasOwn(DOCUMENTS, name) ? DOCUMENTS[name] : undefined;
  if (document === undefined) return null;
  const commands = document.commands.map((command) => `letterpress ${command} --json`);
  const { $schema, ...schema } = z.toJSONSchema(document.schema, {
    unrepresentable: "any",
    // `format` says the same as the pattern, and a person can read it.
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
