import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { validator } from "hono/validator";
import * as z from "zod";
import { audienceView } from "#src/app/studio/audience-view.ts";
import { countSegment } from "#src/app/studio/count-segment.ts";
import { importHere } from "#src/app/studio/import-here.ts";
import { liftAddress } from "#src/audience/lift-address.ts";
import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { suppressAddress } from "#src/audience/suppress-address.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { findPeople } from "#src/store/readers/find-people.ts";
import { countSuppressions, listSuppressions } from "#src/store/readers/suppressions.ts";
import { jsonBody } from "./json-body.ts";
import type { OpenedDeps } from "./studio-deps.ts";

/** How many people a search lists; more letters find those who are not among them. */
const MOST_FOUND = 20;
const SUPPRESSIONS_PAGE = 100;
/** Bytes of a million rows of an ordinary export. */
const LARGEST_FILE = 256 * 1024 * 1024;

const addressSchema = z.strictObject({ address: z.string().trim().min(3).max(320) });
const importSchema = z.object({
  file: z.instanceof(File),
  list: z.string(),
  consent: z.enum(["", "mine"]).default(""),
  map: z.string().default(""),
  ignore: z.string().default(""),
  confirmed: z.string().default(""),
});

const textQuery = (name: string) =>
  validator("query", (query: Record<string, string | string[]>) => {
    const value = query[name];
    return { [name]: typeof value === "string" ? value : "" };
  });

/** Answers what the pages of the audience ask and change. Personal data of readers passes through it: see `local-only.ts`. */
export function audienceApi({ source, app, countHosted }: OpenedDeps) {
  return new Hono()
    .get("/audience", async (context) => {
      const { newsletter } = await source.project();
      if (newsletter.audience === "resend") {
        const lists = Object.entries(newsletter.lists).map(([key, list]) => ({ key, ...list }));
        return context.json({
          where: "resend" as const,
          lists: lists.map(({ key, title, segment }) => ({ key, title, segment: segment ?? null })),
        });
      }
      if (app === null) return context.json({ where: "nowhere" as const });
      return context.json({
        where: "ledger" as const,
        attributes: Object.keys(newsletter.attributes),
        ...(await audienceView(app.ledger, newsletter)),
      });
    })
    .get("/audience/hosted", textQuery("again"), async (context) => {
      const { newsletter } = await source.project();
      if (newsletter.audience !== "resend" || countHosted === null) return context.json(null);
      return context.json(countHosted(newsletter, context.req.query("again") === "yes"));
    })
    .get(
      "/audience/segment",
      validator("query", ({ list, query }) => ({
        list: typeof list === "string" ? list : "",
        query: typeof query === "string" ? query : "",
      })),
      async (context) => {
        if (app === null) return context.json({ findings: [], recipients: null, rows: [] });
        return context.json(
          await countSegment(app.ledger, await source.project(), context.req.valid("query")),
        );
      },
    )
    .get("/audience/people", textQuery("find"), async (context) => {
      const find = (context.req.query("find") ?? "").trim();
      if (app === null || find === "") return context.json([]);
      const found = await findPeople(app.ledger, find, MOST_FOUND);
      return context.json(found.map(({ address }) => ({ address })));
    })
    .get("/audience/person", textQuery("address"), async (context) => {
      if (app === null) return context.json({ kind: "unknown" as const });
      const known = await showSubscriber(app.ledger, context.req.query("address") ?? "", app.config);
      if (known === null) return context.json({ kind: "unknown" as const });
      // The bodies of events are left out: they are for programs, and long.
      const { events, ...person } = known;
      const { newsletter } = await source.project();
      const declared = new Map(Object.entries(newsletter.attributes));
      const attributes = Object.entries(person.subscriber?.attributes ?? {}).map(([name, value]) => ({
        label: declared.get(name)?.label ?? name,
        value,
      }));
      return context.json({ kind: "person" as const, ...person, attributes, eventCount: events.length });
    })
    .get("/audience/suppressions", textQuery("after"), async (context) => {
      if (app === null) return context.json({ reasons: [], rows: [], next: null });
      const after = context.req.query("after") ?? "";
      const rows = await listSuppressions(app.ledger.db, { after, limit: SUPPRESSIONS_PAGE });
      const reasons = Object.entries(await countSuppressions(app.ledger.db));
      return context.json({
        reasons: reasons.map(([reason, n]) => ({ reason, n: n ?? 0 })),
        rows: rows.map(({ address, address_key: key, reason, at, source: by }) => ({
          key,
          address,
          reason,
          at: new Date(Number(at)).toISOString(),
          by,
        })),
        next: rows.length < SUPPRESSIONS_PAGE ? null : (rows.at(-1)?.address_key ?? null),
      });
    })
    .post("/audience/suppress", jsonBody(addressSchema), async (context) => {
      if (app === null) return context.json({ result: "nowhere" as const });
      const { address } = context.req.valid("json");
      const by = { suppressionKey: app.config.suppressionKey, source: app.person };
      const { result } = await suppressAddress(app.ledger, address, by);
      return context.json({ result });
    })
    .post("/audience/lift", jsonBody(addressSchema), async (context) => {
      if (app === null) return context.json({ result: "nowhere" as const });
      const { result } = await liftAddress(app.ledger, context.req.valid("json").address, app.config);
      return context.json({ result });
    })
    .post(
      "/audience/import",
      bodyLimit({ maxSize: LARGEST_FILE }),
      validator("form", (value) => {
        const read = importSchema.safeParse(value);
        if (read.success) return read.data;
        throw new LetterpressError("usage/invalid", "This is no file of subscribers.", { cause: read.error });
      }),
      async (context) => {
        const { newsletter } = await source.project();
        if (app === null || newsletter.audience === "resend")
          return context.json({ kind: "nowhere" as const });
        const { file, list, consent, map, ignore, confirmed } = context.req.valid("form");
        const { summary, words, hash } = await importHere(app, newsletter, {
          name: file.name,
          bytes: new Uint8Array(await file.arrayBuffer()),
          list,
          answersForConsent: consent === "mine",
          map: linesOf(map),
          ignore: linesOf(ignore),
          confirmed: confirmed === "" ? null : confirmed,
        });
        const { from, dryRun, refusals, refused, unstated } = summary;
        return context.json({
          kind: "read" as const,
          from,
          hash,
          isDone: !dryRun,
          refused,
          unstated,
          refusals: refusals.slice(0, 50),
          rows: words.rows.map(([name, n]) => ({ name, n })),
          changes: words.changes,
          remarks: words.remarks,
        });
      },
    );
}

function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}
