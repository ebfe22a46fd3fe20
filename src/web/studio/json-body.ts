import { validator } from "hono/validator";
import type * as z from "zod";
import { LetterpressError } from "#src/model/errors.ts";

/** Reads the body of a POST as JSON of this shape. Anything else is refused, even what a plain form of another page could send. */
export function jsonBody<T>(schema: z.ZodType<T>) {
  return validator("json", (value) => {
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    throw new LetterpressError("usage/invalid", "This request cannot be read.", { cause: read.error });
  });
}
