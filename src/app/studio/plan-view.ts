import type { RampAnswer } from "#src/app/schedule/choose-ramp.ts";
import { planIssue } from "#src/app/schedule/plan-issue.ts";
import { isOver } from "#src/app/schedule/send-time.ts";
import { machineZone } from "#src/app/sends/machine-zone.ts";
import { planRows } from "#src/app/sends/plan-rows.ts";
import { rampInWords } from "#src/app/sends/delivery-rows.ts";
import type { App } from "#src/app/open-app.ts";
import { uncheckedInWords } from "#src/app/sends/unchecked-in-words.ts";
import type { Finding } from "#src/model/finding.ts";
import { mayForce } from "#src/model/rules/may-force.ts";
import { proposeRamp } from "#src/model/ramp.ts";
import { provenSize } from "#src/store/sends/proven-size.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";

/** "What will happen" to an issue as a page shows it, and what a person may decide about it. Nothing is written. */
export async function planView(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  { ramp, force }: { readonly ramp?: RampAnswer | undefined; readonly force: readonly string[] },
) {
  const { slug } = parsed.source;
  const now = app.clock.now();
  const plan = await planIssue(app, project, parsed, {
    ...(ramp === undefined ? {} : { ramp }),
    ...(force.length > 0 && { force: { rules: force, by: app.person } }),
  });
  const { composed, time, send, audience, delivery } = plan;
  const { issue, email, findings } = composed;
  const place = { zone: machineZone(), typed: same, removed: same, added: same };
  const isOpen = send === null || send.state === "canceled" || send.planned_at === null;
  const errors = findings.filter(({ severity }) => severity === "error");
  const proposed =
    delivery === null || (delivery.ramp.kind !== "ask" && ramp === undefined)
      ? null
      : proposeRamp(delivery.recipients, await provenSize(app.ledger));
  return {
    slug,
    title: issue?.title ?? slug,
    zone: issue?.timezone ?? project.newsletter.timezone,
    rows: planRows(slug, plan, place, now).map(([name, value]) => ({ name, lines: value.split("\n") })),
    errors,
    /** The rules that a person may force to let these errors pass, for this one email; empty if one of them cannot be forced. */
    forceable: email !== null && errors.every(({ rule }) => mayForce(rule) === "yes") ? rulesOf(errors) : [],
    /** The errors that would pass by this very wish: a person confirms exactly these. */
    forced: findings.flatMap(({ rule, message, overruled }) =>
      overruled?.how === "forced" && force.includes(rule)
        ? [{ rule, message: overruled.message || message }]
        : [],
    ),
    /** The checks that asked nobody, and so have not passed. */
    unchecked: uncheckedInWords(composed.unchecked),
    digest: email?.digest ?? null,
    recipients: audience?.recipients ?? null,
    list: audience?.list ?? null,
    isDraft: issue?.draft ?? true,
    trigger: issue?.trigger ?? null,
    /** False once its send has been planned: an issue is sent once. */
    isOpen,
    /** The file's time; null where it names none or one that is past. */
    due: time === null || isOver(time, now) ? null : instantInWords(time.dueAt, time.zone),
    /** The days of a ramp that is proposed, which a person accepts or refuses; null where nobody has to decide. */
    ramp: proposed === null ? null : rampInWords(proposed, delivery?.recipients ?? 0),
    destination: app.ledger.destination,
  };
}

function rulesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ rule }) => rule))];
}

function same(text: string): string {
  return text;
}
