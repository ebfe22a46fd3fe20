import { z } from "zod";
import { frontMatterSchema } from "./front-matter-schema.ts";

/** The parts of a JSON Schema that we read. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly examples?: readonly string[];
}

/**
 * Returns front matter as an author writes it, as a JSON Schema for editors. It is made from the schema that reads front matter, so
 * that neither knows a key that the other does not. It is draft 7, which YAML's language servers read best.
 */
export function frontMatterJsonSchema(): JsonSchema {
  const written = frontMatterSchema.partial().required({ title: true });
  return z.toJSONSchema(written, { io: "input", target: "draft-7" }) as JsonSchema;
}
