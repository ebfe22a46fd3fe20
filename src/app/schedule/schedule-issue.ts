import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { DecidedMeanwhile, type Scheduled, scheduleSend } from "#src/send/schedule/schedule-send.ts";
import type { ScheduleRequest } from "#src/send/schedule/schedule-request.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type IssueRow, findIssue } from "#src/store/issues/issues.ts";
import { LIVE, type SendRow, latestSend, liveSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import type { World } from "#src/app/facts/world.ts";
import { type Force, overrule } from "#src/app/gate/overrule.ts";
import { keepNewsletter } from "#src/app/last-newsletter.ts";
import {
  findingOf,
  refuseImages,
  refuseIssue,
  refuseSent,
  refuseTime,
  refuseUndecided,
} from "#src/app/gate/refusals.ts";
import type { App } from "#src/app/open-app.ts";
import { saveCard, textSha } from "#src/app/pages/save-card.ts";
import { type RampAnswer, chooseRamp } from "./choose-ramp.ts";
import { chooseSegment } from "./choose-segment.ts";
import { bodySha, copyFinding, findCopy } from "./find-copy.ts";
import { findRename } from "./find-rename.ts";
import { seeFile } from "./see-file.ts";
import { sendSettings } from "./send-settings.ts";
import { type SendTime, sendTime } from "./send-time.ts";
import { type Standing, olderFinding, standsAt } from "./stands-at.ts";

export interface ScheduleWish {
  readonly by: "file" | "person";
  /** A person's time, which may be now; null takes the file's. */
  readonly at: SendTime | null;
  /** False sends to everybody at once, however many they are. */
  readonly wave?: boolean;
  /** A person's segment, in place of the file's; empty for the whole list. */
  readonly segment?: string;
  /** A person's answer where a ramp is proposed. */
  readonly ramp?: RampAnswer;
  /** Whom preflight may ask; nobody unless given. */
  readonly world?: World;
  /** Errors that a person forces. `composed` is then what this person has looked at: a new composition may have another text. */
  readonly force?: Force | undefined;
  /** The issue as it was composed a moment ago, if it was. */
  readonly composed?: ComposedIssue | undefined;
  /** What the ledger had when the file was read: a person may decide while the issue is composed. */
  readonly read?: ScheduleRequest["read"];
  /** Where the file stands in git, if that is known already. */
  readonly here?: Standing | undefined;
  /** A person has looked at the file and takes it, although the wish is the file's. */
  readonly approves?: boolean;
}

export type ScheduleOutcome = (
  | ({ readonly kind: "scheduled" } & Scheduled)
  /** The findings say why. `decided`: a person has said something about the issue since its file was read. */
  | { readonly kind: "refused"; readonly decided?: true }
) & { readonly findings: readonly Finding[] };

/** Compose an issue and record its send. Nothing that has an error is ever scheduled, unless a person has forced it for this very email. */
export async function scheduleIssue(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  wish: ScheduleWish,
): Promise<ScheduleOutcome> {
  const { ledger } = app;
  const now = app.clock.now();
  const ofFiles =
    wish.composed ??
    (await composeIssue(project, parsed, {
      now,
      ledger,
      by: wish.by === "person" ? "schedule" : "tick",
      world: wish.world,
    }));
  const { issue, source } = parsed;
  if (issue === null || ofFiles.email === null) return refused(ofFiles.findings);
  const { digest } = ofFiles.email;
  const passed = { slug: source.slug, digest, findings: ofFiles.findings };
  const { findings, rows: overruled } = await overrule(ledger, passed, wish.force);
  const composed = { ...ofFiles, email: ofFiles.email, findings };
  if (hasErrors(findings)) return refused(findings);
  // This comes before `seeFile`: from then on the ledger knows the slug, and would not ask again whether the issue is an old one.
  const rename = await findRename(app, project, parsed);
  if (rename !== null && rename !== "renamed") return refused([rename]);
  await keepNewsletter(ledger, project.newsletter);
  const known = await findIssue(ledger.db, source.slug);
  const before = known && (await latestSend(ledger.db, known.id));
  const here = wish.here ?? (await standsAt(project.root, source.path, before));
  if (wish.by === "person" && here.descent === "older" && isOther(before, composed.email.digest))
    return refused([{ ...olderFinding(parsed, before, here), severity: "error" }]);
  const seen = await seeFile(ledger, parsed);
  const live = await liveSend(ledger.db, seen.id);
  const segment = chooseSegment(project, parsed, { asked: wish.segment, live });
  if (hasErrors(segment.findings)) return refused(segment.findings);
  const when = wish.at ?? (await sendTime(ledger, issue, live));
  const refusal =
    refuseIssue(issue) ??
    (await refuseSent(app, seen)) ??
    refuseTime(issue, when, live, wish, now) ??
    (await refuseImages(app, composed));
  if (refusal !== null) return refused([...composed.findings, findingOf(issue, refusal)]);
  if (when === null) return refused(composed.findings);

  const ramp = await chooseRamp(
    ledger,
    project.newsletter,
    { issueId: seen.id, list: composed.email.list, segment: segment.rule },
    { answer: wish.ramp, live },
  );
  if (wish.by === "person" && ramp.question !== null)
    return refused([...composed.findings, findingOf(issue, refuseUndecided(issue.slug, ramp.question))]);

  const { local, dueAt, ...time } = when;
  const copyOf = await findCopy(ledger, project, parsed);
  const scheduled = await scheduleUnlessDecided(ledger, {
    issue: seen,
    read: wish.read,
    email: composed.email,
    assets: composed.assets,
    segment: segment.query,
    ...time,
    // The first mornings may be over; a send that began with them would be late before it starts.
    dueAt: local === null || dueAt === live?.due_at ? dueAt : Math.max(dueAt, now),
    by: wish.by === "person" ? app.person : schedulerOf(seen, live, wish),
    fromFile: wish.by === "file" && wish.approves !== true,
    approves: wish.approves === true,
    gitCommit: here.commit,
    text: {
      // Without `send_at`: another time changes the date that readers see, but it does not make another text.
      textSha: textSha(source.text.replace(/^send_at:.*$/m, "")),
      bodySha: bodySha(source.text),
      isLater: here.descent === "later",
      copyOf,
    },
    overruled,
    question: ramp.question,
    settings: sendSettings(project.newsletter, issue, app.config, {
      local,
      // A reading of the file must not bring back a wave that a person gave up.
      wave: wish.wave !== false && (live === undefined || settingsOf(live).wave !== null),
      part:
        segment.rule === null ? { kind: "list" } : { kind: "segment", rule: segment.rule, by: segment.by },
      ramp: ramp.decision,
    }),
  });
  if (scheduled === null) return { kind: "refused", decided: true, findings: [] };
  // The card is what the pages show from the moment the send starts; after that, an edit is a correction.
  if (scheduled.change !== "started")
    await saveCard(
      ledger,
      seen.id,
      {
        issue,
        text: source.text,
        images: composed.images,
        own: composed.own,
        newsletter: project.newsletter,
      },
      null,
    );
  const { reason, note } = scheduled.send;
  const copied = reason === "copied" && note !== null ? [copyFinding(parsed, note)] : [];
  return { kind: "scheduled", ...scheduled, findings: [...composed.findings, ...copied] };
}

/** Null where a person has decided about the issue since its file was read. */
async function scheduleUnlessDecided(ledger: Ledger, request: ScheduleRequest): Promise<Scheduled | null> {
  try {
    return await scheduleSend(ledger, request);
  } catch (error) {
    if (error instanceof DecidedMeanwhile) return null;
    throw error;
  }
}

/** Whether a send that has not started would mail another email than `digest`. */
function isOther(send: SendRow | undefined, digest: string): send is SendRow {
  return (
    send !== undefined &&
    LIVE.includes(send.state) &&
    send.planned_at === null &&
    send.email_digest !== digest
  );
}

/** Who counts as the scheduler of a send whose file was read again: the person, as long as their word stands. */
function schedulerOf({ word }: IssueRow, live: SendRow | undefined, { approves }: ScheduleWish): string {
  return live !== undefined && (word === "scheduled" || approves === true) ? live.scheduled_by : "file";
}

function refused(findings: readonly Finding[]): ScheduleOutcome {
  return { kind: "refused", findings };
}
