import type { z } from "zod";
import { errorAt, LetterpressError } from "#src/model/errors.ts";
import { type Where, whereOf } from "#src/model/finding.ts";
import type { OwnBlock } from "#src/model/template.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { templateFailed } from "#src/render/template-failed.ts";

/**
 * Reads the attributes of a directive by its block's schema. Throws `block/attributes` at `where`, naming the first unknown attribute, or
 * else each that is wrong.
 */
export function attributesOf(
  { path }: Pick<OwnBlock, "path">,
  schema: z.ZodObject,
  { name, attributes }: BlockOf<"own">,
  where: Where,
): Record<string, unknown> {
  const declared = Object.keys(schema.shape);
  const unknown = Object.keys(attributes).find((key) => !declared.includes(key));
  if (unknown !== undefined) {
    const message = `${name} has no attribute ${unknown}.`;
    throw errorAt("block/attributes", where, message, { hint: declaredIn(path, declared) });
  }
  const parsed = parse(path, schema, attributes);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(({ path: [key], message }) =>
    Object.hasOwn(attributes, String(key)) ? `${String(key)}: ${message}` : `${String(key)} is missing`,
  );
  throw errorAt("block/attributes", where, `${name}: ${said.join("; ")}.`, {
    hint: declaredIn(path, declared),
  });
}

function declaredIn(path: string, declared: readonly string[]): string {
  return declared.length === 0 ? `${path} declares none.` : `${path} declares ${declared.join(", ")}.`;
}

/** A schema may run its author's code, which may throw. */
function parse(path: string, schema: z.ZodObject, attributes: Readonly<Record<string, string>>) {
  try {
    return schema.safeParse(attributes);
  } catch (error) {
    if (error instanceof LetterpressError) throw error;
    throw error instanceof Error && error.stack?.includes("templates") === true
      ? templateFailed(path, error)
      : errorAt(
          "template/failed",
          whereOf(path, null),
          "its attributes have an asynchronous schema, which cannot be used here.",
          { cause: error },
        );
  }
}
