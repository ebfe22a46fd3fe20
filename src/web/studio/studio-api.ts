import { Hono } from "hono";
import { validator } from "hono/validator";
import { SAMPLE_READERS } from "#src/app/compose/sample-readers.ts";
import type { Made } from "#src/app/studio/source/studio-source.ts";
import { sourceFrame } from "#src/app/studio/source-frame.ts";
import { htmlBytes } from "#src/model/email.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { shownTo } from "#src/app/studio/shown-to.ts";
import { findingsApi } from "./findings-api.ts";
import { previewApi } from "./preview-api.ts";
import type { StudioDeps } from "./studio-deps.ts";
import { whenAsked } from "./when-asked.ts";

/** For the types of `hono/client`: `shownTo` reads the values. */
const shownQuery = validator("query", ({ reader, in: segments }): { reader?: string; in?: string } => ({
  ...(typeof reader === "string" && { reader }),
  ...(typeof segments === "string" && { in: segments }),
}));

/** What the studio's pages ask, as JSON. Its type is all that they know of this program. */
export function studioApi(deps: StudioDeps) {
  return new Hono()
    .route(
      "/",
      whenAsked("/rehearsal", deps, async (opened) =>
        (await import("./rehearsal-api.ts")).rehearsalApi(opened),
      ),
    )
    .route("/", findingsApi(deps))
    .route(
      "/",
      whenAsked("/issues/:slug/test", deps, async (opened) =>
        (await import("./test-api.ts")).testApi(opened),
      ),
    )
    .route(
      "/",
      whenAsked("/inbox", deps, async (opened) => (await import("./inbox-api.ts")).inboxApi(opened)),
    )
    .route(
      "/",
      whenAsked("/sends", deps, async (opened) => (await import("./sends-api.ts")).sendsApi(opened)),
    )
    .route(
      "/",
      whenAsked("/audience", deps, async (opened) => (await import("./audience-api.ts")).audienceApi(opened)),
    )
    .get("/newsletter", async (context) => {
      const { newsletter, root } = await deps.source.files();
      const { name, timezone, url } = newsletter;
      const sections = Object.entries(newsletter.sections).map(([key, { title }]) => ({ key, title }));
      const { ledgerName, destination, hasInbox } = deps;
      return context.json({ name, timezone, url, root, sections, ledgerName, destination, hasInbox });
    })
    .get("/issues", async (context) => {
      const { issues, newsletter } = await deps.source.project();
      const { ledger } = await deps.opened();
      const { issueState, sendStates } = await import("#src/app/studio/issue-state.ts");
      const sends = await sendStates(ledger);
      const sender = senderOf(newsletter.from, newsletter.name);
      return context.json(
        issues.map((parsed) => {
          const { issue, source, findings } = parsed;
          return {
            slug: source.slug,
            path: source.path,
            title: issue?.title ?? source.slug,
            subject: wordsOf(issue?.subject ?? source.slug),
            previewText: wordsOf(issue?.previewText ?? ""),
            sender,
            section: issue?.section?.title ?? null,
            number: issue?.number ?? null,
            lang: issue?.lang ?? newsletter.lang,
            dir: issue?.dir ?? "ltr",
            tags: issue?.tags ?? [],
            state: issueState(parsed, sends),
            errors: findings.filter(({ severity }) => severity === "error").length,
          };
        }),
      );
    })
    .route("/", previewApi(deps))
    .get("/issues/:slug", shownQuery, async (context) => {
      // Answers as soon as the email is made. Its findings are another request, so nobody waits for them to see the email.
      const made = await deps.source.email(context.req.param("slug"));
      if (made === null) return context.json({ kind: "missing" as const });
      const { email, parsed, project } = made;
      const { issue } = parsed;
      const shown = await shownTo((name) => context.req.query(name), made, email, deps.opened);
      const message = email === null ? null : personalise(email, shown.values);
      return context.json({
        kind: "issue" as const,
        slug: parsed.source.slug,
        path: parsed.source.path,
        title: issue?.title ?? parsed.source.slug,
        lang: issue?.lang ?? project.newsletter.lang,
        dir: issue?.dir ?? "ltr",
        readers: Object.entries(SAMPLE_READERS).map(([key, { label }]) => ({ key, label })),
        person: shown.person,
        fault: email === null ? await faultOf(deps, made) : null,
        asked: (email?.asked ?? []).map(({ query }, index) => ({
          query,
          isIn: shown.inSegments.includes(index),
        })),
        email:
          email === null || message === null
            ? null
            : {
                digest: email.digest,
                bytes: htmlBytes(email),
                sender: senderOf(email.from, project.newsletter.name),
                subject: message.subject,
                previewText: wordsOf(issue?.previewText ?? ""),
                text: message.text,
                html: message.html,
              },
      });
    });
}

export type StudioApi = ReturnType<typeof studioApi>;

/** Returns what kept an issue from becoming an email. */
async function faultOf({ source }: StudioDeps, { parsed, project }: Made) {
  const looked = await source.compose(parsed.source.slug);
  return looked && sourceFrame(project.root, looked.composed.findings);
}

/** The name that an inbox shows. */
function senderOf(from: string, name: string): string {
  return /^\s*"?([^"<]*?)"?\s*</.exec(from)?.[1] || name;
}

/** A text whose merge tags are not filled in but shown as "…". */
function wordsOf(text: string): string {
  return text.replace(/\p{Co}+/gu, "…");
}
