import { z } from "zod";
import { type Answer, invalid } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer, NEWER_LISTS } from "#src/sandbox/api/pagination.ts";
import type { Stored } from "#src/sandbox/inbox/inbox.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import { broadcastIn } from "./broadcast-routes.ts";

const TYPES = [
  "sent",
  "delivered",
  "opened",
  "clicked",
  "bounced",
  "complained",
  "unsubscribed",
  "suppressed",
] as const;
const querySchema = z.object({
  type: z.enum(TYPES),
  email: z.string().optional(),
  bounce_type: z.enum(["permanent", "transient", "undetermined"]).optional(),
});

/** `GET /broadcasts/:id/recipients`: who had an event of one type. */
export function listRecipients(request: ApiRequest, world: World): Answer {
  const { id } = broadcastIn(request, world);
  const { query } = request;
  const given = { type: query("type"), email: query("email"), bounce_type: query("bounce_type") };
  const { data: asked, error } = querySchema.safeParse(given);
  if (asked === undefined) throw invalid(`Invalid \`${String(error.issues[0]?.path[0])}\` parameter.`);
  if (asked.bounce_type !== undefined && asked.type !== "bounced") {
    throw invalid("The `bounce_type` parameter can only be used with the type `bounced`.");
  }
  const { messages, unsubscribed } = world.broadcasts.mailingOf(id);
  const rows = messages.toReversed().flatMap((message) => {
    const [email = ""] = message.to;
    const contactId = message.broadcast?.contactId ?? "";
    if (asked.email !== undefined && asked.email.toLowerCase() !== email.toLowerCase()) return [];
    const events = message.events.filter(({ type }) => type === `email.${asked.type}`);
    const happened = asked.type === "unsubscribed" ? unsubscribed.has(contactId) : events.length > 0;
    const bounce = events[0]?.bounce;
    if (!happened || (asked.bounce_type !== undefined && asked.bounce_type !== bounce)) return [];
    return [
      {
        id: cursorOf(message.id),
        // The address stays in the results after its contact is deleted.
        contact_id: world.audience.contacts.get(contactId) === undefined ? null : contactId,
        email,
        ...(asked.type === "opened" || asked.type === "clicked" ? { count: events.length } : {}),
        ...(asked.type === "clicked" ? { clicked_links: linksOf([message]).map(countsOf) } : {}),
        ...(bounce === undefined ? {} : { bounce_type: bounce }),
      },
    ];
  });
  return listAnswer(request, rows, (row) => row, world.switches, NEWER_LISTS);
}

/** `GET /broadcasts/:id/clicked-links` */
export function listClickedLinks(request: ApiRequest, world: World): Answer {
  const { id } = broadcastIn(request, world);
  const rows = linksOf(world.broadcasts.mailingOf(id).messages)
    .toSorted((one, other) => other.clicks - one.clicks)
    .map((link) => ({ id: cursorOf(link.url), ...link }));
  return listAnswer(request, rows, (row) => row, world.switches, NEWER_LISTS);
}

/** Counts clicks by link; `unique_clicks` counts each reader once. */
function linksOf(messages: readonly Stored[]) {
  const links = new Map<string, { url: string; clicks: number; unique_clicks: number }>();
  for (const { events } of messages) {
    const clicked = events.flatMap(({ link }) => link ?? []);
    for (const url of clicked) {
      const counts = links.get(url) ?? { url, clicks: 0, unique_clicks: 0 };
      links.set(url, counts);
      counts.clicks += 1;
    }
    for (const url of new Set(clicked)) {
      const counts = links.get(url);
      if (counts !== undefined) counts.unique_clicks += 1;
    }
  }
  return [...links.values()];
}

const countsOf = ({ url, clicks }: { url: string; clicks: number }) => ({ url, clicks });

/** Names a row, for paging only. */
const cursorOf = (text: string) => Buffer.from(text).toString("base64url");
