import { LetterpressError } from "#src/model/errors.ts";
import { byAge } from "#src/model/hosted/broadcast.ts";
import { type BroadcastName, writeName } from "#src/model/hosted/broadcast-name.ts";
import type { Member } from "#src/model/hosted/decide-issue.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import { reasonOf } from "./read-all.ts";
import { type Identity, type MemberDeps, membersOf, readView } from "./read-view.ts";
import type { Clock } from "#src/model/clock.ts";

/** What a person's `unschedule` or `cancel` did. Instants are ms UTC. */
export type TakenBack =
  /** It was scheduled, or a draft; the word lasts until the file names another time. */
  | { readonly kind: "taken-back"; readonly at: number }
  /** It was being sent, and stays as it is permanently: some have it, the others never get it. */
  | { readonly kind: "stopped" }
  /** It had failed, and is not asked about any more. */
  | { readonly kind: "closed" }
  /** A broadcast that a person had scheduled in the dashboard is gone. */
  | { readonly kind: "removed" };

type Named = Member & { readonly means: BroadcastName };

/**
 * Takes back the scheduled broadcast of an issue, and leaves a draft whose name says so: the next tick would hand the
 * issue over again otherwise. The draft is made first. DELETE takes a scheduled broadcast only, so nothing that is being
 * sent is stopped by accident; `cancel` stops that too. Throws `send/wrong-state` if there is nothing to take back.
 */
export async function takeBack(
  what: "unschedule" | "cancel",
  identity: Identity,
  deps: MemberDeps & { readonly clock: Clock },
): Promise<TakenBack> {
  const view = await readView(deps, deps.clock);
  const members = (await membersOf(view, identity, true, deps)).toSorted(byAge);
  const { slug } = identity;
  const spent = members.filter(({ status }) => status !== "draft" && status !== "scheduled");
  const scheduled = members.filter(({ status }) => status === "scheduled");
  if (spent.length > 0 && scheduled.length > 0) {
    for (const { id } of scheduled) await removed(slug, id, deps);
    return { kind: "removed" };
  }
  if (spent.length > 0) return what === "cancel" ? end(slug, spent, deps) : refuse(slug, spent);
  const drafts = members.filter((one): one is Named => one.status === "draft" && isOurs(one));
  const off = drafts.find(({ means }) => means.mark === "off");
  const ours = scheduled.find(isOurs) ?? drafts.findLast(({ means }) => means.mark !== "off");
  if (ours === undefined && scheduled.length === 0) {
    if (off !== undefined) return { kind: "taken-back", at: off.means.at };
    throw wrongState(slug, `Nothing of ${slug} is scheduled at Resend.`);
  }
  if (ours !== undefined && off?.means.at !== ours.means.at) await leaveWord(slug, ours, deps);
  for (const { id } of scheduled) await removed(slug, id, deps);
  return ours === undefined ? { kind: "removed" } : { kind: "taken-back", at: ours.means.at };
}

function isOurs(one: Member): one is Named {
  return one.means !== null && !one.means.isCopy;
}

/** Writes the person's word into a name: a draft is renamed, and of a scheduled broadcast a copy is made as a draft. */
async function leaveWord(
  slug: string,
  { id, status, means }: Named,
  { broadcasts }: MemberDeps,
): Promise<void> {
  const name = writeName({ ...means, mark: "off" });
  if (status === "draft") {
    must(slug, await broadcasts.rename(id, name));
    return;
  }
  // A broadcast that cannot be read stays scheduled: deleted without the word, it would be handed over again.
  const { fields } = must(slug, await broadcasts.get(id));
  must(slug, await broadcasts.create(name, fields));
}

async function removed(slug: string, id: string, { broadcasts }: MemberDeps): Promise<void> {
  const answer = await broadcasts.remove(id);
  if (answer.kind === "refused")
    throw wrongState(slug, `${slug} is being sent already, so it cannot be taken back.`);
  if (answer.kind !== "gone") must(slug, answer);
  const after = await broadcasts.get(id);
  if (after.kind !== "gone")
    throw new LetterpressError("resend/unanswered", `Resend still has the broadcast ${id} of ${slug}.`);
}

async function end(slug: string, spent: readonly Member[], { broadcasts }: MemberDeps): Promise<TakenBack> {
  const queued = spent.find(({ status }) => status === "queued");
  if (queued !== undefined) {
    must(slug, await broadcasts.cancel(queued.id));
    return { kind: "stopped" };
  }
  const failed = spent.find(
    ({ status, means }) => !["sent", "canceled"].includes(status) && means?.mark !== "closed",
  );
  if (failed?.means == null) return refuse(slug, spent);
  must(slug, await broadcasts.rename(failed.id, writeName({ ...failed.means, mark: "closed" })));
  return { kind: "closed" };
}

function refuse(slug: string, [one]: readonly Member[]): never {
  throw wrongState(slug, `The broadcast of ${slug} is ${one?.status ?? "unknown"}.`);
}

function must<T>(slug: string, answer: Answer<T>): T {
  if (answer.kind === "done") return answer.value;
  throw new LetterpressError(
    "resend/unanswered",
    `Resend may not have carried out your request about ${slug}. ${reasonOf(answer)}`,
  );
}

function wrongState(slug: string, message: string): LetterpressError {
  return new LetterpressError("send/wrong-state", message, { slug });
}
