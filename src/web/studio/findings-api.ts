import { Hono } from "hono";
import { z } from "zod";
import { isAcceptable } from "#src/app/compose/accept-findings.ts";
import { proposeEdits, writeEdits } from "#src/app/studio/edit-files.ts";
import { uncheckedInWords } from "#src/app/sends/unchecked-in-words.ts";
import { findingKey } from "#src/app/studio/finding-key.ts";
import type { Looked } from "#src/app/studio/source/studio-source.ts";
import { ERRORS, LetterpressError } from "#src/model/errors.ts";
import type { Finding } from "#src/model/finding.ts";
import { entryOf } from "#src/model/rules/set-severity.ts";
import { readJson } from "./read-json.ts";
import type { StudioDeps } from "./studio-deps.ts";

const LONGEST_REASON = 500;

const wishSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("fix"), findings: z.array(z.string()).min(1).max(1000) }),
  z.object({
    kind: z.literal("accept"),
    rule: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
    reason: z
      .string()
      .trim()
      .min(1, "a reason is needed")
      .max(LONGEST_REASON)
      .regex(/^\P{Cc}*$/u, "one line of words"),
  }),
]);

/** What preflight found in an issue, and what an author does about it from the studio. */
export function findingsApi({ source, closer, changed }: StudioDeps) {
  const look = async (slug: string): Promise<Looked> => {
    const looked = await source.compose(slug);
    if (looked !== null) return looked;
    throw new LetterpressError("studio/no-issue", `There is no issue with the slug ${slug}.`);
  };
  return new Hono()
    .get("/issues/:slug/findings", async (context) => {
      const looked = await look(context.req.param("slug"));
      const { issue, email, findings, unchecked } = looked.composed;
      const rules = new Set(findings.map(({ rule }) => rule));
      return context.json({
        file: looked.parsed.source.path,
        findings: findings.map((finding) => shown(finding, issue !== null)),
        rules: Object.fromEntries([...rules].map((rule) => [rule, aboutRule(rule)])),
        unchecked: uncheckedInWords(unchecked),
        links: closer.linksOf(looked),
        lookedWithAxe: email !== null && closer.lookedAt(email),
      });
    })
    .post("/issues/:slug/edits/look", readJson(wishSchema), async (context) => {
      const looked = await look(context.req.param("slug"));
      const { files, seen } = await proposeEdits(looked, context.req.valid("json"));
      return context.json({ seen, files: files.map(({ file, diff }) => ({ file, diff })) });
    })
    .post(
      "/issues/:slug/edits",
      readJson(z.object({ wish: wishSchema, seen: z.string().length(64) })),
      async (context) => {
        const { wish, seen } = context.req.valid("json");
        // Edits the file as it is now, and not as it was when it was last looked at.
        source.forget();
        const written = await writeEdits(await look(context.req.param("slug")), wish, seen);
        changed();
        return context.json({ written });
      },
    )
    .post("/issues/:slug/links", async (context) => {
      const answer = await closer.checkLinks(await look(context.req.param("slug")));
      changed();
      return context.json(answer);
    })
    .post("/issues/:slug/axe", async (context) => {
      const { email } = (await look(context.req.param("slug"))).composed;
      if (email === null)
        throw new LetterpressError("usage/invalid", "There is no email to look at.", {
          hint: "Fix the errors first.",
        });
      const found = await closer.lookWithAxe(email);
      changed();
      return context.json(
        found.kind === "known"
          ? { faults: found.value.length, reason: null }
          : { faults: null, reason: found.reason },
      );
    });
}

function shown(finding: Finding, canBeRead: boolean) {
  const { rule, severity, message, hint, file, line, column, fix, overruled } = finding;
  return {
    key: findingKey(finding),
    rule,
    severity,
    message,
    hint,
    file,
    line,
    column,
    hasFix: fix !== null,
    canAccept: canBeRead && isAcceptable(finding),
    reason: overruled?.how === "accepted" ? overruled.reason : null,
  };
}

/** Explains a rule to somebody who meets it for the first time; of an error's code there is only a hint. */
function aboutRule(rule: string) {
  const entry = entryOf(rule);
  const errors: Readonly<Record<string, { readonly hint: string }>> = ERRORS;
  const hint = Object.hasOwn(errors, rule) ? errors[rule]?.hint : undefined;
  return {
    means: entry?.means ?? null,
    why: entry?.why ?? null,
    fix: entry?.fix ?? hint ?? null,
    example: entry?.example ?? null,
    protects: entry?.protects === true,
  };
}
