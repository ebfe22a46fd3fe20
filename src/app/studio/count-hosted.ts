import { pickNamed } from "#src/app/hosted/pick-named.ts";
import { readAll, reasonOf } from "#src/app/hosted/read-all.ts";
import { readNames } from "#src/app/hosted/find-lists.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { canonicalAddress } from "#src/model/address/canonical-address.ts";
import type { Clock } from "#src/model/clock.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import type { Page } from "#src/resend/broadcasts.ts";
import { type Contact, contactsOf } from "#src/resend/contacts.ts";
import { listSuppressions } from "#src/resend/suppressions.ts";

/** How many contacts a segment has, as far as Resend's lists tell. */
interface SegmentCounts {
  readonly inSegment: number;
  readonly unsubscribed: number;
  readonly suppressed: number;
  /** The other contacts. Those who have left the topic get nothing, either, but Resend tells that of one contact at a time. */
  readonly atMost: number;
  /** False if counting ended before the end of the segment. */
  readonly isWhole: boolean;
}

/** A segment of Resend's team, and the lists of the config that name it. */
interface HostedSegment {
  readonly id: string;
  readonly name: string;
  readonly lists: readonly string[];
  /** Null until the segment was counted, and if the pages were used up before its turn. */
  readonly counts: SegmentCounts | null;
}

/** What is known of Resend's segments by now. */
interface HostedAudience {
  readonly isCounting: boolean;
  /** Contacts that this count has read. */
  readonly read: number;
  /** When the last whole count ended, ms UTC; null before the first. */
  readonly at: number | null;
  /** Segments that lists name come first. */
  readonly segments: readonly HostedSegment[];
  readonly trouble: { readonly message: string; readonly hint: string | null } | null;
}

/** A page is a request for a hundred contacts, and other programs share the team's pace: a count requests no more pages than this. */
const MOST_PAGES = 200;
/** How long a count is shown before the segments are counted again. */
const KEPT_MS = 10 * 60_000;

const NOTHING: HostedAudience = { isCounting: false, read: 0, at: null, segments: [], trouble: null };

/**
 * Counts Resend's segments for the studio: one count at a time, kept for ten minutes. It returns what is known at this moment,
 * so that a page shows how far the count is. `again` counts again although the last count is fresh.
 */
export function createHostedCounter(
  { open, clock }: { readonly open: () => Hosted; readonly clock: Clock },
  most = MOST_PAGES,
): (newsletter: Newsletter, again: boolean) => HostedAudience {
  let known = NOTHING;
  let counted = Number.NEGATIVE_INFINITY;
  const tell = (changes: Partial<HostedAudience>) => (known = { ...known, ...changes });
  const start = async (newsletter: Newsletter): Promise<void> => {
    tell({ isCounting: true, read: 0, trouble: null });
    try {
      await count(open(), { newsletter, most, tell });
      tell({ at: clock.now() });
    } catch (error) {
      const hint = error instanceof LetterpressError ? error.hint : null;
      tell({ trouble: { message: messageOf(error), hint } });
    }
    counted = clock.now();
    tell({ isCounting: false });
  };
  return (newsletter, again) => {
    const isDue = again || clock.now() - counted > KEPT_MS;
    if (isDue && !known.isCounting) void start(newsletter);
    return known;
  };
}

interface Counting {
  readonly newsletter: Newsletter;
  readonly most: number;
  readonly tell: (changes: Partial<HostedAudience>) => void;
}

async function count(hosted: Hosted, { newsletter, most, tell }: Counting): Promise<void> {
  const { client, pacer } = hosted;
  const names = await readNames(hosted, "segments");
  const lists = Object.entries(newsletter.lists).map(([key, { segment = "" }]) => {
    const picked = pickNamed(segment, names);
    return {
      key,
      ids: picked === null ? [] : "one" in picked ? [picked.one.id] : picked.several.map(({ id }) => id),
    };
  });
  let segments = names
    .map(({ id, name }): HostedSegment => {
      const its = lists.filter(({ ids }) => ids.includes(id)).map(({ key }) => key);
      return { id, name, lists: its, counts: null };
    })
    .toSorted((a, b) => b.lists.length - a.lists.length);
  tell({ segments });
  const never = await readAll("suppressions", (after) => pacer(() => listSuppressions(client, after)));
  const suppressed = new Set(never.items.map(({ email }) => canonicalAddress(email)));
  const contacts = contactsOf(client);
  const pageOf = (id: string, after: string | null): Promise<Answer<Page<Contact>>> =>
    pacer(() => contacts.inSegment(id, after));
  let left = most;
  let read = 0;
  for (const { id } of segments) {
    if (left === 0) return;
    const found = new Map<string, Contact>();
    let isWhole = false;
    for (let after: string | null = null; left > 0 && !isWhole; left -= 1) {
      const page = await pageOf(id, after);
      if (page.kind !== "done") throw new LetterpressError("resend/unanswered", reasonOf(page));
      const { items, hasMore } = page.value;
      for (const contact of items) found.set(contact.id, contact);
      after = items.at(-1)?.id ?? null;
      isWhole = !hasMore || after === null;
      tell({ read: (read += items.length) });
    }
    const counts = countsOf([...found.values()], suppressed, isWhole);
    segments = segments.map((one) => (one.id === id ? { ...one, counts } : one));
    tell({ segments });
  }
}

function countsOf(contacts: readonly Contact[], never: ReadonlySet<string>, isWhole: boolean): SegmentCounts {
  const unsubscribed = contacts.filter((one) => one.unsubscribed).length;
  const suppressed = contacts.filter(
    (one) => !one.unsubscribed && never.has(canonicalAddress(one.email)),
  ).length;
  const inSegment = contacts.length;
  return { inSegment, unsubscribed, suppressed, atMost: inSegment - unsubscribed - suppressed, isWhole };
}
