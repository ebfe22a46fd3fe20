import { type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
import { saveAssets } from "#src/store/issues/emails.ts";
import type { IssueRow } from "#src/store/issues/issues.ts";
import { LIVE, type SendRow, latestSend } from "#src/store/sends/sends.ts";
import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import { imagesAnswer } from "#src/app/compose/images-answer.ts";
import type { App } from "#src/app/open-app.ts";
import { type SendTime, isOver } from "#src/app/schedule/send-time.ts";

/** Why an issue cannot be scheduled, with a rule of its own and what to do. */
interface Refusal {
  readonly rule: RuleOf<"error">;
  readonly message: string;
  readonly hint: string;
}

export function refuseIssue(issue: Issue): Refusal | null {
  if (issue.draft) {
    const hint = "Write `draft: false` when it is ready.";
    return { rule: "schedule/draft", message: "A draft is never scheduled.", hint };
  }
  if (issue.trigger === null) return null;
  const message = `This is the ${issue.trigger} mail: it is started by what a reader does, not by a time.`;
  return {
    rule: "schedule/trigger",
    message,
    hint: "Remove `trigger:`, or do not schedule this mail: it goes out by itself.",
  };
}

/** An issue is sent once: a send past its plan is under way or over. */
export async function refuseSent(app: App, seen: IssueRow): Promise<Refusal | null> {
  const last = await latestSend(app.ledger.db, seen.id);
  if (last === undefined || last.state === "canceled" || last.planned_at === null) return null;
  const message = `This issue is ${last.state.replaceAll("_", " ")}; an issue is sent once.`;
  const hint = LIVE.includes(last.state)
    ? `Its send is under way: \`letterpress status ${seen.slug}\` says what can be done with it.`
    : "Give a new issue a slug of its own.";
  return { rule: "schedule/sent", message, hint };
}

export function refuseTime(
  issue: Issue,
  when: SendTime | null,
  live: SendRow | undefined,
  wish: { readonly at: SendTime | null },
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
  // A past time is no fault of a send that is already scheduled, which may be due at this moment, nor of a
  // person's own time, which may be now.
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
export async function refuseImages(app: App, composed: ComposedIssue): Promise<Refusal | null> {
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
