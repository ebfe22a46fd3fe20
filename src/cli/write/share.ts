import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { SAMPLE_READERS, sampleValues } from "#src/app/compose/sample-readers.ts";
import { whatHappens } from "#src/app/compose/what-happens.ts";
import { knownLinks } from "#src/app/fetch/kept-links.ts";
import { inlinePictures } from "#src/app/share/inline-pictures.ts";
import { type Shared, type SharedFinding, shareDocument } from "#src/app/share/share-document.ts";
import type { App } from "#src/app/open-app.ts";
import { DAY_MS } from "#src/model/durations.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { newId } from "#src/model/ids.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import { makeShareToken } from "#src/model/token.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { leadsOut } from "#src/project/leads-out.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { audienceOf } from "#src/cli/audience-of.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, kilobytes, print, printNote, style } from "#src/cli/print/print.ts";
import { quoteFinding } from "#src/cli/print/quote-finding.ts";
import { uncheckedInWords } from "#src/app/sends/unchecked-in-words.ts";
import { hasLedger, withApp } from "#src/cli/with-app.ts";
import type { ShareOptions } from "./options.ts";

/** Columns of a source line that is quoted. */
const ROOM = 100;

/** An issue as it is now, and what would happen to it. */
interface Look {
  readonly composed: ComposedIssue;
  readonly plan: Shared["plan"];
}

/** Writes an issue, its findings and its plan as one HTML file for somebody without the project, or puts that page online for some days. */
export async function share(named: string, options: ShareOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, named);
  if (options.online || options.end) return shareOnline(project, parsed, options, io);
  const { slug } = parsed.source;
  const look = await lookAt(project, parsed, options, io);
  const page = await shareDocument(sharedOf(project, parsed, look, { takesRemarks: false }, io));
  const file = resolve(io.cwd, options.out ?? `${slug}.html`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, page);
  const shown = relative(io.cwd, file);
  print(
    io,
    `${leadsOut(shown) ? file : shown} shows ${slug}: one file of ${kilobytes(Buffer.byteLength(page))}, which loads nothing from anywhere.`,
  );
  print(io, "It names no reader. Send it to the people who should look, or attach it to a pull request.");
  return 0;
}

async function shareOnline(
  project: Project,
  parsed: ParsedIssue,
  options: ShareOptions,
  io: Io,
): Promise<number> {
  if ((await audienceOf(options.project)) !== "ledger")
    throw new LetterpressError(
      "audience/no-ledger",
      "`share --online` keeps its page in a ledger, and the subscribers of this newsletter live at Resend.",
      { hint: `Run \`letterpress share ${parsed.source.slug}\`, and send the file.` },
    );
  const { slug } = parsed.source;
  return withApp(options, io, async (app) => {
    const { endShares, saveShare } = await import("#src/store/issues/shares.ts");
    if (options.end) {
      const ended = await endShares(app.ledger.db, slug);
      print(io, `${count(ended, "page")} of ${slug} ended. Their links lead nowhere now.`);
      return 0;
    }
    const takesRemarks = project.newsletter.editors.length > 0;
    const look = await planOf(app, project, parsed);
    const shared = sharedOf(project, parsed, look, { takesRemarks }, io);
    const page = await shareDocument(shared);
    const at = app.clock.now();
    const until = at + options.days * DAY_MS;
    const [key] = app.config.tokenKeys;
    if (key === undefined) throw new LetterpressError("config/environment", "LETTERPRESS_SECRET is not set.");
    const id = newId();
    await saveShare(app.ledger.db, { id, slug, title: shared.title, page, at, until });
    const address = `${project.newsletter.url}/s/${makeShareToken({ share: id, until }, key)}`;
    print(io, style(io.stdout, "strong", address));
    const zone = project.newsletter.timezone;
    print(
      io,
      `Everybody who has this link sees ${slug} as it is now (${kilobytes(Buffer.byteLength(page))}) until ${instantInWords(until, zone)}, while \`letterpress serve\` runs. \`letterpress share ${slug} --end\` ends it before.`,
    );
    print(
      io,
      takesRemarks
        ? "Remarks go to the editors of newsletter.config.ts, as mail."
        : "It has no field for remarks: `editors` in newsletter.config.ts names nobody who would get them.",
    );
    return 0;
  });
}

