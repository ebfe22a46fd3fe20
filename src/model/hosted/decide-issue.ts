import { DAY_MS, HOUR_MS, MINUTE_MS } from "#src/model/durations.ts";
import { type Broadcast, byAge } from "./broadcast.ts";
import type { BroadcastName } from "./broadcast-name.ts";
import type { IssueState } from "./issue-state.ts";

/** A broadcast of one issue. */
export interface Member extends Broadcast {
  /** Null for a broadcast that somebody renamed: it is known by its HTML. */
  readonly means: BroadcastName | null;
  /** The digest (12 digits) of its fields as they are now; null if they were not read. */
  readonly content: string | null;
}

/** What the file at this commit asks for. */
export type Wanted =
  | {
      readonly kind: "ready";
      readonly digest: string;
      readonly at: number;
      /** When to look again, because its pictures do not answer yet and nothing is made or replaced before. Null if they answer. */
      readonly picturesAt: number | null;
    }
  /** The file is a draft, or has no time. */
  | { readonly kind: "off" }
  /** The file is missing or faulty: it changes nothing. */
  | { readonly kind: "unreadable" };

export interface Asked {
  /** By Resend's clock, ms UTC: now, and when the view was read. */
  readonly now: number;
  readonly viewedAt: number;
  /** Every broadcast of the issue that Resend has. */
  readonly members: readonly Member[];
  readonly wanted: Wanted;
  /** When the commit of this checkout was made. */
  readonly commitAt: number;
  /** The commit's first seven hexadecimal digits; null if there is no commit. */
  readonly commit: string | null;
  /** True if this checkout is the tip of the branch. */
  readonly mayWrite: boolean;
  /** The latest write of this run that must be visible before anything is decided; null without any. */
  readonly wroteAt: number | null;
  /** `schedule` and `send` are a person's commands, and settle what a tick leaves to a person. `send`: at once. */
  readonly by: "tick" | "schedule" | "send";
}

export type Step =
  | { readonly do: "create" }
  /** DELETE them, which Resend refuses once they are queued, and check that they are gone. */
  | { readonly do: "remove"; readonly ids: readonly string[] }
  /** `at` null: at once. */
  | { readonly do: "send"; readonly id: string; readonly at: number | null }
  /** Write into the broadcast's name that it was handed over. */
  | { readonly do: "mark"; readonly id: string; readonly name: BroadcastName; readonly at: number }
  /** Look again at `until`. */
  | { readonly do: "wait"; readonly until: number }
  | { readonly do: "nothing"; readonly state: IssueState };

/** The time between a write and the view that decides on it: longer than a write takes to appear in Resend's list. */
const SETTLE_MS = 30_000;
/** Resend keeps a scheduled time for 30 days. */
const HORIZON_MS = 29 * DAY_MS;
/** In the last minutes before an issue's time, its file changes nothing. */
const CLOSED_MS = 15 * MINUTE_MS;
/** A broadcast that is handed over later than this might be due before Resend has taken it. */
const NEAR_MS = 5 * MINUTE_MS;
const LATE_MS = HOUR_MS;
/** A draft this old was left by a run that died before the handover, or somebody canceled it. */
const ABANDONED_MS = HOUR_MS;
/** A run that has not handed its draft over after this time was killed. */
const RUN_MS = 3 * MINUTE_MS;

/**
 * Decides what to do next about one issue, or says how it stands. Nothing is remembered: every answer follows from what
 * Resend has and what the file says, so that a run may be killed anywhere, or run beside another.
 *
 * Nobody is mailed twice: a broadcast is sent only if every older broadcast of its issue is deleted, and if a view read
 * SETTLE_MS after it was made shows no broadcast of the issue that is anything but a draft.
 */
export function decideIssue(asked: Asked): Step {
  const step = whereShown(asked, decide(asked));
  if (asked.mayWrite || step.do === "nothing") return step;
  const scheduled = asked.members.find(({ status }) => status === "scheduled");
  return nothing({ kind: "behind", at: scheduled?.scheduledAt ?? null });
}

/** A step that would bring the issue to readers without its pictures waits for them. */
function whereShown({ wanted }: Asked, step: Step): Step {
  if (wanted.kind !== "ready" || wanted.picturesAt === null) return step;
  const waits = step.do === "create" || step.do === "send" || step.do === "remove";
  return waits ? { do: "wait", until: wanted.picturesAt } : step;
}

