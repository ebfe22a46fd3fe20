import { invalid } from "#src/sandbox/api/api-answer.ts";
import type { Contact } from "./contacts.ts";
import type { Audience } from "./create-audience.ts";

/**
 * Returns a contact's properties after a request changed them: null removes one. Refuses a property that the team does
 * not have, and a value of another type.
 */
export function checkProperties(
  known: Contact["properties"],
  given: Readonly<Record<string, unknown>>,
  { propertyNamed }: Audience,
): Contact["properties"] {
  const changed = { ...known };
  for (const [key, value] of Object.entries(given)) {
    const property = propertyNamed(key);
    if (property === undefined) throw invalid(`The contact property \`${key}\` does not exist.`);
    if (value === null) delete changed[key];
    else if (isOfType(value, property.type)) changed[key] = value;
    else throw invalid(`The contact property \`${key}\` must be a ${property.type}.`);
  }
  return changed;
}

const isOfType = (value: unknown, type: "string" | "number"): value is string | number =>
  typeof value === type;
