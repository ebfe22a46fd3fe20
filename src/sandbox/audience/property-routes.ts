import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Answer, found, invalid, ok, writeInstant } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer, NEWER_LISTS } from "#src/sandbox/api/pagination.ts";
import { readBody } from "#src/sandbox/api/read-body.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import type { ContactProperty } from "./create-audience.ts";

const fallback = z.union([z.string(), z.number()]).nullable();
const createSchema = z.object({
  key: z.string().regex(/^[A-Za-z0-9_]{1,50}$/),
  type: z.enum(["string", "number"]),
  fallback_value: fallback.default(null),
});
const updateSchema = z.object({ fallback_value: fallback.default(null) });

/** `POST /contact-properties` */
export function createProperty(request: ApiRequest, { audience, timeline }: World): Answer {
  const { key, type, fallback_value: fallbackValue } = readBody(request, createSchema);
  checkFallback(fallbackValue, type);
  if (audience.propertyNamed(key) !== undefined) {
    throw invalid(`The contact property \`${key}\` exists already.`);
  }
  const { id } = audience.properties.put({
    id: randomUUID(),
    createdAt: timeline.now(),
    key,
    type,
    fallbackValue,
  });
  return ok({ object: "contact_property", id }, 201);
}

/** `GET /contact-properties` */
export function listProperties(request: ApiRequest, { audience, switches }: World): Answer {
  const write = (property: ContactProperty) => writeProperty(property, switches);
  return listAnswer(request, audience.properties.list(), write, switches, NEWER_LISTS);
}

/** `GET /contact-properties/:id` */
export function getProperty(request: ApiRequest, { audience, switches }: World): Answer {
  const property = found(audience.properties.get(request.param("id")), "Contact property");
  return ok({ object: "contact_property", ...writeProperty(property, switches) });
}

/** `PATCH /contact-properties/:id`: key and type cannot change. */
export function updateProperty(request: ApiRequest, { audience }: World): Answer {
  const property = found(audience.properties.get(request.param("id")), "Contact property");
  const { fallback_value: fallbackValue } = readBody(request, updateSchema);
  checkFallback(fallbackValue, property.type);
  audience.properties.put({ ...property, fallbackValue });
  return ok({ object: "contact_property", id: property.id });
}

/** `DELETE /contact-properties/:id` */
export function deleteProperty(request: ApiRequest, { audience }: World): Answer {
  const { id } = found(audience.properties.remove(request.param("id")), "Contact property");
  return ok({ object: "contact_property", id, deleted: true });
}

function checkFallback(value: string | number | null, type: ContactProperty["type"]): void {
  if (value !== null && typeof value !== type) throw invalid(`The \`fallback_value\` must be a ${type}.`);
}

function writeProperty(property: ContactProperty, switches: Switches): Record<string, unknown> {
  return {
    id: property.id,
    key: property.key,
    type: property.type,
    fallback_value: property.fallbackValue,
    created_at: writeInstant(property.createdAt, switches),
  };
}