function decide(asked: Asked): Step {
  const members = asked.members.toSorted(byAge);
  const drafts = members.filter((one) => one.status === "draft" && isOurs(one));
  const scheduled = members.filter(({ status }) => status === "scheduled");
  const spent = members.filter(({ status }) => status !== "draft" && status !== "scheduled");
  if (spent.length > 0) return afterSpent(spent, scheduled, asked.mayWrite ? drafts : []);
  // A broadcast that a person has scheduled by hand stands; of our own, only the oldest, and none beside one by hand.
  const hand = scheduled.filter((one) => !isOurs(one));
  const second = scheduled.filter((one, index) => isOurs(one) && (hand.length > 0 || index > 0));
  if (second.length > 0) return remove(second);
  const [first] = scheduled;
  if (first === undefined) return withDrafts(asked, drafts);
  if (first.means === null || first.means.isCopy)
    return nothing({ kind: "by-hand", at: first.scheduledAt, id: first.id });
  return withScheduled(asked, { ...first, means: first.means }, drafts);
}

/** A broadcast of the issue has left, or failed: nothing of the issue is ever sent again. */
function afterSpent(spent: readonly Member[], scheduled: readonly Member[], drafts: readonly Member[]): Step {
  const waiting = [...scheduled.filter(isOurs), ...drafts];
  if (waiting.length > 0) return remove(waiting);
  const hand = scheduled[0];
  if (hand !== undefined) return nothing({ kind: "by-hand", at: hand.scheduledAt, id: hand.id });
  const bad = spent.find((one) => !KNOWN.has(one.status) && one.means?.mark !== "closed");
  if (bad !== undefined) return nothing({ kind: "failed", id: bad.id, status: bad.status });
  const one =
    spent.find(({ status }) => status === "queued") ?? spent.find(({ status }) => status === "sent");
  const { id, scheduledAt, sentAt, status } = one ?? spent[0]!;
  const kind = status === "queued" ? "sending" : status === "sent" ? "sent" : "canceled";
  return nothing({ kind, id, at: sentAt ?? scheduledAt });
}

const KNOWN: ReadonlySet<string> = new Set(["queued", "sent", "canceled"]);

type Named = Member & { readonly means: BroadcastName };

function withScheduled(asked: Asked, first: Named, drafts: readonly Member[]): Step {
  const { now, wanted, commitAt, by } = asked;
  const { means, id } = first;
  const at = means.at;
  const byPerson = by !== "tick";
  const isEdited =
    (first.content !== null && first.content !== means.digest) || !isSameMinute(first.scheduledAt, at);
  if (isEdited && !byPerson) return nothing({ kind: "edited", status: "scheduled", at: first.scheduledAt });
  if (wanted.kind === "unreadable") return nothing({ kind: "unreadable", at });
  const isClosed = now > at - CLOSED_MS && by !== "send";
  if (wanted.kind === "off") {
    if (means.commitAt > commitAt) return nothing({ kind: "newer" });
    return isClosed ? nothing({ kind: "too-late", at, id }) : remove([first]);
  }
  const isEqual = !isEdited && means.digest === wanted.digest && at === wanted.at && by !== "send";
  if (isEqual) {
    // Neither is worth reporting if nothing may be written.
    if (drafts.length > 0 && asked.mayWrite) return remove(drafts);
    return means.mark === null && asked.mayWrite
      ? { do: "mark", id, name: means, at }
      : nothing({ kind: "scheduled", at, id });
  }
  if (!byPerson && means.commitAt > commitAt) return nothing({ kind: "newer" });
  if (!byPerson && isSameCommit(asked, means) && at === wanted.at)
    return nothing({ kind: "differs-here", at });
  if (isClosed) return nothing({ kind: "too-late", at, id });
  if (by !== "send") {
    // The new version is handed over neither for now nor for the old time: a time that is past changes nothing.
    if (wanted.at - now < NEAR_MS) return missed(wanted.at, now, at);
    if (wanted.at - now > HORIZON_MS) return remove([first]);
  }
  const next = drafts.find((one) => isVersion(one, wanted) && one.means?.mark === null);
  if (next === undefined) return createSettled(asked);
  const until = settledAt(asked, next);
  return until > asked.viewedAt ? { do: "wait", until } : remove([first]);
}

