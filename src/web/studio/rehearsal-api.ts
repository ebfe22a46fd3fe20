import { Hono } from "hono";
import { validator } from "hono/validator";
import { FAULTS, FAULT_NAMES, type FaultName } from "#src/app/rehearsal/faults.ts";
import { MOST_READERS } from "#src/app/rehearsal/rehearsals.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { OpenedDeps } from "./studio-deps.ts";

interface Wish {
  readonly slug: string;
  readonly readers: number;
  readonly faults: readonly FaultName[];
}

const wishBody = validator("json", (given: unknown): Wish => {
  const { slug, readers, faults }: Partial<Record<keyof Wish, unknown>> =
    typeof given === "object" && given !== null ? given : {};
  if (typeof slug !== "string") throw wrong("an issue", slug);
  if (typeof readers !== "number" || !Number.isInteger(readers) || readers < 1 || readers > MOST_READERS)
    throw wrong(`from 1 to ${MOST_READERS.toLocaleString("en")} readers`, readers);
  const named = Array.isArray(faults) ? FAULT_NAMES.filter((name) => faults.includes(name)) : [];
  return { slug, readers, faults: named };
});

/** A rehearsal: what may go wrong, how it goes, its start and its end. One at a time. */
export function rehearsalApi({ source, rehearsals }: Pick<OpenedDeps, "source" | "rehearsals">) {
  const told = () => ({
    faults: FAULT_NAMES.map((name) => ({ name, help: FAULTS[name] })),
    most: MOST_READERS,
    copies: rehearsals.source !== null,
    rehearsal: rehearsals.all.view(),
  });
  return new Hono()
    .get("/rehearsal", (context) => context.json(told()))
    .post("/rehearsal", wishBody, async (context) => {
      const wish = context.req.valid("json");
      const { root } = await source.project();
      rehearsals.all.start({ ...wish, root, source: rehearsals.source });
      return context.json(told());
    })
    .post("/rehearsal/end", async (context) => {
      await rehearsals.all.stop();
      return context.json(told());
    });
}

function wrong(expected: string, got: unknown): LetterpressError {
  return new LetterpressError("usage/invalid", `Expected ${expected}, got ${JSON.stringify(got)}.`);
}
