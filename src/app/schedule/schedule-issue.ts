import { type Finding, hasErrors, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import {
  DecidedMeanwhile,
  type ScheduleRequest,
  type Scheduled,
  scheduleSend,
} from "#src/send/schedule-send.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { saveAssets } from "#src/store/issues/emails.ts";
import { type IssueRow, findIssue } from "#src/store/issues/issues.ts";
import { LIVE, type SendRow, latestSend, liveSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import { imagesAnswer } from "#src/app/compose/images-answer.ts";
import { keepNewsletter } from "#src/app/last-newsletter.ts";
import type { App } from "#src/app/open-app.ts";
import { saveCard, textSha } from "#src/app/pages/save-card.ts";
import { type RampAnswer, chooseRamp } from "./choose-ramp.ts";
import { chooseSegment } from "./choose-segment.ts";
import { bodySha, copyFinding, findCopy } from "./find-copy.ts";
import { findRename } from "./find-rename.ts";
import { seeFile } from "./see-file.ts";
import { sendSettings } from "./send-settings.ts";
import { type SendTime, isOver, sendTime } from "./send-time.ts";
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
  /** The issue as it was composed a moment ago, where it was. */
  readonly composed?: ComposedIssue | undefined;
  /** What the ledger had when the file was read: a person may decide while it is composed. */
  readonly read?: ScheduleRequest["read"];
  /** Where the file stands in git, where that is known already. */
  readonly here?: Standing | undefined;
  /** A person has looked at the file and takes it; the wish is the file's all the same. */
  readonly approves?: boolean;
}

export type ScheduleOutcome = (
  | ({ readonly kind: "scheduled" } & Scheduled)
  /** The findings tell why not. `decided`: a person has said something about the issue since its file was read. */
  | { readonly kind: "refused"; readonly decided?: true }
) & { readonly findings: readonly Finding[] };

/** Compose an issue and record its send. Nothing that has an error is ever scheduled. */
export async function scheduleIssue(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  wish: ScheduleWish,
): Promise<ScheduleOutcome> {
  const { ledger } = app;
  const now = app.clock.now();
  const composed = wish.composed ?? (await composeIssue(project, parsed, { now, ledger }));
  const { issue, source } = parsed;
  if (issue === null || composed.email === null || hasErrors(composed.findings))
    return refused(composed.findings);
  // Before it is seen: the ledger knows it from then on, and would not ask again whether it is an old one.
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
      // Another time changes the date that readers see, and is no other text.
      textSha: textSha(source.text.replace(/^send_at:.*$/m, "")),
      bodySha: bodySha(source.text),
      isLater: here.descent === "later",
      copyOf,
    },
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
  // What the pages say from the moment it starts; once it has started, an edit is a correction.
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

/** Whether a send that has not started has another email. */
function isOther(send: SendRow | undefined, digest: string): send is SendRow {
  return (
    send !== undefined &&
    LIVE.includes(send.state) &&
    send.planned_at === null &&
    send.email_digest !== digest
  );
}

/** Whose a send is whose file was read again: the person's as long as their word stands. */
function schedulerOf({ word }: IssueRow, live: SendRow | undefined, { approves }: ScheduleWish): string {
  return live !== undefined && (word === "scheduled" || approves === true) ? live.scheduled_by : "file";
}

function refused(findings: readonly Finding[]): ScheduleOutcome {
  return { kind: "refused", findings };
}

/** Why an issue cannot be scheduled, with a rule of its own and what to do. */
interface Refusal {
  readonly rule: RuleOf<"error">;
  readonly message: string;
  readonly hint: string;
}

function refuseIssue(issue: Issue): Refusal | null {
  if (issue.draft) {
    const hint = "Write `draft: false` when it is ready.";
    return { rule: "schedule/draft", message: "A draft is never scheduled.", hint };
  }
  if (issue.trigger === null) return null;
  const message = `This is the ${issue.trigger} mail, which no time starts.`;
  return { rule: "schedule/trigger", message, hint: "Remove `trigger:`, or leave it to its cause." };
}

/** An issue is sent once: a send past its plan is under way or over. */
async function refuseSent(app: App, seen: IssueRow): Promise<Refusal | null> {
  const last = await latestSend(app.ledger.db, seen.id);
  if (last === undefined || last.state === "canceled" || last.planned_at === null) return null;
  const message = `This issue is ${last.state.replaceAll("_", " ")}; an issue is sent once.`;
  const hint = LIVE.includes(last.state)
    ? `Its send is under way: \`letterpress status ${seen.slug}\` says what can be done with it.`
    : "Give a new issue a slug of its own.";
  return { rule: "schedule/sent", message, hint };
}

function refuseTime(
  issue: Issue,
  when: SendTime | null,
  live: SendRow | undefined,
  wish: ScheduleWish,
  now: number,
): Refusal | null {
  if (when === null) {
    const [message, hint] =
      issue.sendAt?.kind === "next"
        ? [
            "`send_at: next` needs a section with a slot.",
            'Give its section a slot such as "Tue 09:00" in newsletter.config.ts, or write a time.',
          ]
        : [
            "Expected a time in `send_at`, found none.",
            "Write `send_at: 2026-12-01 09:00`, or give one with --at.",
          ];
    return { rule: "schedule/no-time", message, hint };
  }
  // A send that is already scheduled may be due at this moment, and a person may ask for now.
  if (!isOver(when, now) || live !== undefined || wish.at !== null) return null;
  const message = `Its time, ${issue.sendAt?.source ?? ""}, is past.`;
  const hint = `Write a future time in \`send_at\`, or run \`letterpress send ${issue.slug}\`.`;
  return { rule: "schedule/past", message, hint };
}

/** A list much larger than any before is a jump in the eyes of mailbox providers; only a person can know better. */
export function refuseUndecided(slug: string, question: string): Refusal {
  return {
    rule: "schedule/ramp",
    message: question,
    hint: `Add \`--ramp accept\` or \`--ramp refuse\`; \`letterpress plan ${slug}\` shows the ramp.`,
  };
}

/** Through Resend, readers load images from the newsletter's address: one that does not answer is a hole in every inbox. */
async function refuseImages(app: App, composed: ComposedIssue): Promise<Refusal | null> {
  if (app.config.destination !== "resend" || Object.keys(composed.images).length === 0) return null;
  await saveAssets(app.ledger.db, composed.assets, app.clock.now());
  const message = await imagesAnswer(Object.values(composed.images).map(({ url }) => url));
  const hint = "Let `letterpress serve` answer at the newsletter's url, then schedule again.";
  return message === null ? null : { rule: "schedule/images", message, hint };
}

export function findingOf({ path, keyPlaces }: Issue, refusal: Refusal): Finding {
  const place = keyPlaces[refusal.rule === "schedule/draft" ? "draft" : "send_at"];
  return { ...refusal, severity: "error", ...whereOf(path, place), fix: null };
}
