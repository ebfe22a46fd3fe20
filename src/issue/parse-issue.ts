import { asksAddress } from "#src/model/states.ts";
import { attributesOf, type Newsletter } from "#src/model/newsletter.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue, IssueSource, SendAt, SnippetSource } from "#src/model/issue.ts";
import type { Block, ImageRef, Speaker } from "#src/model/block.ts";
import { BUILT_IN_TAGS, type MergeTag, RATE_TAG, type UrlTag } from "#src/model/merge-tag.ts";
import { inlinesOf, plainText, walkBlocks } from "#src/model/walk-blocks.ts";
import type { IssueLink } from "#src/issue/body/body-context.ts";
import { type FrontMatter, cutFrontMatter } from "#src/issue/front-matter/cut-front-matter.ts";
import { openSnippets } from "./open-snippets.ts";
import { directionOf } from "#src/model/words/direction-of.ts";
import { type SourceReporter, sourceReporter } from "./source-reporter.ts";
import { withoutControls } from "./without-controls.ts";
import { askSegments } from "#src/issue/segment/ask-segments.ts";
import { type Candidate, maskMergeTags, withoutReserved } from "#src/issue/merge-tags/mask-merge-tags.ts";
import { readShallow } from "./read-shallow.ts";
import { previewOf } from "#src/issue/body/preview-of.ts";
import { readBody } from "#src/issue/body/read-body.ts";
import { readFrontMatter } from "#src/issue/front-matter/read-front-matter.ts";
import { imageAt } from "#src/issue/front-matter/image-at.ts";
import { readGuests } from "#src/issue/front-matter/read-guests.ts";
import { readMergeTags } from "#src/issue/merge-tags/read-merge-tags.ts";
import { readSponsor } from "#src/issue/front-matter/read-sponsor.ts";
import { dayOf, readSendAt } from "#src/issue/front-matter/read-send-at.ts";
import { resolveNames } from "#src/issue/front-matter/resolve-names.ts";

/** What parsing needs from the project around an issue. */
export interface ParseContext {
  readonly newsletter: Newsletter;
  /** Names of the files in templates/, without their ending. */
  readonly templates: readonly string[];
  /** Every issue there is, for links between them. */
  readonly issues: readonly { readonly path: string; readonly slug: string }[];
  /** Names of the newsletter's own blocks, files of templates/blocks/; none unless given. */
  readonly blocks?: readonly string[];
  /** The texts in issues/snippets/; none unless given. */
  readonly snippets?: readonly SnippetSource[];
}

export interface Parsed {
  readonly issue: Issue | null;
  readonly findings: readonly Finding[];
}

/**
 * Parses an issue file into an Issue, with every finding in the order of its lines. Never throws because of what an author wrote.
 * `issue` is null only if there is nothing to preview: the front matter cannot be read, or the text cannot be read as Markdown.
 */
export function parseIssue(source: IssueSource, context: ParseContext): Parsed {
  const report = sourceReporter(source.path, source.text);
  const text = withoutControls(withoutReserved(source.text, report), report);
  const ofSnippets: Finding[] = [];
  const issue = readShallow(
    () => {
      const front = cutFrontMatter(text, report);
      return front && readIssue(source, text, front, context, report, (found) => ofSnippets.push(...found));
    },
    text,
    report,
  );
  return {
    issue,
    findings: [...report.findings, ...ofSnippets].toSorted(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    ),
  };
}

