import { LetterpressError } from "#src/model/errors.ts";
import { readName } from "#src/model/hosted/broadcast-name.ts";
import type { Project } from "#src/project/load-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { slugNow } from "#src/store/issues/issues.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { LIVE } from "#src/store/sends/sends.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { readView } from "#src/app/hosted/read-view.ts";
import { oldestOf } from "#src/app/hosted/tick-hosted.ts";
import type { TeamAudience } from "./read-audience.ts";

/**
 * Throws `move/not-now` if the ledger has a send that has not ended: the new side knows nothing of it, and would mail it
 * again. Throws the same if an issue was sent, or a person took it back, and its file names a time that is still to come.
 */
export async function refuseUnfinishedSends(
  { db, clock }: Pick<Ledger, "db" | "clock">,
  project: Project,
): Promise<void> {
  const live = (await readStatus(db, null, 0)).filter(({ send }) => LIVE.includes(send.state));
  if (live.length > 0)
    throw unfinished(
      "in the ledger",
      live.map(({ slug, send }) => ({ slug: slug ?? send.public_id, state: send.state })),
    );
  for (const { slug, names } of upcoming(project, clock.now())) {
    // Until a job has read a renamed file, the ledger knows its issue by the old slug; an older checkout brings an old slug
    // back.
    const known = new Set([...names, (await slugNow(db, slug)) ?? slug]);
    const sends = (await Promise.all([...known].map((name) => readStatus(db, name)))).flat();
    if (sends.some(({ send }) => send.state !== "canceled")) throw again(slug, "sent");
    if (sends.length > 0) throw again(slug, "taken back");
  }
}

/** The same for broadcasts at Resend. */
export async function refuseUnfinishedBroadcasts(
  { broadcasts, clock }: Hosted,
  project: Project,
  { lists }: TeamAudience,
): Promise<void> {
  const view = await readView({ broadcasts, oldest: oldestOf(project) }, clock);
  const segments = new Set([...lists.values()].map(({ segment }) => segment));
  const ours = view.broadcasts.filter(({ segment }) => segment !== null && segments.has(segment));
  const ends = ["draft", "sent", "canceled"];
  const live = ours.filter(({ status, name }) => !ends.includes(status) && readName(name)?.mark !== "closed");
  if (live.length > 0)
    throw unfinished(
      "at Resend",
      live.map(({ name, status }) => ({ slug: readName(name)?.slug ?? name, state: status })),
    );
  const sent = new Set(
    ours.flatMap(({ status, name }) => (status === "draft" ? [] : (readName(name)?.slug ?? []))),
  );
  const off = new Set(
    ours.flatMap(({ name }) => {
      const means = readName(name);
      return means?.mark === "off" ? [means.slug] : [];
    }),
  );
  for (const { slug, names } of upcoming(project, view.at)) {
    if (names.some((name) => sent.has(name))) throw again(slug, "sent");
    if (names.some((name) => off.has(name))) throw again(slug, "taken back");
  }
}

function upcoming({ issues }: Project, now: number) {
  return issues.flatMap(({ source: { slug }, issue }) => {
    const isAhead =
      issue !== null &&
      !issue.draft &&
      issue.sendAt !== null &&
      (issue.sendAt.kind === "next" || issue.sendAt.at > now);
    return isAhead ? [{ slug, names: [slug, ...issue.aliases] }] : [];
  });
}

/** Names for each send the command that takes it back, and the change of the file without which the move would be refused once more. */
function unfinished(
  where: string,
  live: readonly { readonly slug: string; readonly state: string }[],
): LetterpressError {
  const states = live.map(({ slug, state }) => `${slug} is ${state}`);
  const commands = live.map(
    ({ slug, state }) => `\`letterpress ${state === "scheduled" ? "unschedule" : "cancel"} ${slug}\``,
  );
  const files = live.length === 1 ? "its file" : "their files";
  return new LetterpressError("move/not-now", `${states.join(", ")} ${where}, so nobody was moved.`, {
    hint: `Let ${live.length === 1 ? "it" : "them"} end; or run ${commands.join(" and ")}, and write \`draft: true\` in ${files}. Then run the command again.`,
  });
}

function again(slug: string, what: "sent" | "taken back"): LetterpressError {
  return new LetterpressError(
    "move/not-now",
    `${slug} was ${what}, but its file names a time in the future, so the other side would send it after the move.`,
    { hint: `Write \`draft: true\` in the file of ${slug}, then run the command again.` },
  );
}
