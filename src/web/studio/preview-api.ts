import { Hono } from "hono";
import { validator } from "hono/validator";
import { z } from "zod";
import { openInEditor } from "#src/app/studio/open-in-editor.ts";
import { dayOf } from "#src/app/studio/day-of.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { wallClockAt } from "#src/model/wall-clock.ts";
import type { StudioDeps } from "./studio-deps.ts";

/** A search lists as many subscribers as a person reads through. */
const MOST_FOUND = 12;

const PLACE = z.object({
  file: z.string().min(1),
  line: z.int().min(1).default(1),
  column: z.int().min(1).default(1),
});
const WISH = z.object({ title: z.string().trim().min(1), section: z.string().min(1).nullable() });

/** What the list, the calendar and the preview ask beyond one issue, and the two things that they do. */
export function previewApi(deps: StudioDeps) {
  return new Hono()
    .get("/calendar", async (context) => {
      const { readCalendar } = await import("#src/app/schedule/read-calendar.ts");
      const project = await deps.source.project();
      const { ledger } = await deps.opened();
      const entries = ledger === null ? [] : await readCalendar(ledger, project);
      const { timezone } = project.newsletter;
      return context.json({
        timezone,
        today: wallClockAt(deps.clock.now(), timezone).date,
        entries: entries.map((entry) => ({ ...entry, ...dayOf(entry, timezone) })),
      });
    })
    .get("/issues/:slug/versions", async (context) => {
      const looked = await deps.source.compose(context.req.param("slug"));
      if (looked === null) return context.json([]);
      const { issue, email } = looked.composed;
      const { earlierVersions } = await import("#src/app/studio/earlier-versions.ts");
      return context.json(await earlierVersions((await deps.opened()).ledger, issue, email));
    })
    .get(
      "/readers",
      validator("query", ({ find }) => ({ find: typeof find === "string" ? find : "" })),
      async (context) => {
        const { find } = context.req.valid("query");
        const { ledger } = await deps.opened();
        if (ledger === null) return context.json([]);
        const { findAddresses } = await import("#src/store/readers/find-addresses.ts");
        return context.json(await findAddresses(ledger.db, find, MOST_FOUND));
      },
    )
    .post(
      "/editor",
      validator("json", (body) => asked(PLACE, body)),
      async (context) => {
        const { root } = await deps.source.project();
        return context.json(await openInEditor({ root, editor: deps.editor }, context.req.valid("json")));
      },
    )
    .post(
      "/issues",
      validator("json", (body) => asked(WISH, body)),
      async (context) => {
        const { newIssue } = await import("#src/app/compose/new-issue.ts");
        const project = await deps.source.project();
        const made = await newIssue(project, context.req.valid("json"), deps.clock.now());
        // The page that shows the new issue asks for it before the watcher has seen the file.
        deps.source.forget();
        return context.json(made);
      },
    );
}

function asked<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw new LetterpressError(
    "usage/invalid",
    `The page sent a request that cannot be read: ${z.prettifyError(read.error)}.`,
    { hint: "Load the page again." },
  );
}
