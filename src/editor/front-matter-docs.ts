import { frontMatterJsonSchema, type JsonSchema } from "#src/issue/front-matter/front-matter-json-schema.ts";

/** The schema of what stands under a path of keys, with an item for a list; null where there is nothing of this name. */
export function schemaAt(path: readonly string[]): Shape | null {
  schema ??= frontMatterJsonSchema() as Shape;
  let at: Shape | undefined = schema;
  for (const key of path) at = at && mapOf(at)?.properties?.[key];
  return at ?? null;
}

/** Keys that may stand under a path, with what each is. */
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

/** Where a text stands for a map, the map. */
function mapOf(shape: Shape): Shape | undefined {
  if (shape.properties !== undefined) return shape;
  if (shape.items !== undefined) return mapOf(shape.items);
  return shape.anyOf?.find((one) => mapOf(one) !== undefined);
}
