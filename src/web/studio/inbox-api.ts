import { Hono } from "hono";
import { validator } from "hono/validator";
import { z } from "zod";
import { linksIn } from "#src/app/studio/links-in.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { HAPPENING_NAMES } from "#src/sandbox/mail/happening.ts";
import { readJson } from "./read-json.ts";
import type { OpenedDeps } from "./studio-deps.ts";

const PAGE = 50;

/** For the types of `hono/client`. */
const listQuery = validator("query", ({ find, after }): { find?: string; after?: string } => ({
  ...(typeof find === "string" && { find }),
  ...(typeof after === "string" && { after }),
}));

const happeningSchema = z.object({
  to: z.string().max(320),
  what: z.enum(HAPPENING_NAMES),
  clicked: z
    .string()
    .regex(/^https?:\/\//)
    .max(4096)
    .optional(),
});

/** What the sandbox accepted, and what happens to it. */
export function inboxApi({ sandbox }: OpenedDeps) {
  const inbox = () => {
    if (sandbox !== null) return sandbox;
    throw new LetterpressError("usage/invalid", "No sandbox runs here: mail goes through Resend.", {
      hint: "Stop this, and start `letterpress dev` without --ledger.",
    });
  };
  const found = (id: string) => {
    const message = inbox().inbox.get(id);
    if (message !== null) return message;
    throw new LetterpressError("studio/no-message", `The inbox has no mail ${id}.`);
  };
  return new Hono()
    .get("/inbox", listQuery, (context) => {
      const { inbox: mail } = inbox();
      const { find = "", after } = context.req.query();
      const { data, hasMore } = mail.list({ address: find.trim(), limit: PAGE, after });
      return context.json({
        accepted: mail.count,
        kept: mail.kept,
        hasMore,
        mails: data.map(({ id, subject, to, lastEvent, createdAt, broadcast }) => ({
          id,
          subject,
          lastEvent,
          to: [...to],
          at: createdAt,
          isBroadcast: broadcast !== null,
        })),
      });
    })
    .get("/inbox/:id", (context) => {
      const mail = found(context.req.param("id"));
      const { id, messageId, from, subject, headers, tags, lastEvent, html, text, dropped } = mail;
      return context.json({
        id,
        messageId,
        from,
        subject,
        headers,
        tags,
        lastEvent,
        html,
        text,
        dropped,
        at: mail.createdAt,
        scheduledAt: mail.scheduledAt,
        to: [...mail.to],
        cc: [...mail.cc],
        bcc: [...mail.bcc],
        replyTo: [...mail.replyTo],
        attachments: [...mail.attachments],
        events: mail.events.map((event) => ({ ...event })),
        links: [...linksIn(html ?? "")],
      });
    })
    .post("/inbox/:id/happen", readJson(happeningSchema), (context) => {
      const { id } = found(context.req.param("id"));
      const { to, what, clicked } = context.req.valid("json");
      if (!inbox().happen(id, { to, what, clicked }))
        throw new LetterpressError("studio/no-message", `The mail ${id} did not go to ${to}.`);
      return context.json({ happened: what, to });
    });
}
