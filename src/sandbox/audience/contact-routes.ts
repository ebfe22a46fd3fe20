import { z } from "zod";
import { type Answer, found, invalid, ok, writeInstant } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer } from "#src/sandbox/api/pagination.ts";
import { readBody } from "#src/sandbox/api/read-body.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import { addressIn } from "#src/sandbox/mail/validate-email.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import { checkProperties } from "./check-properties.ts";
import type { Contact } from "./contacts.ts";
import type { Audience } from "./create-audience.ts";
import { choicesSchema, readChoices } from "./topic-choices.ts";

const email = z.string().refine((text) => addressIn(text) === text);
const name = z.string().nullable().optional();
const fields = {
  first_name: name,
  last_name: name,
  unsubscribed: z.boolean().optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
};
/** Accepts segments as the SDK and the documentation write them, and as the OpenAPI file does. */
const segmentsSchema = z
  .array(z.union([z.object({ id: z.string() }), z.string().transform((id) => ({ id }))]))
  .default([]);
const createSchema = z.object({
  email,
  ...fields,
  segments: segmentsSchema,
  topics: choicesSchema.default([]),
});

/**
 * `POST /contacts`. A known address is not refused: by the switch `contact_upsert` its fields are set, and those that the
 * request leaves out are reset. That makes a contact who unsubscribed a subscriber again, as it does at Resend.
 */
export function createContact(request: ApiRequest, { audience, switches, timeline }: World): Answer {
  const body = readBody(request, createSchema);
  const choices = readChoices(body.topics, audience);
  const now = timeline.now();
  const segments = body.segments.map(
    ({ id }) => [found(audience.segments.get(id), "Audience").id, now] as const,
  );
  const known = audience.contacts.find(body.email);
  const properties = checkProperties(known?.properties ?? {}, body.properties, audience);
  const given = {
    firstName: body.first_name ?? null,
    lastName: body.last_name ?? null,
    unsubscribed: body.unsubscribed ?? false,
    properties,
  };
  if (known === undefined) {
    const contact = audience.addContact({
      email: body.email,
      ...given,
      segments: new Map(segments),
      topics: choices,
    });
    return ok({ object: "contact", id: contact.id }, 201);
  }
  if (switches.contact_upsert === "resets") {
    // For a known contact the choices of topics are ignored.
    audience.changeContact(known, { ...given, segments: new Map([...segments, ...known.segments]) });
  }
  return ok({ object: "contact", id: known.id }, 201);
}

/** `GET /contacts`. According to the OpenAPI file, a `segment_id` limits it to the contacts of that segment. */
export function listContacts(request: ApiRequest, world: World): Answer {
  const segmentId = request.query("segment_id");
  if (segmentId !== undefined) return contactsOf(segmentId, request, world);
  const { audience, switches } = world;
  return listAnswer(request, audience.contacts.list(), (contact) => summaryOf(contact, switches), switches);
}

/** `GET /segments/:id/contacts` */
export function listSegmentContacts(request: ApiRequest, world: World): Answer {
  return contactsOf(request.param("id"), request, world);
}

function contactsOf(segmentId: string, request: ApiRequest, { audience, switches }: World): Answer {
  const { id } = found(audience.segments.get(segmentId), "Audience");
  const members = audience.contacts
    .list()
    .values()
    .filter(({ segments }) => segments.has(id));
  return listAnswer(request, members, (contact) => summaryOf(contact, switches), switches);
}

/** `GET /contacts/:id`, by id or address, like all routes below. */
export function getContact(request: ApiRequest, { audience, switches }: World): Answer {
  const contact = contactIn(request, audience);
  const plain = switches.contact_properties === "plain";
  const properties = Object.entries(contact.properties).map(([key, value]) => [
    key,
    plain ? value : { type: typeof value, value },
  ]);
  return ok({
    object: "contact",
    ...summaryOf(contact, switches),
    properties: Object.fromEntries(properties) as unknown,
  });
}

const updateSchema = z.object({ email: email.optional(), ...fields });

/** `PATCH /contacts/:id`: changes only what is given; null removes a name. */
export function updateContact(request: ApiRequest, { audience }: World): Answer {
  const contact = contactIn(request, audience);
  const body = readBody(request, updateSchema);
  const other = body.email === undefined ? undefined : audience.contacts.find(body.email);
  if (other !== undefined && other.id !== contact.id) throw invalid("The email is another contact's.");
  audience.changeContact(contact, {
    properties: checkProperties(contact.properties, body.properties, audience),
    ...(body.email === undefined ? {} : { email: body.email }),
    ...(body.first_name === undefined ? {} : { firstName: body.first_name }),
    ...(body.last_name === undefined ? {} : { lastName: body.last_name }),
    ...(body.unsubscribed === undefined ? {} : { unsubscribed: body.unsubscribed }),
  });
  return ok({ object: "contact", id: contact.id });
}

/** `DELETE /contacts/:id` */
export function deleteContact(request: ApiRequest, { audience }: World): Answer {
  const contact = contactIn(request, audience);
  audience.removeContact(contact);
  return ok({ object: "contact", contact: contact.id, deleted: true });
}

/** The contact that a path names by id or address. */
export function contactIn(request: ApiRequest, { contacts }: Audience): Contact {
  return found(contacts.find(request.param("id")), "Contact");
}

function summaryOf(contact: Contact, switches: Switches): Record<string, unknown> {
  return {
    id: contact.id,
    email: contact.email,
    first_name: contact.firstName,
    last_name: contact.lastName,
    created_at: writeInstant(contact.createdAt, switches),
    unsubscribed: contact.unsubscribed,
  };
}
