import { frontMatterJsonSchema, type JsonSchema } from "#src/issue/front-matter/front-matter-json-schema.ts";

/** Returns the schema at a path of keys, with an item for a list; null if nothing has this name. */
export function schemaAt(path: readonly string[]): Shape | null {
  schema ??= frontMatterJsonSchema() as Shape;
  let at: Shape | undefined = schema;
  for (const key of path) at = at && mapOf(at)?.properties?.[key];
  return at ?? null;
}

/** Lists the keys that may stand under a path, each with its schema. */
export function keysAt(path: readonly string[]): readonly (readonly [string, Shape])[] {
  const at = schemaAt(path);
  return at === null ? [] : Object.entries(mapOf(at)?.properties ?? {});
}

interface Shape extends JsonSchema {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

let schema: Shape | undefined;

/** If a text may replace a map, returns the schema of the map. */
function mapOf(shape: Shape): Shape | undefined {
  if (shape.properties !== undefined) return shape;
  if (shape.items !== undefined) return mapOf(shape.items);
  return shape.anyOf?.find((one) => mapOf(one) !== undefined);
}
