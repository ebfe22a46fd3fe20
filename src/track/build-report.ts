import type { Email } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { RATE_TAG } from "#src/model/merge-tag.ts";
import type { Arrivals, Clicks, Ratings, Report, SendBooks, Share } from "#src/model/report.ts";
import { type Arrival, type Outcome, arrivalRank } from "#src/model/states.ts";
import { overruledOf } from "#src/store/issues/overruled.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type DeliveryCount, countDeliveries } from "#src/store/sends/count-deliveries.ts";
import { countWaiting } from "#src/store/sends/deliveries.ts";
import {
  type ReportedSend,
  countDeliveriesWith,
  countExclusions,
  countLeavers,
  eventsOfSend,
  issuesBefore,
  nextStart,
  sendsOfIssue,
} from "#src/store/sends/report-counts.ts";
import { ratingsOf } from "#src/store/sends/ratings.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { linkKey, readClicks } from "./read-clicks.ts";

/** How many issues before this one the medians are taken of. */
const MEDIAN_OF = 8;

type Counts = readonly DeliveryCount[];

/** An issue of the same list that was sent before the one reported. */
interface EarlierIssue {
  readonly slug: string;
  /** When its first batch left, ms UTC. */
  readonly startedAt: number | null;
  readonly shares: readonly Share[];
}

/** Reports how an issue went. Throws `project/no-issue` if the ledger has no send of it. */
export async function buildReport(ledger: Ledger, slug: string): Promise<Report> {
  return (await compareReport(ledger, slug)).report;
}

/** The same, with the issues that its medians are taken of, the latest first. */
export async function compareReport(
  ledger: Ledger,
  slug: string,
): Promise<{ readonly report: Report; readonly earlier: readonly EarlierIssue[] }> {
  const sends = await sendsOfIssue(ledger.db, slug);
  const last = sends.at(-1);
  if (last === undefined) {
    throw new LetterpressError("project/no-issue", `The ledger has no send of an issue called ${slug}.`);
  }
  const books: SendBooks[] = [];
  for (const send of sends) books.push(await booksOf(ledger, send));
  const { arrivals, unsubscribed, clicks, shares } = await resultsOf(ledger, sends);
  const email = await loadEmail(ledger.db, last.email_digest);
  const loads = await Promise.all(sends.map(({ id }) => countDeliveriesWith(ledger, id, "email.opened")));
  const imageLoads = sum(loads);
  const earlier = await issuesEarlier(ledger, last, startOf(sends));
  const report = {
    slug,
    subject: subjectOf(email),
    list: last.list,
    segment: last.segment,
    startedAt: startOf(sends),
    sends: books,
    arrivals,
    unsubscribed,
    clicks,
    ratings: await ratingsIn(ledger, sends, books),
    imageLoads: imageLoads === 0 ? null : imageLoads,
    shares: withMedians(shares, earlier),
  };
  return { report, earlier };
}

/** The ledger does not keep who got a question that only some readers see: everybody who got the issue counts as asked. */
async function ratingsIn(
  { db }: Ledger,
  sends: readonly ReportedSend[],
  books: readonly SendBooks[],
): Promise<Ratings | null> {
  const ids: number[] = [];
  let asked = 0;
  for (const [index, send] of sends.entries()) {
    const { tags } = await loadEmail(db, send.email_digest);
    if (!tags.some(({ name }) => name === RATE_TAG.name)) continue;
    ids.push(send.id);
    asked += books[index]?.outcomes.submitted ?? 0;
  }
  return ids.length === 0 ? null : { asked, ...(await ratingsOf(db, ids)) };
}

async function booksOf(ledger: Ledger, send: ReportedSend): Promise<SendBooks> {
  // The rows of an unfinished plan count nowhere.
  const isPlanned = send.planner === null;
  const counts = isPlanned ? await countDeliveries(ledger.db, send.id) : [];
  const exclusions = isPlanned ? await countExclusions(ledger.db, send.id) : {};
  const outcomes = { planned: 0, submitted: 0, refused: 0, withdrawn: 0, uncertain: 0 };
  const reasons = new Map<string, { outcome: Outcome; reason: string; count: number }>();
  for (const { outcome, reason, n } of counts) {
    outcomes[outcome] += n;
    if (reason === null || outcome === "submitted" || outcome === "planned") continue;
    const known = reasons.get(`${outcome} ${reason}`);
    reasons.set(`${outcome} ${reason}`, { outcome, reason, count: (known?.count ?? 0) + n });
  }
  const excluded = sum(Object.values(exclusions));
  const recipients = sum(Object.values(outcomes));
  return {
    id: send.public_id,
    state: send.state,
    dueAt: send.due_at,
    startedAt: send.started_at,
    finishedAt: send.finished_at,
    candidates: send.candidates,
    exclusions,
    recipients: send.recipients,
    outcomes,
    waiting: isPlanned ? await countWaiting(ledger.db, send) : 0,
    reasons: [...reasons.values()].toSorted((a, b) => b.count - a.count),
    balanced:
      (send.candidates ?? 0) === (send.recipients ?? 0) + excluded && (send.recipients ?? 0) === recipients,
    overruled: send.issue_id === null ? [] : await overruledOf(ledger.db, send.issue_id, send.email_digest),
  };
}

