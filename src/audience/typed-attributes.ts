import { LetterpressError } from "#src/model/errors.ts";
import { type Newsletter, attributesOf } from "#src/model/newsletter.ts";
import { attributeValue } from "#src/model/values/attribute-value.ts";

/** Reads attributes that a person typed, each as its declared type. Throws `usage/invalid`. */
export function typedAttributes(
  newsletter: Newsletter,
  attributes: Readonly<Record<string, string>>,
): Record<string, string | number | boolean> {
  const declared = attributesOf(newsletter);
  const values: Record<string, string | number | boolean> = {};
  for (const [name, text] of Object.entries(attributes)) {
    const type = Object.hasOwn(declared, name) ? declared[name]?.type : undefined;
    if (type === undefined) {
      throw new LetterpressError(
        "usage/invalid",
        `Expected an attribute of newsletter.config.ts (${Object.keys(declared).join(", ")}), got ${JSON.stringify(name)}.`,
      );
    }
    const value = attributeValue(type, text);
    if (value === undefined) {
      const message = `Expected a ${type} for ${name}, got ${JSON.stringify(text)}.`;
      throw new LetterpressError("usage/invalid", message);
    }
    values[name] = value;
  }
  return values;
}
