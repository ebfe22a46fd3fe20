import type { RampAnswer } from "#src/app/schedule/choose-ramp.ts";
import { planIssue } from "#src/app/schedule/plan-issue.ts";
import { isOver } from "#src/app/schedule/send-time.ts";
import { machineZone } from "#src/app/sends/machine-zone.ts";
import { planRows } from "#src/app/sends/plan-rows.ts";
import { rampInWords } from "#src/app/sends/delivery-rows.ts";
import type { App } from "#src/app/open-app.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";

/** "What will happen" to an issue as a page shows it, and what a person may decide about it. Nothing is written. */
export async function planView(app: App, project: Project, parsed: ParsedIssue, ramp?: RampAnswer) {
  const { slug } = parsed.source;
  const now = app.clock.now();
  const plan = await planIssue(app, project, parsed, ramp === undefined ? {} : { ramp });
  const { composed, time, send, audience, delivery } = plan;
  const { issue, email, findings } = composed;
  const place = { zone: machineZone(), typed: same, removed: same, added: same };
  const isOpen = send === null || send.state === "canceled" || send.planned_at === null;
  const asked = delivery?.ramp.kind === "ask" ? delivery.ramp.steps : null;
  return {
    slug,
    title: issue?.title ?? slug,
    zone: issue?.timezone ?? project.newsletter.timezone,
    rows: planRows(slug, plan, place, now).map(([name, value]) => ({ name, lines: value.split("\n") })),
    errors: findings.filter(({ severity }) => severity === "error"),
    digest: email?.digest ?? null,
    recipients: audience?.recipients ?? null,
    list: audience?.list ?? null,
    isDraft: issue?.draft ?? true,
    trigger: issue?.trigger ?? null,
    /** False once its send has been planned: an issue is sent once. */
    isOpen,
    /** The file's time; null where it names none or one that is past. */
    due: time === null || isOver(time, now) ? null : instantInWords(time.dueAt, time.zone),
    /** The days of a proposed ramp about which nobody has decided; null where nobody has to. */
    ramp: asked === null ? null : rampInWords(asked, delivery?.recipients ?? 0),
    destination: app.ledger.destination,
  };
}

function same(text: string): string {
  return text;
}
