import { Hono } from "hono";
import { validator } from "hono/validator";
import * as z from "zod";
import { planView } from "#src/app/studio/plan-view.ts";
import { readSends } from "#src/app/studio/read-sends.ts";
import { scheduleHere } from "#src/app/studio/schedule-here.ts";
import { DECISIONS, takeDecision } from "#src/app/sends/take-decision.ts";
import { compareReport } from "#src/track/build-report.ts";
import { readCurve } from "#src/track/read-curve.ts";
import { reportText } from "#src/track/report-text.ts";
import { sendsOfIssue } from "#src/store/sends/report-counts.ts";
import { jsonBody } from "./json-body.ts";
import type { OpenedDeps } from "./studio-deps.ts";

const rampSchema = z.enum(["accept", "refuse"]);
const scheduleSchema = z.strictObject({
  digest: z.string(),
  when: z.string().min(1).max(40),
  ramp: rampSchema.optional(),
  force: z.array(z.string()).max(100).default([]),
});
const decisionSchema = z.strictObject({ decision: z.enum(DECISIONS) });

/** What the pages of sends ask, and what a person decides on them. */
export function sendsApi({ source, app, ledger }: OpenedDeps) {
  return new Hono()
    .get("/sends", async (context) => {
      const { newsletter, issues } = await source.project();
      const titles = Object.fromEntries(
        issues.map(({ source: file, issue }) => [file.slug, issue?.title ?? file.slug]),
      );
      return context.json({
        where: newsletter.audience,
        titles,
        sends: ledger === null ? [] : await readSends(ledger, null),
      });
    })
    .get("/sends/:slug", async (context) =>
      context.json(ledger === null ? [] : await readSends(ledger, context.req.param("slug"))),
    )
    .get(
      "/sends/:slug/plan",
      validator("query", ({ ramp, force }) => ({
        ramp: rampSchema.safeParse(ramp).data,
        force: typeof force === "string" ? force : "",
      })),
      async (context) => {
        const slug = context.req.param("slug");
        const project = await source.project();
        const parsed = project.issues.find((one) => one.source.slug === slug);
        if (app === null || parsed === undefined) return context.json({ kind: "missing" as const });
        if (project.newsletter.audience === "resend") return context.json({ kind: "hosted" as const });
        const { ramp, force } = context.req.valid("query");
        const rules = force.split(",").filter((rule) => rule !== "");
        const view = await planView(app, project, parsed, { ramp, force: rules });
        return context.json({ kind: "plan" as const, ...view });
      },
    )
    .post("/sends/:slug/schedule", jsonBody(scheduleSchema), async (context) => {
      const slug = context.req.param("slug");
      const project = await source.project();
      const parsed = project.issues.find((one) => one.source.slug === slug);
      if (app === null || parsed === undefined || project.newsletter.audience === "resend")
        return context.json({ kind: "missing" as const });
      return context.json(await scheduleHere(app, project, parsed, context.req.valid("json")));
    })
    .post("/sends/:slug/decide", jsonBody(decisionSchema), async (context) => {
      if (app === null) return context.json({ kind: "missing" as const });
      const { decision } = context.req.valid("json");
      const project = await source.project().catch(() => null);
      const signal = context.req.raw.signal;
      await takeDecision(app, project, decision, context.req.param("slug"), { signal, anyway: false });
      return context.json({ kind: "decided" as const });
    })
    .get("/sends/:slug/report", async (context) => {
      const slug = context.req.param("slug");
      if (ledger === null || (await sendsOfIssue(ledger.db, slug)).length === 0)
        return context.json({ kind: "none" as const });
      const { report, earlier } = await compareReport(ledger, slug);
      return context.json({ kind: "report" as const, report, earlier, curve: await readCurve(ledger, slug) });
    })
    .get("/sends/:slug/report.md", async (context) => {
      const slug = context.req.param("slug");
      if (ledger === null) return context.text("No ledger is open.\n", 404);
      const { report } = await compareReport(ledger, slug);
      return context.body(reportText(report, "markdown"), 200, {
        "content-type": "text/markdown; charset=utf-8",
        "content-disposition": `attachment; filename="${slug.replaceAll(/[^\w-]/g, "")}-report.md"`,
      });
    });
}
