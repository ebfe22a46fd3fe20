import { type Finding, hasErrors, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { type Scheduled, scheduleSend } from "#src/send/schedule-send.ts";
import { saveAssets } from "#src/store/issues/emails.ts";
import { type IssueRow, decideIssue } from "#src/store/issues/issues.ts";
import { LIVE, type SendRow, latestSend, liveSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import { gitCommit } from "#src/app/compose/git-commit.ts";
import { imagesAnswer } from "#src/app/compose/images-answer.ts";
import { keepNewsletter } from "#src/app/last-newsletter.ts";
import type { App } from "#src/app/open-app.ts";
import { saveCard } from "#src/app/pages/save-card.ts";
import { type RampAnswer, chooseRamp } from "./choose-ramp.ts";
import { chooseSegment } from "./choose-segment.ts";
import { findRename } from "./find-rename.ts";
import { seeFile } from "./see-file.ts";
import { sendSettings } from "./send-settings.ts";
import { type SendTime, isOver, sendTime } from "./send-time.ts";

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
}

export type ScheduleOutcome = (
  | ({ readonly kind: "scheduled" } & Scheduled)
  /** The findings tell why not. */
  | { readonly kind: "refused" }
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
  const scheduled = await scheduleSend(ledger, {
    issue: seen,
    email: composed.email,
    assets: composed.assets,
    segment: segment.query,
    ...time,
    // The first mornings may be over; a send that began with them would be late before it starts.
    dueAt: local === null || dueAt === live?.due_at ? dueAt : Math.max(dueAt, now),
    by: wish.by === "person" ? app.person : (live?.scheduled_by ?? "file"),
    fromFile: wish.by === "file",
    gitCommit: await gitCommit(project.root),
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
  // What the pages say from the moment it starts; once it has started, an edit is a correction.
  if (scheduled.change !== "started")
    await saveCard(ledger, seen.id, { issue, text: source.text, images: composed.images }, null);
  if (wish.by === "person") await decideIssue(ledger.db, seen.id, "scheduled");
  return { kind: "scheduled", ...scheduled, findings: composed.findings };
}

function refused(findings: readonly Finding[]): ScheduleOutcome {
  return { kind: "refused", findings };
}

/** Why an issue cannot be scheduled, with a rule of its own and what to do. */
interface Refusal {
  readonly rule: string;
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
