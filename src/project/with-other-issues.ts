import { didYouMean } from "#src/issue/front-matter/did-you-mean.ts";
import type { OtherIssue, Place } from "#src/model/block.ts";
import { createReporter, type Finding, type Reporter, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { forNobody } from "#src/render/message/for-nobody.ts";

interface Parsed {
  readonly issue: Issue | null;
  readonly findings: readonly Finding[];
}

/**
 * Adds to the issues what they say about each other: the part before them in their series, and the related issues that
 * their text asks for. Only public issues of an earlier day or hour count: an issue that is written later never changes
 * a mail that was approved.
 */
export function withOtherIssues<T extends Parsed>(
  parsed: readonly T[],
  newsletter: Newsletter,
): readonly T[] {
  const published = parsed.flatMap(({ issue }) => (issue !== null && isPublic(issue) ? [issue] : []));
  return parsed.map((one) => {
    const { issue } = one;
    if (issue === null || !showsOthers(issue)) return one;
    const lists = relatedIn(issue);
    const earlier = published.filter((other) => isEarlier(other, issue)).toSorted(newestFirst);
    const report = createReporter((place: Place) => whereOf(issue.path, place));
    const related = lists
      .toSorted((a, b) => a.index - b.index)
      .map((block) => relatedTo(block, { issue, earlier, newsletter, published }, report));
    const series = issue.series && { ...issue.series, previous: previousOf(issue, earlier) };
    return { ...one, issue: { ...issue, series, related }, findings: [...one.findings, ...report.findings] };
  });
}

/** Whether an issue shows what other issues say. */
export function showsOthers(issue: Issue): boolean {
  return issue.series !== null || relatedIn(issue).length > 0;
}

function relatedIn({ body }: Issue) {
  return [...walkBlocks(body)].filter((block) => block.kind === "related");
}

/** True for a ready issue, and for a post whose file puts it into the archive. */
function isPublic({ draft, sendAt, date, archive, trigger, keyPlaces }: Issue): boolean {
  if (archive !== "public" || trigger !== null || date === null) return false;
  return !draft || (sendAt === null && keyPlaces["archive"] !== undefined);
}

/** Two issues of one day are ordered by their hours; without hours neither is earlier. An issue without a date is still to come. */
function isEarlier(other: Issue, issue: Issue): boolean {
  if (other.slug === issue.slug || other.date === null) return false;
  if (issue.date === null || other.date !== issue.date) return issue.date === null || other.date < issue.date;
  return timeOf(other) < timeOf(issue);
}

function timeOf({ sendAt }: Issue): number {
  return sendAt === null || sendAt.kind === "next" ? Number.NaN : sendAt.at;
}

/** Issues without an hour come after all others of their day: compared by slug with those, they would close a circle. */
function newestFirst(a: Issue, b: Issue): number {
  const [dayA, dayB] = [a.date ?? "", b.date ?? ""];
  if (dayA !== dayB) return dayA < dayB ? 1 : -1;
  const [hourA, hourB] = [timeOf(a) || -Infinity, timeOf(b) || -Infinity];
  if (hourA !== hourB) return hourA < hourB ? 1 : -1;
  return a.slug < b.slug ? -1 : 1;
}

/** Returns the part with the next lower number; if the parts have no numbers, the last part before this one. */
function previousOf(issue: Issue, earlier: readonly Issue[]): NonNullable<Issue["series"]>["previous"] {
  const { key, part = null } = issue.series ?? {};
  const parts = earlier.filter(({ series }) => series?.key === key);
  const partOf = (other: Issue) => other.series?.part ?? null;
  const before = part === null ? parts : parts.filter((other) => (partOf(other) ?? Infinity) < part);
  const [last] = part === null ? before : before.toSorted((a, b) => (partOf(b) ?? 0) - (partOf(a) ?? 0));
  return last === undefined ? null : { ...asOther(last), part: partOf(last) };
}

interface Related {
  readonly section: string | null;
  readonly tag: string | null;
  readonly limit: number;
  readonly place: Place;
}

function relatedTo(
  { section, tag, limit, place }: Related,
  around: {
    readonly issue: Issue;
    readonly earlier: readonly Issue[];
    readonly published: readonly Issue[];
    readonly newsletter: Newsletter;
  },
  report: Reporter<Place>,
): readonly OtherIssue[] {
  const { issue, earlier, published, newsletter } = around;
  if (section !== null && !Object.hasOwn(newsletter.sections, section)) {
    report.error("section/unknown", place, `newsletter.config.ts has no section ${section}.`, {
      hint: didYouMean(section, Object.keys(newsletter.sections)),
    });
    return [];
  }
  const own = section === null && tag === null;
  if (own && issue.section === null && issue.tags.length === 0) {
    report.error(
      "related/nothing",
      place,
      "This issue has neither a section nor tags that others could share.",
      {
        hint: 'Write section: or tags: in the front matter, or ::related{tag="…"}.',
      },
    );
    return [];
  }
  const fits = (other: Issue) =>
    own
      ? (other.section?.key === issue.section?.key && issue.section !== null) ||
        other.tags.some((one) => isOneOf(one, issue.tags))
      : (section === null || other.section?.key === section) && (tag === null || isOneOf(tag, other.tags));
  const found = earlier.filter(fits).slice(0, limit);
  if (found.length === 0) {
    const asked = [section === null ? "" : `in ${section}`, tag === null ? "" : `with the tag ${tag}`];
    const what = own ? "shares its section or one of its tags" : `is ${asked.filter(Boolean).join(" and ")}`;
    const tags = [...new Set(published.flatMap((other) => other.tags))];
    const hint = tag === null || tags.some((one) => isOneOf(one, [tag])) ? null : didYouMean(tag, tags);
    report.warning("related/none", place, `No earlier public issue ${what}: nothing is shown here.`, {
      hint: hint ?? "Remove ::related, or keep it for a later issue.",
    });
  }
  return found.map(asOther);
}

function isOneOf(tag: string, tags: readonly string[]): boolean {
  return tags.some((one) => one.toLowerCase() === tag.toLowerCase());
}

function asOther(issue: Issue): OtherIssue {
  const { slug, lang, dir } = issue;
  return { slug, title: forNobody(issue.title, issue), lang, dir };
}