function withDrafts(asked: Asked, drafts: readonly Member[]): Step {
  const { now, wanted, commitAt, by } = asked;
  const byPerson = by !== "tick";
  if (wanted.kind === "unreadable") return nothing({ kind: "unreadable", at: null });
  if (wanted.kind === "off") {
    // Drafts with a mark stay: a person's word lasts until the file is ready and names another time.
    const stale = drafts.filter(({ means }) => means?.mark === null && means.commitAt <= commitAt);
    return stale.length > 0 ? remove(stale) : nothing({ kind: "draft" });
  }
  const { at } = wanted;
  const atTime = drafts.filter(({ means }) => means?.at === at);
  const isHeld = (mark: BroadcastName["mark"]) => atTime.some(({ means }) => means?.mark === mark);
  if (!byPerson && isHeld("off")) return nothing({ kind: "unscheduled", at });
  if (!byPerson && isHeld("set")) return nothing({ kind: "stopped", at });
  const isOld = (one: Member, ms: number) => now - one.createdAt > ms;
  const versions = drafts.filter(
    (one) =>
      isVersion(one, wanted) &&
      one.means?.mark === null &&
      // An old draft may have been handed over and canceled: Resend may not take it a second time.
      !(byPerson && isOld(one, ABANDONED_MS)),
  );
  const isLate = by === "send" ? false : now >= at;
  if (!byPerson && !isLate && versions.some((one) => isOld(one, ABANDONED_MS)) && at - now >= NEAR_MS)
    return nothing({ kind: "stopped", at });
  const others = drafts.filter((one) => !versions.includes(one));
  const newer = others.find(({ means }) => (means?.commitAt ?? 0) > commitAt);
  if (!byPerson && newer !== undefined)
    return isOld(newer, RUN_MS)
      ? nothing({ kind: "newer" })
      : { do: "wait", until: newer.createdAt + RUN_MS };
  // Another run rendered the same commit differently: the older of the two goes on, and the younger watches whether it does.
  const twin = others.find(
    ({ means }) => means !== null && isSameCommit(asked, means) && means.at === at && means.mark === null,
  );
  const isBehind = twin !== undefined && (versions[0] === undefined || byAge(twin, versions[0]) < 0);
  if (!byPerson && isBehind && !isOld(twin, RUN_MS))
    return versions.length > 0 ? remove(versions) : { do: "wait", until: twin.createdAt + RUN_MS };

  const [first, ...younger] = versions;
  if (
    by !== "send" &&
    (at - now > HORIZON_MS ||
      (isLate && (first === undefined || first.createdAt >= at || now - at > LATE_MS)))
  ) {
    if (drafts.length > 0) return remove(drafts);
    return at > now ? nothing({ kind: "later", at, from: at - HORIZON_MS }) : missed(at, now);
  }
  if (first === undefined) return createSettled(asked);
  const until = settledAt(asked, first);
  if (until > asked.viewedAt) return { do: "wait", until };
  if (others.length + younger.length > 0) return remove([...others, ...younger]);
  if (first.content !== null && first.content !== wanted.digest)
    return byPerson ? remove([first]) : nothing({ kind: "edited", status: "draft", at });
  if (by === "send" || isLate) return { do: "send", id: first.id, at: null };
  return at - now < NEAR_MS ? nothing({ kind: "waits", at }) : { do: "send", id: first.id, at };
}

/** After a create whose answer was lost, the draft may still appear. */
function createSettled({ wroteAt, viewedAt }: Asked): Step {
  const until = wroteAt === null ? 0 : wroteAt + SETTLE_MS;
  return until > viewedAt ? { do: "wait", until } : { do: "create" };
}

function settledAt({ wroteAt }: Asked, draft: Member): number {
  return Math.max(wroteAt ?? 0, draft.createdAt) + SETTLE_MS;
}

function isOurs({ means }: Member): boolean {
  return means !== null && !means.isCopy;
}

function isVersion({ means }: Member, wanted: Wanted): boolean {
  return wanted.kind === "ready" && means?.digest === wanted.digest && means.at === wanted.at;
}

/** Git's times are whole seconds, and a person or a script can make two commits within one. */
function isSameCommit({ commitAt, commit }: Asked, means: BroadcastName): boolean {
  if (means.commitAt !== commitAt) return false;
  return means.commit === null || commit === null || means.commit === commit;
}

function isSameMinute(a: number | null, b: number): boolean {
  return a !== null && Math.floor(a / MINUTE_MS) === Math.floor(b / MINUTE_MS);
}

function missed(at: number, now: number, stays: number | null = null): Step {
  return nothing({ kind: "missed", at, near: at > now, stays });
}

function remove(members: readonly Member[]): Step {
  return { do: "remove", ids: members.map(({ id }) => id) };
}

function nothing(state: IssueState): Step {
  return { do: "nothing", state };
}
