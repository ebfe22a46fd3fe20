import type { HostedRun } from "#src/app/hosted/tick-hosted.ts";
import { ISSUE_STATES, type IssueState } from "#src/model/hosted/issue-state.ts";
import { instantInWords } from "#src/model/wall-clock.ts";

/** A state as the end of a sentence that begins with the slug, and the next command if there is one. */
export function stateInWords(
  state: IssueState,
  {
    zone,
    slug,
    why,
  }: { readonly zone: string; readonly slug: string; readonly why: HostedRun["checkout"]["why"] },
): string {
  const { next } = ISSUE_STATES[state.kind];
  const words = wordsOf(state, (at) => instantInWords(at, zone), why);
  return next === null ? words : `${words} Next: \`${next.replace("{slug}", slug)}\`.`;
}

function wordsOf(state: IssueState, when: (at: number) => string, why: string | null): string {
  const timed = (at: number | null) => (at === null ? "" : ` for ${when(at)}`);
  switch (state.kind) {
    case "scheduled":
      return `is scheduled for ${when(state.at)}. Resend sends it then; nothing has to run here.`;
    case "later":
      return `is due ${when(state.at)}. Resend keeps a time for 30 days, so a tick from ${when(state.from)} on hands it over.`;
    case "waits":
      return `is due ${when(state.at)}, in less than five minutes: too soon to hand it over with its time. A tick within an hour after that sends it.`;
    case "sending":
      return "is being sent.";
    case "sent":
      return state.at === null ? "was sent." : `was sent ${when(state.at)}.`;
    case "canceled":
      return "was canceled while it was being sent: some readers have it, the others never get it.";
    case "failed":
      return `is ${state.status} at Resend: some readers may have it, and it cannot be sent to the others alone. \`letterpress report\` counts who has it. The next command marks it as closed.`;
    case "draft":
      return "is a draft, or names no time.";
    case "unscheduled":
      return `was taken back by a person. It stays so until its file names another time than ${when(state.at)}.`;
    case "missed":
      return state.stays === null
        ? `is not sent: its time, ${when(state.at)}, had passed when it was first seen ready to send.`
        : `names ${when(state.at)} now, which is ${state.near ? "too soon" : "past"}: Resend still sends the version it has ${when(state.stays)}.`;
    case "too-late":
      return `is sent ${when(state.at)} as it was handed over. Its file says otherwise now, which is too late: it changes nothing in the last 15 minutes.`;
    case "newer":
      return "stays as it is: what Resend has comes from a later commit than this one. Was the branch set back?";
    case "differs-here":
      return `stays as it was handed over${timed(state.at)}: the same commit renders differently here. Are versions of Letterpress or Node different?`;
    case "edited":
      return `was edited in Resend's dashboard and is left as it is: ${state.status}${timed(state.at)}. The next command replaces it by what its file says.`;
    case "by-hand":
      return `was scheduled by hand in Resend's dashboard${timed(state.at)}, so it is not handed over a second time. The next command removes that one.`;
    case "stopped":
      return `is not scheduled: somebody canceled it in Resend's dashboard, or a run ended before it was handed over. It is due ${when(state.at)}.`;
    case "behind":
      return why === null
        ? `differs from what Resend has${timed(state.at)}. The next tick brings it up to date.`
        : `differs from what Resend has${timed(state.at)}. Nothing was changed: ${why}.`;
    case "unreadable":
      return state.at === null
        ? "has errors, and changes nothing."
        : `has errors, and stays scheduled${timed(state.at)}.`;
  }
}
