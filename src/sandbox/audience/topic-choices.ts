import { z } from "zod";
import { found } from "#src/sandbox/api/api-answer.ts";
import type { Subscription } from "./contacts.ts";
import type { Audience } from "./create-audience.ts";

/** A contact's choices of topics, as requests carry them. */
export const choicesSchema = z.array(
  z.object({ id: z.string(), subscription: z.enum(["opt_in", "opt_out"]) }),
);

/** Reads the choices, by the topic's id. Refuses a topic that does not exist. */
export function readChoices(
  choices: z.output<typeof choicesSchema>,
  { topics }: Audience,
): ReadonlyMap<string, Subscription> {
  return new Map(
    choices.map(({ id, subscription }) => [found(topics.get(id), "Topic").id, subscription] as const),
  );
}
