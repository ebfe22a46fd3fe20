import type { Clock } from "#src/model/clock.ts";
import type { Broadcast } from "#src/model/hosted/broadcast.ts";
import { broadcastDigest } from "#src/model/hosted/broadcast-digest.ts";
import { readName } from "#src/model/hosted/broadcast-name.ts";
import type { Member } from "#src/model/hosted/decide-issue.ts";
import { type IssueMark, readMark } from "#src/model/hosted/issue-mark.ts";
import { DAY_MS } from "#src/model/durations.ts";
import type { Broadcasts, FullBroadcast } from "#src/resend/broadcasts.ts";
import { readAll, reasonOf } from "./read-all.ts";
import { LetterpressError } from "#src/model/errors.ts";

/** All broadcasts that Resend has at one moment. */
export interface View {
  readonly broadcasts: readonly Broadcast[];
  /** By Resend's clock, ms UTC: when the reading began. */
  readonly at: number;
  /** The same moment by our own. */
  readonly lookedAt: number;
}

/**
 * Reads every page of Resend's list of broadcasts. If its answers have no date, our own clock
 * is taken for Resend's. Throws `resend/unanswered` if the list cannot be read to its end.
 */
export async function readView(
  { broadcasts, oldest }: Pick<MemberDeps, "broadcasts" | "oldest">,
  clock: Clock,
): Promise<View> {
  const lookedAt = clock.now();
  const { items, at } = await readAll("broadcasts", broadcasts.list);
  // If a list that breaks off were taken for the whole list, an issue would be sent a second time.
  if (oldest !== null && !items.some(({ id }) => id === oldest))
    throw new LetterpressError(
      "resend/unanswered",
      `Resend's list of broadcasts lacks the draft ${oldest}, so it may not be the whole list.`,
      {
        hint: "Run the command again. If somebody has deleted that draft, remove `resend.oldest` from newsletter.config.ts.",
      },
    );
  return { broadcasts: items, at: at ?? lookedAt, lookedAt };
}

/** Tells which broadcasts belong to an issue. */
export interface Identity {
  readonly slug: string;
  /** Slugs it had before. */
  readonly aliases: readonly string[];
}

export interface MemberDeps {
  readonly broadcasts: Broadcasts;
  /** The id of a broadcast that is older than all of ours, if there is one: a list without it has not been read to its end. */
  readonly oldest: string | null;
  /** Ids of this newsletter's segments. */
  readonly segments: ReadonlySet<string>;
  readonly newsletter: string;
  /** The mark in the HTML of a broadcast, by id: it is read once in a run. Null for HTML without one. */
  readonly marks: Map<string, IssueMark | null>;
}

/** How far back a renamed broadcast is looked for: longer than Resend keeps any time, and longer than any issue is on people's minds. */
const RENAMED_MS = 92 * DAY_MS;

/**
 * Finds the broadcasts of an issue. Each one that can still change comes with its content and state as they
 * are now. With `deep`, a broadcast whose name somebody has changed is recognized by its HTML. That is
 * needed before anything is made or sent, and only then, because each costs a request.
 */
export async function membersOf(
  { broadcasts: all, at }: View,
  { slug, aliases }: Identity,
  deep: boolean,
  deps: MemberDeps,
): Promise<Member[]> {
  const members: Member[] = [];
  const isIts = (of: string) => of === slug || aliases.includes(of);
  for (const one of all) {
    const means = readName(one.name);
    if (means === null) {
      if (!deep || at - one.createdAt > RENAMED_MS) continue;
      const mark = await markOf(one, deps);
      if (mark?.newsletter === deps.newsletter && isIts(mark.slug))
        members.push({ ...one, means: null, content: null });
      continue;
    }
    if (!isIts(means.slug)) continue;
    const mayChange = (one.status === "draft" || one.status === "scheduled") && !means.isCopy;
    const isOurs = one.segment !== null && deps.segments.has(one.segment);
    if (!mayChange) {
      if (isOurs || (await isOfNewsletter(one, deps))) members.push({ ...one, means, content: null });
      continue;
    }
    const now = await contentOf(one.id, deps);
    if (now === null) continue;
    deps.marks.set(one.id, readMark(now.fields.html));
    if (!isOurs && !(await isOfNewsletter(one, deps))) continue;
    const { status, scheduledAt, sentAt } = now;
    members.push({ ...one, status, scheduledAt, sentAt, means, content: broadcastDigest(now.fields) });
  }
  return members;
}

/**
 * Whether a broadcast with a slug of ours, in a segment that is not ours, is ours: unless its HTML names another newsletter of the team.
 */
async function isOfNewsletter(one: Broadcast, deps: MemberDeps): Promise<boolean> {
  const mark = await markOf(one, deps);
  return mark === null || mark.newsletter === deps.newsletter;
}

async function markOf({ id }: Broadcast, deps: MemberDeps): Promise<IssueMark | null> {
  const known = deps.marks.get(id);
  if (known !== undefined) return known;
  const now = await contentOf(id, deps);
  const mark = now === null ? null : readMark(now.fields.html);
  deps.marks.set(id, mark);
  return mark;
}

/** Reads a broadcast with its content; null if it is gone. */
async function contentOf(
  id: string,
  { broadcasts }: Pick<MemberDeps, "broadcasts">,
): Promise<FullBroadcast | null> {
  const answer = await broadcasts.get(id);
  if (answer.kind === "done") return answer.value;
  if (answer.kind === "gone") return null;
  throw new LetterpressError(
    "resend/unanswered",
    `The broadcast ${id} could not be read. ${reasonOf(answer)}`,
  );
}
