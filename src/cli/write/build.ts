import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { sampleValues } from "#src/app/compose/sample-readers.ts";
import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import { touchedIssues } from "#src/app/compose/touched-issues.ts";
import { type Email, htmlBytes, type Message } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { isIn } from "#src/model/parts/asked-segment.ts";
import { leadsOut } from "#src/project/leads-out.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { personalise } from "#src/render/message/personalise.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssues, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, kilobytes, print, printTable } from "#src/cli/print/print.ts";
import { printFindings, tally } from "#src/cli/print/print-findings.ts";
import { mergeSummary } from "./merge-summary.ts";
import type { BuildOptions } from "./options.ts";

/**
 * Writes `<out>/<slug>/email.html`, `email.txt`, `email.json` and their images in `a/`, and `preview.html`, which shows the images
 * from there: the same bytes every time. Merge tags are filled in for a reader without attributes, and the reader's links are
 * samples. If a part is for some readers, `email.1.html` and so on show the other choice, one file for each segment. Exit code 1
 * if an issue could not be built.
 */
export async function build(slugs: readonly string[], options: BuildOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const out = resolve(options.project, options.out);
  const rows: string[][] = [];
  const serious: Finding[] = [];
  const chosen = await choose(project, slugs, options);
  const all: { parsed: ParsedIssue; composed: ComposedIssue }[] = [];
  for (const parsed of chosen) {
    const composed = await composeIssue(project, parsed, { now: io.clock.now(), ledger: null });
    // Kept for a summary only: an archive with its pictures need not fit into memory.
    if (options.summary !== undefined) all.push({ parsed, composed });
    const { slug } = parsed.source;
    serious.push(...composed.findings.filter(({ severity }) => severity === "error"));
    const { issue, email } = composed;
    const isBuilt = issue !== null && email !== null;
    if (isBuilt) await writeEmail(join(out, slug), { ...composed, issue, email }, project.newsletter);
    rows.push([slug, isBuilt ? kilobytes(htmlBytes(email)) : "not built", tally(composed.findings)]);
  }
  if (options.summary !== undefined) {
    const file = resolve(options.project, options.summary);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, mergeSummary(project, all, io.clock.now()));
  }
  printFindings(io, serious, textsOf(project));
  printTable(io, rows, [{ title: "Issue" }, { title: "HTML", align: "right" }, { title: "To fix" }]);
  const built = rows.filter(([, size]) => size !== "not built").length;
  const near = relative(io.cwd, out) || ".";
  const where = leadsOut(near) ? out : near;
  print(io);
  print(
    io,
    `${count(built, "issue")} of ${chosen.length} written to ${where}. Preview them with \`letterpress dev\`.`,
  );
  return hasErrors(serious) ? 1 : 0;
}

async function choose(
  project: Project,
  slugs: readonly string[],
  { since }: BuildOptions,
): Promise<readonly ParsedIssue[]> {
  if (since === undefined) return chooseIssues(project, slugs);
  if (slugs.length === 0) return touchedIssues(project, since);
  throw new LetterpressError("usage/invalid", `Expected no issue beside --since, got ${slugs.join(" ")}.`);
}

async function writeEmail(
  folder: string,
  { issue, email, assets, images }: ComposedIssue & { readonly issue: Issue; readonly email: Email },
  newsletter: Newsletter,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const message = personalise(email, sampleValues("bare", newsletter, { slug: issue.slug, email }));
  const summary = {
    subject: message.subject,
    preview_text: replaceTokens(issue.previewText, (index) => email.tags[index]?.source ?? ""),
    digest: email.digest,
    bytes: htmlBytes(email),
    from: email.from,
    reply_to: email.replyTo,
    list: email.list,
    headers: email.headers,
    merge_tags: email.tags.map(({ source }) => source),
    ...(email.asked === undefined ? {} : { parts: await writeParts(folder, email, issue.slug, newsletter) }),
  };
  await writeMessage(folder, "", message, newsletter);
  await writeFile(join(folder, "email.json"), `${JSON.stringify(summary, null, 2)}\n`);
  const names = new Set(Object.values(images).map((image) => image.url.split("/").at(-1) ?? ""));
  for (const { key, bytes } of assets) {
    const name = [...names].find((last) => last.startsWith(`${key}.`));
    if (name === undefined) continue;
    await mkdir(join(folder, "a"), { recursive: true });
    await writeFile(join(folder, "a", name), bytes);
  }
}

/** Writes the files of a message. `name` is a part of their names: `` for a reader of whom nothing is known, `.1` for one who differs. */
async function writeMessage(
  folder: string,
  name: string,
  message: Message,
  newsletter: Newsletter,
): Promise<void> {
  await writeFile(join(folder, `email${name}.html`), message.html);
  // The pictures are online only once they are deployed or served, and a pull request is looked at before that.
  const preview = message.html.replaceAll(`${newsletter.url}/a/`, "a/");
  await writeFile(join(folder, `preview${name}.html`), preview);
  await writeFile(join(folder, `email${name}.txt`), message.text);
}

/** Writes, for each segment that parts are for, the email of a reader whose answer to that segment is the other one. */
async function writeParts(folder: string, email: Email, slug: string, newsletter: Newsletter) {
  const asked = email.asked ?? [];
  const usual = asked.flatMap((one, index) => (isIn(one, {}) ? [index] : []));
  const written = [];
  for (const [index, { query }] of asked.entries()) {
    const isOut = usual.includes(index);
    const inSegments = isOut ? usual.filter((one) => one !== index) : [...usual, index];
    const message = personalise(email, sampleValues("bare", newsletter, { slug, email, inSegments }));
    await writeMessage(folder, `.${index + 1}`, message, newsletter);
    written.push({
      segment: query,
      in: !isOut,
      html: `email.${index + 1}.html`,
      text: `email.${index + 1}.txt`,
    });
  }
  return written;
}
