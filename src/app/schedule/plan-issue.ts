import { hasErrors } from "#src/model/finding.ts";
import { gmailBytes } from "#src/preflight/html/gmail-bytes.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { type AudiencePreview, previewAudience } from "#src/store/audience/preview-audience.ts";
import { segmentWhere } from "#src/store/audience/segment-where.ts";
import { countMembers } from "#src/store/readers/subscribers.ts";
import { type SendRow, latestSend, liveSend } from "#src/store/sends/sends.ts";
import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import type { World } from "#src/app/facts/world.ts";
import { type SinceTest, compareTest } from "#src/app/gate/compare-test.ts";
import { type Force, overrule } from "#src/app/gate/overrule.ts";
import type { App } from "#src/app/open-app.ts";
import { type RampAnswer, chooseRamp } from "./choose-ramp.ts";
import { chooseSegment } from "./choose-segment.ts";
import { copyFinding, findCopy } from "./find-copy.ts";
import { type DeliveryPlan, planDelivery } from "./plan-delivery.ts";
import { type SendTime, sendTime } from "./send-time.ts";

/** What would happen to an issue if it were decided now. Nothing is written. */
export interface IssuePlan {
  /** The issue with what the ledger knows about it: forced errors, and a copy. */
  readonly composed: ComposedIssue;
  /** The issue as its files make it: `schedule-issue` takes this as the email that somebody has looked at. */
  readonly ofFiles: ComposedIssue;
  /** Size of the HTML that arrives, at most; null if it cannot be rendered. */
  readonly bytes: number | null;
  /** When the file asks for it to be sent; null where it names no time. */
  readonly time: SendTime | null;
  /** The latest send of the issue; null where it was never scheduled. */
  readonly send: SendRow | null;
  /** Who would get it; null where it cannot be rendered, or its segment cannot be read. */
  readonly audience:
    | (Pick<AudiencePreview, "candidates" | "recipients" | "exclusions"> & {
        readonly list: string;
        /** The part of the list, as typed; null for all of it. */
        readonly segment: string | null;
        /**
         * Readers on the list who have not confirmed, in any segment. They are no candidates; an import without consent leaves
         * them there.
         */
        readonly pending: number;
        /** The segments that parts of the email are for, and how many recipients get each part. */
        readonly parts: readonly { readonly segment: string; readonly recipients: number }[];
      })
    | null;
  /** What has changed since the last test mail; null where it cannot be rendered. */
  readonly sinceTest: SinceTest | null;
  /** How the send would go from its start; null if nobody is counted, or if it has started. */
  readonly delivery: DeliveryPlan | null;
}

export interface PlanWish {
  /** A person's segment, in place of the file's; empty for the whole list. */
  readonly segment?: string;
  /** A person's answer where a ramp is proposed. */
  readonly ramp?: RampAnswer;
  /** Whom preflight may ask; nobody unless given. */
  readonly world?: World;
  /** Errors that a person is about to force. */
  readonly force?: Force | undefined;
  /** Plans as if the send began this moment, whatever time the file names. */
  readonly atOnce?: boolean;
}

/** Compose an issue and count its audience as of now, for `plan` and for the question before `send`. */
export async function planIssue(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  wish: PlanWish = {},
): Promise<IssuePlan> {
  const { ledger } = app;
  const now = app.clock.now();
  const ofFiles = await composeIssue(project, parsed, {
    now,
    ledger,
    by: wish.atOnce === true ? "send" : "plan",
    world: wish.world,
  });
  const { issue, email } = ofFiles;
  const seen = await findIssue(ledger.db, parsed.source.slug);
  const live = seen && (await liveSend(ledger.db, seen.id));
  const send = live ?? (seen && (await latestSend(ledger.db, seen.id))) ?? null;
  const time = issue === null || wish.atOnce === true ? null : await sendTime(ledger, issue, live);
  const segment = chooseSegment(project, parsed, { asked: wish.segment, live });
  // Findings about the file's own segment were reported when the issue was composed.
  const findings = segment.by === "file" ? [] : segment.findings;
  const copied = seen?.approved_digest === email?.digest ? null : await findCopy(ledger, project, parsed);
  const copies = copied === null ? [] : [copyFinding(parsed, copied)];
  const { slug } = parsed.source;
  const passed = { slug, digest: email?.digest ?? "", findings: ofFiles.findings };
  const ofEmail = await overrule(ledger, passed, wish.force);
  const composed = { ...ofFiles, findings: [...ofEmail.findings, ...findings, ...copies] };
  const sinceTest = issue === null || email === null ? null : await compareTest(ledger, issue, email);
  const bytes = email === null ? null : gmailBytes(email, project.newsletter);
  const known = { composed, ofFiles, bytes, time, send, sinceTest };
  if (issue === null || email === null || hasErrors(segment.findings))
    return { ...known, audience: null, delivery: null };
  const issueId = seen?.id ?? null;
  const where = segment.rule === null ? null : segmentWhere(segment.rule, ledger.dialect, now);
  const { list } = email;
  const asked = email.asked ?? [];
  const audience = await previewAudience(
    ledger.db,
    { issueId, list, segment: where, now },
    asked.map(({ rule }) => segmentWhere(rule, ledger.dialect, now)),
  );
  const { candidates, recipients, exclusions } = audience;
  const parts = asked.map(({ query }, index) => ({
    segment: query,
    recipients: audience.inSegment[index] ?? 0,
  }));
  const { pending } = await countMembers(ledger.db, list);
  const planned = { list, segment: segment.query, candidates, recipients, exclusions, pending, parts };
  const hasStarted = send !== null && send.planned_at !== null && send.state !== "canceled";
  if (hasStarted) return { ...known, audience: planned, delivery: null };
  const chosen = { issueId, list, segment: segment.rule };
  const { decision } = await chooseRamp(ledger, project.newsletter, chosen, { answer: wish.ramp, live });
  const delivery = await planDelivery(app, project.newsletter, {
    audience,
    decision,
    live,
    startAt: Math.max(now, time?.dueAt ?? now),
    local: time?.local ?? null,
    // An immediate send needs Resend anyway.
    offline: wish.world?.offline === true && wish.atOnce !== true,
  });
  return { ...known, audience: planned, delivery };
}
