import { Hono } from "hono";
import { z } from "zod";
import { isSampleReader } from "#src/app/compose/sample-readers.ts";
import { type TestReader, mailTest } from "#src/app/studio/mail-test.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { readJson } from "./read-json.ts";
import type { OpenedDeps } from "./studio-deps.ts";

/** A test is for colleagues; more addresses at once would be a send that nobody can take back. */
const MOST = 20;

const testSchema = z.object({
  to: z.array(z.string().trim().min(1).max(320)).min(1, "an address is needed").max(MOST),
  as: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("sample"),
      reader: z.string(),
      inSegments: z.array(z.number().int()).nullable(),
    }),
    z.object({ kind: z.literal("subscriber"), address: z.string().trim().min(1).max(320) }),
  ]),
  confirmed: z.number().int().nullable(),
});

/** Test sends. */
export function testApi({ source, mailer }: OpenedDeps) {
  return new Hono().post("/issues/:slug/test", readJson(testSchema), async (context) => {
    const { to, as, confirmed } = context.req.valid("json");
    if (mailer === null)
      throw new LetterpressError("usage/invalid", "This preview opened no ledger, and mails nothing.", {
        hint: "Start it with `letterpress dev`.",
      });
    // The test mails the file as it is now.
    source.forget();
    const looked = await source.compose(context.req.param("slug"));
    if (looked === null)
      throw new LetterpressError(
        "studio/no-issue",
        `There is no issue with the slug ${context.req.param("slug")}.`,
      );
    return context.json(await mailTest(mailer, looked, { to, as: readerOf(as), confirmed }));
  });
}

function readerOf(as: z.output<typeof testSchema>["as"]): TestReader {
  if (as.kind === "subscriber") return as;
  const { kind, reader, inSegments } = as;
  if (isSampleReader(reader)) return { kind, reader, inSegments };
  throw new LetterpressError("usage/invalid", `The preview has no reader ${reader}.`, {
    hint: "Load the page again.",
  });
}