/** Takes the plan from the ledger if there is one that can be opened; a file to look at must not need a secret. */
async function lookAt(project: Project, parsed: ParsedIssue, options: ShareOptions, io: Io): Promise<Look> {
  if ((await audienceOf(options.project)) === "ledger" && hasLedger(options, io)) {
    try {
      return await withApp(options, io, (app) => planOf(app, project, parsed));
    } catch (error) {
      if (!(error instanceof LetterpressError) || !/^(?:ledger|config)\//.test(error.code)) throw error;
      printNote(io, `The plan is made without the ledger: ${messageOf(error)}`);
    }
  }
  const now = io.clock.now();
  const composed = await composeIssue(project, parsed, {
    now,
    ledger: null,
    links: knownLinks(project.root, now),
  });
  return {
    composed,
    plan: { rows: [], source: whatHappens(composed, project.newsletter, now) },
  };
}

async function planOf(app: App, project: Project, parsed: ParsedIssue): Promise<Look> {
  const { planIssue } = await import("#src/app/schedule/plan-issue.ts");
  const { planRows } = await import("#src/app/sends/plan-rows.ts");
  const planned = await planIssue(app, project, parsed);
  const now = app.clock.now();
  // The people who look are elsewhere: this machine's zone tells them nothing.
  const asIs = (words: string) => words;
  const place = { zone: project.newsletter.timezone, typed: asIs, removed: asIs, added: asIs };
  const rows = planRows(parsed.source.slug, planned, place, now)
    .filter(([name]) => !OURS.has(name))
    .map(([name, value]): [string, string] => [name, value.replaceAll(", here)", ")")]);
  const at = instantInWords(now, project.newsletter.timezone);
  return {
    composed: planned.composed,
    plan: { rows, source: `As the ledger counted it ${at}. ${nextOf(planned.send)}` },
  };
}

/** Rows that are for the sender: who forced what, what changed since their test, and findings, which stand above. */
const OURS: ReadonlySet<string> = new Set(["last test", "findings", "forced", "accepted", "digest"]);

function nextOf(send: { readonly state: string } | null): string {
  return send === null ? "It is not scheduled." : `Its send is ${send.state.replaceAll("_", " ")}.`;
}

function sharedOf(
  project: Project,
  { source }: ParsedIssue,
  { composed, plan }: Look,
  { takesRemarks }: Pick<Shared, "takesRemarks">,
  io: Io,
): Shared {
  const { newsletter } = project;
  const { issue, email, assets, findings } = composed;
  const { slug } = source;
  const texts = textsOf(project);
  const message =
    email === null ? null : personalise(email, sampleValues("named", newsletter, { slug, email }));
  const inlined = message === null ? null : inlinePictures(message.html, assets, newsletter.url);
  return {
    newsletter: newsletter.name,
    title: issue?.title ?? slug,
    lang: issue?.lang ?? newsletter.lang,
    dir: issue?.dir ?? "ltr",
    at: instantInWords(io.clock.now(), newsletter.timezone),
    email:
      email === null || message === null || inlined === null
        ? null
        : {
            sender: nameIn(email.from, newsletter.name),
            subject: message.subject,
            previewText: replaceTokens(issue?.previewText ?? "", (tag) => email.tags[tag]?.source ?? ""),
            text: message.text,
            ...inlined,
            digest: email.digest,
            reader: SAMPLE_READERS.named.label,
          },
    findings: findings.map((finding): SharedFinding => {
      const { severity, rule, message: says, hint, file, line, column } = finding;
      const place = [file, line, line === null ? null : column].filter((part) => part !== null).join(":");
      return {
        severity,
        rule,
        message: says,
        hint,
        place,
        ...quoteFinding(finding, texts.get(file) ?? "", ROOM),
      };
    }),
    unchecked: uncheckedInWords(composed.unchecked),
    plan,
    takesRemarks,
  };
}

/** The name that an inbox shows. */
function nameIn(from: string, newsletter: string): string {
  return /^\s*"?([^"<]*?)"?\s*</.exec(from)?.[1] || newsletter;
}
