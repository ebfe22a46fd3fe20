import { createHash } from "node:crypto";
import { type Finding, whereOf } from "#src/model/finding.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { sentWithBody } from "#src/store/issues/texts.ts";

/** A body with fewer words, such as a greeting, does not identify a letter: its title, its guests or its template say the rest. */
const FEWEST_WORDS = 4;

/**
 * SHA-256 (hex) of the body of a file, without its front matter and without whitespace: a copy may have other line ends. Null
 * if there are too few words to tell one letter from another.
 */
export function bodySha(text: string): string | null {
  const body = text.replace(/^\uFEFF?\s*---[^]*?\n---[^\n]*/, "");
  if (!hasPages(body)) return null;
  return createHash("sha256").update(body.replace(/\s+/g, "").normalize()).digest("hex");
}

function hasPages(body: string): boolean {
  let words = 0;
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(body)) {
    if (isWordLike === true) words += 1;
    if (words === FEWEST_WORDS) return true;
  }
  return false;
}

/**
 * Returns a sentence about another issue that was sent with this body; null if there is none. Copied files are how a letter
 * reaches everybody twice: the copy has a slug of its own, so the ledger takes it for a new issue.
 */
export async function findCopy(
  { db }: Pick<Ledger, "db">,
  project: Project,
  { source }: ParsedIssue,
): Promise<string | null> {
  const sha = bodySha(source.text);
  if (sha === null) return null;
  // An issue may have been corrected since it was sent, or sent before the ledger kept its body.
  const slugs = (bodiesOf(project).get(sha) ?? []).filter((slug) => slug !== source.slug);
  const sent = await sentWithBody(db, { bodySha: sha, slug: source.slug, slugs });
  if (sent === undefined) return null;
  const when = instantInWords(sent.sentAt, project.newsletter.timezone);
  return `It has the same body as ${sent.slug}, which was sent ${when}.`;
}

/** The warning about a send that waits because of a copy. */
export function copyFinding({ source, issue }: ParsedIssue, note: string): Finding {
  return {
    rule: "schedule/copied",
    severity: "warning",
    ...whereOf(source.path, issue?.keyPlaces["title"]),
    message: note,
    hint: `If you mean to send it all the same, run \`letterpress approve ${source.slug}\`. If you renamed the file, write its old slug in \`aliases:\`.`,
    fix: null,
  };
}

const bodies = new WeakMap<Project, ReadonlyMap<string | null, readonly string[]>>();

/** The slugs of a project's files by their bodies. */
function bodiesOf(project: Project): ReadonlyMap<string | null, readonly string[]> {
  const known = bodies.get(project);
  if (known !== undefined) return known;
  const groups = Map.groupBy(project.issues, ({ source }) => bodySha(source.text));
  const made = new Map([...groups].map(([sha, files]) => [sha, files.map(({ source }) => source.slug)]));
  bodies.set(project, made);
  return made;
}