/** Reads what events and readers say about some sends of one issue. */
async function resultsOf(
  ledger: Ledger,
  sends: readonly ReportedSend[],
): Promise<{ arrivals: Arrivals; unsubscribed: number; clicks: Clicks; shares: Share[] }> {
  const sendIds = sends.map(({ id }) => id);
  const [send] = sends;
  const counts = (await Promise.all(sendIds.map((id) => countDeliveries(ledger.db, id)))).flat();
  const arrivals = await arrivalsOf(ledger, sendIds, counts);
  const from = startOf(sends);
  const window = { list: send?.list ?? "", issueId: send?.issue_id ?? null };
  const unsubscribed =
    from === null
      ? 0
      : await countLeavers(ledger.db, {
          sendIds,
          list: window.list,
          from,
          to: await nextStart(ledger.db, { ...window, after: from }),
        });
  const clicks = await readClicks(ledger, sendIds, linksOf(sends));
  return { arrivals, unsubscribed, clicks, shares: sharesOf(arrivals, unsubscribed, clicks) };
}

async function arrivalsOf(ledger: Ledger, sendIds: readonly number[], counts: Counts): Promise<Arrivals> {
  const of = (arrival: Arrival | null) =>
    sum(
      counts
        .filter((row) => row.outcome === "submitted" && row.arrival === arrivalRank(arrival))
        .map(({ n }) => n),
    );
  const permanent = new Set<number>();
  const transient = new Set<number>();
  for (const sendId of sendIds) {
    for await (const row of eventsOfSend(ledger, sendId, "email.bounced")) {
      if (row.outcome !== "submitted") continue;
      if (row.arrival === arrivalRank("bounced") && row.kind === "permanent") permanent.add(row.delivery_id);
      if (row.arrival === arrivalRank("delayed")) transient.add(row.delivery_id);
    }
  }
  return {
    unknown: of(null),
    delayed: of("delayed") - transient.size,
    delivered: of("delivered"),
    failed: of("failed"),
    dropped: of("dropped"),
    suppressed: of("suppressed"),
    bounced: {
      permanent: permanent.size,
      undetermined: of("bounced") - permanent.size,
      transient: transient.size,
    },
    complained: of("complained"),
  };
}

function sharesOf(arrivals: Arrivals, unsubscribed: number, clicks: Clicks): Share[] {
  const reached = arrivals.delivered + arrivals.complained;
  const bounced = arrivals.bounced.permanent + arrivals.bounced.undetermined;
  const { bounced: kinds, ...rest } = arrivals;
  const submitted = sum([...Object.values(rest), ...Object.values(kinds)]);
  const share = (name: Share["name"], part: number, whole: number): Share => ({
    name,
    value: whole === 0 ? null : part / whole,
    median: null,
  });
  return [
    share("delivered", reached, submitted),
    share("bounced", bounced, reached + bounced),
    share("complained", arrivals.complained, reached),
    share("unsubscribed", unsubscribed, reached),
    share("clicked", clicks.readers, reached),
  ];
}

async function issuesEarlier(
  ledger: Ledger,
  send: ReportedSend,
  before: number | null,
): Promise<EarlierIssue[]> {
  const issues =
    before === null
      ? []
      : await issuesBefore(ledger.db, { list: send.list, issueId: send.issue_id, before, limit: MEDIAN_OF });
  const earlier: EarlierIssue[] = [];
  for (const sends of issues) {
    const { shares } = await resultsOf(ledger, sends);
    earlier.push({ slug: sends[0]?.slug ?? "", startedAt: startOf(sends), shares });
  }
  return earlier.toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
}

function withMedians(shares: readonly Share[], earlier: readonly EarlierIssue[]): Share[] {
  const others = earlier.flatMap((issue) => issue.shares);
  return shares.map((share) => ({
    ...share,
    median: median(
      others.flatMap(({ name, value }) => (name === share.name && value !== null ? [value] : [])),
    ),
  }));
}

/** The line of each link in the issue's file, and the newsletter's address. A link that occurs twice counts at its first line. */
function linksOf(sends: readonly ReportedSend[]): { lines: Map<string, number>; pages: string } {
  const lines = new Map<string, number>();
  let pages = "";
  for (const send of sends) {
    const { links, url } = settingsOf(send);
    for (const link of links.toReversed()) lines.set(linkKey(link.url), link.line);
    pages = url;
  }
  return { lines, pages };
}

function subjectOf({ subject }: Email): string {
  return subject.map((part) => (typeof part === "string" ? part : "…")).join("");
}

function startOf(sends: readonly ReportedSend[]): number | null {
  const starts = sends.flatMap(({ started_at: at }) => (at === null ? [] : [at]));
  return starts.length === 0 ? null : Math.min(...starts);
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
