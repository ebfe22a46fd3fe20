import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { slugOfTitle } from "#src/issue/front-matter/slug-of-title.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { nearestInstant, nextSlot, wallClockAt } from "#src/model/wall-clock.ts";
import type { Project } from "#src/project/load-project.ts";

interface NewIssueWish {
  readonly title: string;
  /** Its key in newsletter.config.ts. */
  readonly section: string | null;
}

interface NewIssue {
  readonly slug: string;
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly number: number;
  /** Wall clock of the section's next free slot; null where the section has none. */
  readonly sendAt: string | null;
}

/**
 * Writes the folder of a new issue: number, section and slot filled in, `draft: true`, and
 * TK wherever text is still missing, so that `check` finds what was forgotten. `now` is ms
 * UTC. Throws `usage/invalid` for an unknown section, and for a title whose slug is taken.
 */
export async function newIssue(project: Project, wish: NewIssueWish, now: number): Promise<NewIssue> {
  const { newsletter } = project;
  const section = sectionOf(newsletter, wish.section);
  const issues = project.issues.map(({ issue }) => issue).filter((issue) => issue !== null);
  const number = Math.max(0, ...issues.map((issue) => issue.number ?? 0)) + 1;
  const slug = slugOfTitle(wish.title) || `issue-${number}`;
  const same = project.issues.find(({ source }) => source.slug === slug);
  if (same !== undefined) {
    const message = `Expected a title that no issue has yet; ${same.source.path} has the slug ${slug}.`;
    const hint = "Choose another title. You can change it later and keep the slug with slug:.";
    throw new LetterpressError("usage/invalid", message, { hint });
  }
  const taken = issues.flatMap((issue) => {
    if (issue.sendAt !== null) return "at" in issue.sendAt ? [issue.sendAt.at] : [];
    // An issue with a date but without a time yet is meant for the slot of that day.
    if (issue.date === null || issue.section?.slot == null) return [];
    return [nearestInstant({ local: `${issue.date}T${issue.section.slot.slice(-5)}`, zone: issue.timezone })];
  });
  const slot = section?.slot === undefined ? null : nextSlot(section.slot, newsletter.timezone, now, taken);
  const today = wallClockAt(now, newsletter.timezone).date;
  const path = `issues/${slot?.local.slice(0, 10) ?? today}-${slug}/index.md`;
  const interview = (section?.template ?? newsletter.template) === "interview" && section !== null;
  const sendAt = slot?.local.replace("T", " ") ?? null;
  const text = `${frontMatter(wish, number, sendAt, interview)}\n${interview ? INTERVIEW : LETTER}`;
  const file = join(project.root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { flag: "wx" });
  return { slug, path, number, sendAt };
}

function sectionOf(newsletter: Newsletter, key: string | null): Newsletter["sections"][string] | null {
  if (key === null) return null;
  const section = newsletter.sections[key];
  if (section !== undefined) return section;
  const known = Object.keys(newsletter.sections);
  throw new LetterpressError(
    "usage/invalid",
    known.length === 0
      ? `Expected no --section, because newsletter.config.ts has none; got ${key}.`
      : `Expected a section of newsletter.config.ts (${known.join(", ")}), got ${key}.`,
    { hint: "Name one of them, or add a section to newsletter.config.ts." },
  );
}

function frontMatter(
  { title, section }: NewIssueWish,
  number: number,
  sendAt: string | null,
  interview: boolean,
): string {
  // A JSON string is a YAML string, whatever colons and quotation marks a title has.
  return `---
title: ${JSON.stringify(title)}
preview_text: "TK: what the inbox shows after the subject, in 40 to 130 characters"
issue: ${number}
${section === null ? "" : `section: ${section}\n`}${sendAt === null ? "" : `send_at: ${sendAt}\n`}draft: true
${interview ? GUEST : ""}---
`;
}

const GUEST = `guests:
  - name: "TK: name of the guest"
    role: "TK: what they do"
    organization: "TK: where"
`;

const INTERVIEW = `TK: who this is, and why we talk to them now, in three sentences.

::guest

## TK: the first question?

TK: the answer.

## TK: the second question?

TK: the answer.
`;

const LETTER = `TK: the first paragraph.

## TK: a heading

TK: the rest.
`;