function readIssue(
  source: IssueSource,
  text: string,
  frontMatter: FrontMatter,
  context: ParseContext,
  report: SourceReporter,
  sayOfSnippets: (findings: readonly Finding[]) => void,
): Issue {
  const { newsletter, templates, issues } = context;
  const front = readFrontMatter(frontMatter, text, { templates, authors: newsletter.authors }, report);
  const { values, at, places } = front;
  const resolved = resolveNames(front, newsletter, templates, report);
  const masked = maskMergeTags(blanked(text, frontMatter.bodyStart));
  const names = mergeNames(newsletter, values.trigger ?? null);
  const mergeTags: MergeTag[] = [...BUILT_IN_TAGS];
  const tagsOf = (candidates: readonly Candidate[], of: string, to: SourceReporter) =>
    readMergeTags(candidates, { text: of, names }, to, mergeTags);
  const tags = tagsOf(masked.candidates, text, report);
  const snippets = openSnippets(context.snippets ?? [], tagsOf);
  const read = (key: "title" | "subtitle" | "subject" | "preview_text" | "description") => {
    const value = values[key];
    return value === undefined ? null : tags.readString(value.replace(/\s*\r?\n\s*/g, " "), at(key));
  };

  const images: ImageRef[] = [];
  const links: IssueLink[] = [];
  const image = values.image === undefined ? null : imageAt(values.image, at("image"), tags, report);
  if (image !== null) images.push(image);
  const guests = readGuests(front, { tags, images, links }, report);
  const sponsor = readSponsor(front, { tags, images, links }, report);
  const interview = guests.length > 0 || resolved.template === "interview";
  const speakers = [
    ...guests.map(({ name }): Speaker => ({ name, role: "guest" })),
    ...resolved.authors.map(({ name }): Speaker => ({ name, role: "author" })),
  ];
  const { asked, askSegment } = askSegments({ newsletter, isConfirm: values.trigger === "confirm" });
  const around = {
    ownBlocks: context.blocks ?? [],
    tags,
    askSegment,
    snippets,
    text,
    title: values.title ?? null,
    issues,
    links,
    images,
    path: source.path,
    issuePath: source.path,
    url: newsletter.url,
  };
  const people = { guests: guests.length, authors: resolved.authors.length };
  const body = readBody(masked.text, { ...around, ...people, sponsor, interview, speakers }, report);

  // RATE_TAG comes last, so that the other tags have the same numbers in an issue that asks nothing.
  if (walkBlocks(body).some(({ kind }) => kind === "rate")) mergeTags.push(RATE_TAG);

  const timezone = values.timezone ?? newsletter.timezone;
  const meant = { zone: timezone, slot: resolved.section?.slot ?? null, at: valueStart(text, at("send_at")) };
  const sendAt = values.send_at === undefined ? null : readSendAt(values.send_at, meant, report);
  const lang = values.lang ?? newsletter.lang;
  const title = read("title") ?? source.slug;
  const previewText = read("preview_text") ?? previewOf(body);
  lintSlug(source, at("slug"), report);
  sayOfSnippets(unrepeated(snippets.findings()));
  return {
    slug: source.slug,
    path: source.path,
    title,
    subtitle: read("subtitle"),
    subject: read("subject") ?? title,
    previewText,
    description: read("description") ?? previewText,
    aliases: (values.aliases ?? []).map((path) => path.split("/").findLast((step) => step !== "") ?? path),
    aliasPaths: values.aliases ?? [],
    canonicalUrl: values.canonical_url ?? null,
    date: dateOf(values.date, sendAt, at("date"), report),
    updated: values.updated ?? null,
    sendAt,
    timezone,
    draft: values.draft ?? true,
    number: values.issue ?? null,
    ...resolved,
    guests,
    sponsor,
    image,
    tags: values.tags ?? [],
    lang,
    dir: directionOf(lang),
    from: values.from ?? null,
    replyTo: values.reply_to ?? null,
    segment: values.segment ?? null,
    archive: values.archive ?? (values.trigger === undefined ? "public" : "none"),
    accept: values.accept ?? [],
    trigger: values.trigger ?? null,
    body,
    related: [],
    mergeTags,
    asked,
    links,
    images,
    snippets: snippets.used(),
    words: countWords(body, lang),
    keyPlaces: places,
  };
}

/** A snippet that is placed twice is read twice, and repeats its findings. */
function unrepeated(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** The file with everything before the body blanked, so that the body keeps the file's lines and offsets. */
function blanked(text: string, bodyStart: number): string {
  return text.slice(0, bodyStart).replace(/[^\r\n]/g, " ") + text.slice(bodyStart);
}

/** A stranger may have entered the address that is asked to confirm, so this mail repeats nothing that was typed into the form. */
function mergeNames(newsletter: Newsletter, trigger: Issue["trigger"]): readonly string[] {
  if (asksAddress(trigger)) return ["urls.confirm", "urls.web"] satisfies UrlTag[];
  const urls = ["urls.unsubscribe", "urls.preferences", "urls.web"] satisfies UrlTag[];
  const attributes = Object.keys(attributesOf(newsletter)).map((name) => `subscriber.${name}`);
  return [...attributes, ...urls];
}

/** The offset after an opening quotation mark, so that an edit of the value keeps the marks. */
function valueStart(text: string, at: number): number {
  return /["']/.test(text[at] ?? "") ? at + 1 : at;
}

/** The date shown. It must be the day of sending: if the two differ, one of them is a mistake. */
function dateOf(
  date: string | undefined,
  sendAt: SendAt | null,
  at: number,
  report: SourceReporter,
): string | null {
  const day = sendAt && dayOf(sendAt);
  if (date !== undefined && day !== null && date !== day) {
    report.error("send-at/other-day", at, `date is ${date}, but send_at is on ${day}.`, {
      hint: "Correct one of them, or remove date: to show the day of send_at.",
    });
  }
  return date ?? day;
}

function lintSlug({ slug }: IssueSource, at: number, report: SourceReporter): void {
  if (/^[a-z0-9][a-z0-9-]*$/.test(slug)) return;
  report.error("slug/invalid", at, `Expected small letters, digits and hyphens in the slug, found ${slug}.`, {
    hint: "Rename the file or folder, or write slug: in the front matter.",
  });
}

/** Words a reader reads: captions count; code, alt texts and what others get instead do not. */
function countWords(body: readonly Block[], lang: string): number {
  const others = new Set(
    walkBlocks(body).flatMap((block) => (block.kind === "only" ? [...walkBlocks(block.otherwise)] : [])),
  );
  const texts = walkBlocks(body)
    .filter((block) => !others.has(block))
    .flatMap((block) =>
      block.kind === "image"
        ? [block.image.caption ?? ""]
        : inlinesOf(block).map((inlines) => plainText(inlines, { alt: false })),
    );
  const segments = new Intl.Segmenter(lang, { granularity: "word" }).segment([...texts].join("\n"));
  return [...segments].filter(({ isWordLike }) => isWordLike).length;
}
