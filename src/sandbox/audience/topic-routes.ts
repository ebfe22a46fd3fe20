import { z } from "zod";
import { type Answer, found, ok, writeInstant } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer, NEWER_LISTS } from "#src/sandbox/api/pagination.ts";
import { readBody } from "#src/sandbox/api/read-body.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import { contactIn } from "./contact-routes.ts";
import type { Topic } from "./create-audience.ts";
import { choicesSchema, readChoices } from "./topic-choices.ts";

const name = z.string().min(1).max(50);
const description = z.string().max(200).nullable();
const visibility = z.enum(["public", "private"]);
const createSchema = z.object({
  name,
  default_subscription: z.enum(["opt_in", "opt_out"]),
  description: description.default(null),
  visibility: visibility.default("private"),
});
const updateSchema = z.object({ name, description, visibility }).partial();

/** `POST /topics` */
export function createTopic(request: ApiRequest, { audience }: World): Answer {
  const { default_subscription: defaultSubscription, ...rest } = readBody(request, createSchema);
  const { id } = audience.addTopic({ defaultSubscription, ...rest });
  return ok({ object: "topic", id }, 201);
}

/** `GET /topics` */
export function listTopics(request: ApiRequest, { audience, switches }: World): Answer {
  const write = (topic: Topic) => writeTopic(topic, switches);
  return listAnswer(request, audience.topics.list(), write, switches, NEWER_LISTS);
}

/** `GET /topics/:id` */
export function getTopic(request: ApiRequest, { audience, switches }: World): Answer {
  const topic = found(audience.topics.get(request.param("id")), "Topic");
  return ok({ object: "topic", ...writeTopic(topic, switches) });
}

/** `PATCH /topics/:id`: the default for those who have not chosen never changes. */
export function updateTopic(request: ApiRequest, { audience }: World): Answer {
  const topic = found(audience.topics.get(request.param("id")), "Topic");
  const body = readBody(request, updateSchema);
  audience.topics.put({
    ...topic,
    name: body.name ?? topic.name,
    description: body.description === undefined ? topic.description : body.description,
    visibility: body.visibility ?? topic.visibility,
  });
  return ok({ object: "topic", id: topic.id });
}

/** `DELETE /topics/:id` */
export function deleteTopic(request: ApiRequest, { audience }: World): Answer {
  const { id } = found(audience.topics.remove(request.param("id")), "Topic");
  return ok({ object: "topic", id, deleted: true });
}

/** `GET /contacts/:id/topics`: every topic, with the contact's choice or the topic's default. */
export function listContactTopics(request: ApiRequest, { audience, switches }: World): Answer {
  const contact = contactIn(request, audience);
  const write = (topic: Topic) => ({
    id: topic.id,
    name: topic.name,
    description: topic.description,
    subscription: audience.subscriptionOf(contact, topic),
  });
  return listAnswer(request, audience.topics.list(), write, switches, NEWER_LISTS);
}

/** The SDK and the documentation send a bare array; the OpenAPI file wants the array in an object. */
const inObject = z.object({ topics: choicesSchema });
const CONTACT_TOPICS = { any: z.union([choicesSchema, inObject]), array: choicesSchema, object: inObject };

/** `PATCH /contacts/:id/topics` */
export function updateContactTopics(request: ApiRequest, { audience, switches }: World): Answer {
  const contact = contactIn(request, audience);
  const body = readBody<z.output<typeof CONTACT_TOPICS.any>>(
    request,
    CONTACT_TOPICS[switches.contact_topics_body],
  );
  audience.chooseTopics(contact, readChoices("topics" in body ? body.topics : body, audience));
  return ok({ id: contact.id });
}

function writeTopic(topic: Topic, switches: Switches): Record<string, unknown> {
  return {
    id: topic.id,
    name: topic.name,
    description: topic.description,
    default_subscription: topic.defaultSubscription,
    visibility: topic.visibility,
    created_at: writeInstant(topic.createdAt, switches),
  };
}
