import type { z } from "zod";
import { invalid, missingField, Refusal } from "./api-answer.ts";
import type { ApiRequest } from "./api-request.ts";

/** Reads the request's body as a schema describes it. Refuses a wrong or missing field in Resend's words. */
export function readBody<T>(request: ApiRequest, schema: z.ZodType<T>): T {
  const json = readJson(request);
  if (typeof json !== "object" || json === null) throw INVALID_JSON;
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path[0];
  if (typeof field === "string" && !(field in json)) throw missingField(field);
  throw invalid(`Invalid \`${String(field)}\` field.`);
}

/** Reads the request's JSON. Refuses a body that is not JSON. */
export function readJson({ raw }: ApiRequest): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    throw INVALID_JSON;
  }
}

const INVALID_JSON = new Refusal(400, "validation_error", "Request body must be valid JSON.");
