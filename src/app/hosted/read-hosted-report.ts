import { LetterpressError } from "#src/model/errors.ts";
import { byAge } from "#src/model/hosted/broadcast.ts";
import type { Project } from "#src/project/load-project.ts";
import {
  type ClickedLink,
  RESULTS,
  type ResultType,
  listClickedLinks,
  listRecipients,
} from "#src/resend/read-results.ts";
import { findLists } from "./find-lists.ts";
import type { Hosted } from "./open-hosted.ts";
import { readAll } from "./read-all.ts";
import { membersOf, readView } from "./read-view.ts";
import { memberDeps, oldestOf } from "./tick-hosted.ts";

/** How a broadcast went, as Resend counts it. Instants are ms UTC. */
export interface HostedReport {
  readonly slug: string;
  readonly broadcast: string;
  readonly status: string;
  readonly sentAt: number | null;
  /** Readers by result: one whose mail was delivered and who clicked is in both. */
  readonly readers: Readonly<Record<ResultType, number>>;
  /** Most clicks first. */
  readonly links: readonly Omit<ClickedLink, "id">[];
}

/**
 * Counts what became of an issue's broadcast, with a request for every hundred readers of each kind
 * of result. `onCounted` gets how many were read. Throws `send/wrong-state` if it was never sent.
 */
export async function readHostedReport(
  hosted: Hosted,
  project: Project,
  slug: string,
  onCounted: (type: ResultType, readers: number) => void = () => undefined,
): Promise<HostedReport> {
  const { client, pacer } = hosted;
  const view = await readView({ broadcasts: hosted.broadcasts, oldest: oldestOf(project) }, hosted.clock);
  const { lists } = await findLists(hosted, project.newsletter);
  const aliases = project.issues.find(({ source }) => source.slug === slug)?.issue?.aliases ?? [];
  const members = await membersOf(view, { slug, aliases }, true, memberDeps(hosted, project, lists));
  const spent = members.filter(({ status }) => status !== "draft" && status !== "scheduled").toSorted(byAge);
  const [one] = spent;
  if (one === undefined) {
    const message = `Resend has not sent ${slug}, so there is nothing to report.`;
    throw new LetterpressError("send/wrong-state", message, { slug });
  }
  const readers = { ...NONE };
  for (const type of RESULTS) {
    const { items } = await readAll(`readers who were ${type}`, async (after) => {
      const page = await pacer(() => listRecipients(client, one.id, type, after));
      if (page.kind === "done") onCounted(type, page.value.items.length);
      return page;
    });
    readers[type] = items.length;
  }
  const { items } = await readAll("clicked links", (after) =>
    pacer(() => listClickedLinks(client, one.id, after)),
  );
  const links = items
    .map(({ url, clicks, readers: people }) => ({ url, clicks, readers: people }))
    .toSorted((a, b) => b.clicks - a.clicks || (a.url < b.url ? -1 : 1));
  return { slug, broadcast: one.id, status: one.status, sentAt: one.sentAt, readers, links };
}

const NONE: Record<ResultType, number> = {
  sent: 0,
  delivered: 0,
  opened: 0,
  clicked: 0,
  bounced: 0,
  complained: 0,
  unsubscribed: 0,
  suppressed: 0,
};
