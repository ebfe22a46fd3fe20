import { validator } from "hono/validator";
import type { z } from "zod";
import { LetterpressError } from "#src/model/errors.ts";

/** Reads the body of a request by a schema. Throws `usage/invalid` if it is anything else. */
export function readJson<S extends z.ZodType>(schema: S) {
  return validator("json", (body): z.output<S> => {
    const read = schema.safeParse(body);
    if (read.success) return read.data;
    const [first] = read.error.issues;
    const at = first?.path.join(".") || "the body";
    throw new LetterpressError("usage/invalid", `The studio sent ${at}: ${first?.message ?? "unreadable"}.`, {
      hint: "Load the page again.",
    });
  });
}
