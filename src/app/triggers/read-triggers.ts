import { parseIssue } from "#src/issue/parse-issue.ts";
import type { Email } from "#src/model/email.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { TRIGGERS, type TriggerName } from "#src/model/states.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { saveAssets, saveEmail } from "#src/store/issues/emails.ts";
import { type TriggerRow, allTriggers, replaceTriggers } from "#src/store/sends/triggers.ts";
import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import { composeOnce } from "#src/app/compose/compose-once.ts";
import type { App } from "#src/app/open-app.ts";
import { sendSettings } from "#src/app/schedule/send-settings.ts";
import { builtInTrigger } from "./built-in-triggers.ts";

/** A trigger's file that cannot be used, with the findings that say why. The mail that was there before stays in use. */
interface TriggerRefusal {
  readonly slug: string;
  readonly findings: readonly Finding[];
}

/**
 * Renders the mails of the triggers and keeps them in the ledger, one for each list and language, so that the process which
 * answers forms needs nothing but the ledger. A file for one list goes before a file for all lists. If there is no file that
 * can be used, our own words stand in.
 */
export async function readTriggers(app: App, project: Project): Promise<TriggerRefusal[]> {
  const { db, clock } = app.ledger;
  const refusals = new Map<string, TriggerRefusal>();
  for (const { source, issue, findings } of project.issues) {
    if (issue?.trigger != null && !issue.draft && hasErrors(findings))
      refusals.set(source.path, { slug: source.slug, findings });
  }
  const before = await allTriggers(db);
  const rows: TriggerRow[] = [];
  for (const wish of wishesOf(project)) {
    const { name, list, lang } = wish;
    const known = before.find((row) => row.name === name && row.list === list && row.lang === lang);
    let composed = await composeOnce(app, project, wish.parsed);
    if (!isUsable(composed)) {
      refusals.set(wish.parsed.source.path, { slug: wish.parsed.source.slug, findings: composed.findings });
      if (known === undefined) composed = await composeOnce(app, project, builtIn(wish, project));
    }
    if (!isUsable(composed)) {
      if (known !== undefined) rows.push(known);
      continue;
    }
    const now = clock.now();
    const options = { local: null, wave: false };
    const settings = sendSettings(project.newsletter, composed.issue, app.config, options);
    const row: TriggerRow = {
      name,
      list,
      lang,
      email_digest: composed.email.digest,
      settings: JSON.stringify({ ...settings, slug: null, archive: "none", brake: null }),
      zone: composed.issue.timezone,
      updated_at: now,
    };
    if (known?.email_digest === row.email_digest && known.settings === row.settings) {
      rows.push(known);
      continue;
    }
    await saveEmail(db, composed.email, now);
    await saveAssets(db, composed.assets, now);
    rows.push(row);
  }
  const same = rows.length === before.length && rows.every((row) => before.includes(row));
  // Without a transaction there would be a moment without triggers, and a form taken in then would have no mail.
  if (!same) await db.transaction().execute((trx) => replaceTriggers(trx, rows));
  return [...refusals.values()];
}

type Usable = ComposedIssue & { readonly issue: Issue; readonly email: Email };

function isUsable(composed: ComposedIssue): composed is Usable {
  const { issue, email, findings } = composed;
  return issue !== null && email !== null && !hasErrors(findings);
}

interface Wish {
  readonly name: TriggerName;
  readonly list: string;
  readonly lang: string;
  readonly parsed: ParsedIssue;
}

/** Chooses the file, or our own words, for each trigger, list and language. */
function wishesOf(project: Project): Wish[] {
  const { newsletter } = project;
  const usable = project.issues.filter(
    ({ issue, findings }) => issue?.trigger != null && !issue.draft && !hasErrors(findings),
  );
  return TRIGGERS.flatMap((name) => {
    const files = usable.filter(({ issue }) => issue?.trigger === name);
    const langs = new Set([newsletter.lang, ...newsletter.languages]);
    for (const { issue } of files) if (issue !== null) langs.add(issue.lang);
    return Object.keys(newsletter.lists).flatMap((list) =>
      [...langs].map((lang): Wish => {
        const own = files.filter(({ issue }) => issue?.lang === lang && forList(issue, list));
        const file = own.find(({ issue }) => issue !== null && namesList(issue)) ?? own[0];
        const parsed = file ? onList(file, list) : builtIn({ name, list, lang }, project);
        return { name, list, lang, parsed };
      }),
    );
  });
}

function namesList(issue: Issue): boolean {
  return issue.keyPlaces["list"] !== undefined || issue.section !== null;
}

function forList(issue: Issue | null, list: string): boolean {
  return issue !== null && (!namesList(issue) || issue.list === list);
}

/** Puts a mail on the list that was asked for: List-Id and the reason at the end name that list. */
function onList(parsed: ParsedIssue, list: string): ParsedIssue {
  return parsed.issue === null ? parsed : { ...parsed, issue: { ...parsed.issue, list } };
}

function builtIn(
  { name, list, lang }: Omit<Wish, "parsed">,
  { newsletter, templates }: Project,
): ParsedIssue {
  const source = builtInTrigger(name, lang, newsletter);
  return onList({ source, ...parseIssue(source, { newsletter, templates, issues: [] }) }, list);
}
