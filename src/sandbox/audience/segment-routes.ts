import { z } from "zod";
import { type Answer, found, ok, writeInstant } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer, NEWER_LISTS } from "#src/sandbox/api/pagination.ts";
import { readBody } from "#src/sandbox/api/read-body.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import { contactIn } from "./contact-routes.ts";

const schema = z.object({ name: z.string().min(1) });

/** `POST /segments` */
export function createSegment(request: ApiRequest, { audience }: World): Answer {
  const { name } = readBody(request, schema);
  const { id } = audience.addSegment(name);
  return ok({ object: "segment", id, name }, 201);
}

/** `GET /segments` */
export function listSegments(request: ApiRequest, { audience, switches }: World): Answer {
  return listAnswer(
    request,
    audience.segments.list(),
    ({ id, name, createdAt }) => ({ id, name, created_at: writeInstant(createdAt, switches) }),
    switches,
  );
}

/** `GET /segments/:id` */
export function getSegment(request: ApiRequest, world: World): Answer {
  const { id, name, createdAt } = segmentIn(request, world);
  return ok({ object: "segment", id, name, created_at: writeInstant(createdAt, world.switches) });
}

/** `PATCH /segments/:id` */
export function updateSegment(request: ApiRequest, world: World): Answer {
  const segment = segmentIn(request, world);
  const { name } = readBody(request, schema);
  world.audience.segments.put({ ...segment, name });
  return ok({ object: "segment", id: segment.id });
}

/** `DELETE /segments/:id`: a segment that does not exist counts as deleted, as it does at Resend. */
export function deleteSegment(request: ApiRequest, { audience }: World): Answer {
  const id = request.param("id");
  audience.segments.remove(id);
  return ok({ object: "segment", id, deleted: true });
}

/** `GET /contacts/:id/segments` */
export function listContactSegments(request: ApiRequest, { audience, switches }: World): Answer {
  const rows = [...contactIn(request, audience).segments].toReversed().flatMap(([id, addedAt]) => {
    const segment = audience.segments.get(id);
    return segment === undefined ? [] : [{ id, name: segment.name, addedAt }];
  });
  const write = ({ id, name, addedAt }: (typeof rows)[number]) => ({
    id,
    name,
    created_at: writeInstant(addedAt, switches),
  });
  return listAnswer(request, rows, write, switches, NEWER_LISTS);
}

/** `POST /contacts/:id/segments/:segment`: nothing else of the contact changes. */
export function addToSegment(request: ApiRequest, world: World): Answer {
  const { audience, timeline } = world;
  const contact = contactIn(request, audience);
  const { id } = segmentIn(request, world, "segment");
  if (!contact.segments.has(id)) {
    audience.changeContact(contact, { segments: new Map([...contact.segments, [id, timeline.now()]]) });
  }
  return ok({ id });
}

/** `DELETE /contacts/:id/segments/:segment` */
export function removeFromSegment(request: ApiRequest, world: World): Answer {
  const { audience } = world;
  const contact = contactIn(request, audience);
  const { id } = segmentIn(request, world, "segment");
  const segments = new Map(contact.segments);
  if (segments.delete(id)) audience.changeContact(contact, { segments });
  return ok({ id, deleted: true });
}

/** If Resend does not find a segment, its error still calls it an audience. */
function segmentIn(request: ApiRequest, { audience }: World, param = "id") {
  return found(audience.segments.get(request.param(param)), "Audience");
}
