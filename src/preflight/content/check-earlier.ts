import type { EarlierIssue } from "#src/model/facts.ts";
import { bareUrl } from "#src/preflight/links/bare-url.ts";
import type { Reporter } from "#src/model/finding.ts";
import type { WorldLetter, WorldRule, Target } from "#src/preflight/letter.ts";

/** From this many earlier issues on, a link that half of them carry is a standing one. */
const STANDING_FROM = 3;

/** Reports what readers had before: the subject of a copied file, its preview text, a link of last month. */
export const checkEarlier: WorldRule = (letter, report) => {
  const { issue, facts } = letter;
  if (facts.earlier.kind === "unavailable" || issue.trigger !== null) return;
  const earlier = facts.earlier.value;
  const subject = folded(issue.subject);
  const same = earlier.find((one) => folded(one.subject) === subject || folded(one.title) === subject);
  if (same !== undefined) {
    const key = issue.keyPlaces["subject"] === undefined ? "title" : "subject";
    report.warning("subject/used-before", key, `${nameOf(same)} had this subject.`, {
      hint: "Write one of its own, or a number behind it.",
    });
  }
  const preview = folded(issue.previewText);
  const twin = earlier.find((one) => one.previewText !== null && folded(one.previewText) === preview);
  if (twin !== undefined && issue.keyPlaces["preview_text"] !== undefined)
    report.warning("preview-text/used-before", "preview_text", `${nameOf(twin)} had this preview text.`, {
      hint: "Say what this issue has.",
    });
  checkLinks(letter, earlier, report);
};

function checkLinks(
  { issue, facts }: WorldLetter,
  earlier: readonly EarlierIssue[],
  report: Reporter<Target>,
): void {
  const own = bareUrl(facts.newsletter.url);
  const people = new Set([...issue.guests, ...issue.authors, issue.sponsor].map((one) => one?.url ?? ""));
  const seen = new Set<string>();
  for (const { url, text, place } of issue.links) {
    if (!/^https?:/i.test(url) || !URL.canParse(url) || place.file !== undefined || people.has(url)) continue;
    const page = bareUrl(url);
    // The front page of a site has something new each time.
    if (seen.has(page) || !/[/?]/.test(page) || page === own || page.startsWith(`${own}/`)) continue;
    seen.add(page);
    const carrying = earlier.filter(({ links }) => links.includes(page));
    const [last] = carrying;
    const isStanding = earlier.length >= STANDING_FROM && carrying.length * 2 >= earlier.length;
    if (last === undefined || isStanding) continue;
    report.info(
      "link/carried-before",
      place,
      `${nameOf(last)} already linked to the page of “${text.trim()}”.`,
      {
        hint: "Leave it out, or say what is new about it.",
      },
    );
  }
}

function nameOf({ title, date, path }: EarlierIssue): string {
  return `“${title}” (${date ?? path})`;
}

function folded(text: string): string {
  return text.normalize("NFKC").replace(/\s+/gu, " ").trim().toLowerCase();
}
