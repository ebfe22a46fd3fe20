import { z } from "zod";
import { frontMatterSchema } from "./front-matter-schema.ts";

/** A JSON Schema, as far as it is read here. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly examples?: readonly string[];
}

/**
 * Front matter as an author writes it, as JSON Schema for editors: made from the schema that reads it, so that neither knows a
 * key that the other does not. Draft 7, which YAML's language servers read best.
 */
export function frontMatterJsonSchema(): JsonSchema {
  const written = frontMatterSchema.partial().required({ title: true });
  return z.toJSONSchema(written, { io: "input", target: "draft-7" }) as JsonSchema;
}
