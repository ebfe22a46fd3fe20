import type { z } from "zod";

export type Schema = z.core.JSONSchema.JSONSchema;

/** Returns the type of a value in words and code: what a person may write there. */
export function typeOf({
  type,
  enum: choices,
  anyOf,
  items,
  const: only,
  additionalProperties,
}: Schema): string {
  if (anyOf !== undefined)
    return anyOf.map((one) => (typeof one === "boolean" ? "" : typeOf(one))).join(" or ");
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (choices !== undefined) return choices.map((one) => `\`${JSON.stringify(one)}\``).join(" or ");
  if (type === "array")
    return `array of ${typeof items === "object" && !Array.isArray(items) ? typeOf(items) : "values"}`;
  if (type === "object" && typeof additionalProperties === "object")
    return `object of ${typeOf(additionalProperties)} by name`;
  return typeof type === "string" ? type : "";
}
