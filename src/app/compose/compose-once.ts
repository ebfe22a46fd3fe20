import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { Email } from "#src/model/email.ts";
import { MINUTE_MS } from "#src/model/durations.ts";
import type { Images } from "#src/model/template.ts";
import { loadConfig } from "#src/project/load-config.ts";
import { hashInputs } from "#src/project/hash-inputs.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import type { OwnOnline } from "#src/render/article/own-online.ts";
import { knownAssets } from "#src/store/database/assets.ts";
import { findComposition, saveComposition } from "#src/store/issues/compositions.ts";
import type { App } from "#src/app/open-app.ts";
import { type ComposedIssue, composeIssue } from "./compose-issue.ts";
import { assetKeyOf } from "#src/app/facts/gather-facts.ts";
import { LETTERPRESS_VERSION } from "./letterpress-version.ts";

/** What the ledger keeps of a composition without errors. */
interface Kept {
  readonly email: Email;
  readonly images: Images;
  /** Missing in a composition that an older Letterpress kept. */
  readonly own?: OwnOnline;
  readonly findings: readonly Finding[];
}

/** A failed composition is tried again after this time: its template may have failed because the machine was busy. */
const FAILED_MS = 10 * MINUTE_MS;

/** The last composition with errors of each file and list, per app and in memory: another process tries for itself. */
const failed = new WeakMap<App, Map<string, Failed>>();

interface Failed {
  readonly inputs: string;
  readonly at: number;
  readonly composed: ComposedIssue;
}

/**
 * `composeIssue` for the job, which asks every minute: an issue is composed again only if a byte of its file, its images,
 * the templates or the config has changed. The ledger keeps the result, so that a tick in a process of its own finds it.
 *
 * A new version of Letterpress composes again, because it may compose better. It does not if `scheduled`, the digest of
 * the scheduled email, is that of the kept one: an approved email does not change because a program was updated.
 */
export async function composeOnce(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  scheduled: string | null = null,
): Promise<ComposedIssue> {
  const { ledger } = app;
  const now = app.clock.now();
  const inputs = await hashInputs(project, parsed);
  if (inputs === null || parsed.issue === null)
    return composeIssue(project, parsed, { now, ledger, by: "tick" });
  const known = await findKnown(app, inputs, scheduled);
  if (known !== null) return { issue: parsed.issue, assets: [], own: [], unchecked: [], ...known };
  const name = `${parsed.source.path} ${parsed.issue.list}`;
  const last = failed.get(app)?.get(name);
  if (last?.inputs === inputs && now >= last.at && now - last.at < FAILED_MS) return last.composed;
  const composed = await composeIssue(project, parsed, { now, ledger, by: "tick" });
  const { email, images, own, findings } = composed;
  if (email === null || hasErrors(findings)) {
    const kept = { inputs, at: now, composed: { ...composed, assets: [] } };
    failed.set(app, (failed.get(app) ?? new Map()).set(name, kept));
    return composed;
  }
  if (!(await areStill(project, parsed, inputs))) return composed;
  const body = JSON.stringify({ email, images, own, findings } satisfies Kept);
  await saveComposition(ledger.db, { inputs, version: LETTERPRESS_VERSION, body, used_at: now });
  return composed;
}

/**
 * Whether the files are still those that were hashed, and the config is still the one that the project was read with. A
 * checkout may replace them in the middle, and the email of the old bytes would then be kept as that of the new ones.
 */
async function areStill(project: Project, parsed: ParsedIssue, inputs: string): Promise<boolean> {
  const { root, newsletter } = project;
  const said = await loadConfig(root).catch(() => null);
  return (
    JSON.stringify({ ...said, url: newsletter.url }) === JSON.stringify(newsletter) &&
    (await hashInputs({ ...project }, parsed)) === inputs
  );
}

async function findKnown(
  { ledger, clock }: App,
  inputs: string,
  scheduled: string | null,
): Promise<Kept | null> {
  const row = await findComposition(ledger.db, inputs, clock.now());
  if (row === undefined) return null;
  const kept = JSON.parse(row.body) as Kept;
  if (row.version !== LETTERPRESS_VERSION && kept.email.digest !== scheduled) return null;
  const keys = new Set(Object.values(kept.images).flatMap(({ url }) => assetKeyOf(url) ?? []));
  // The images of an issue that was composed but never scheduled are only in their files, so it must be composed again.
  return (await knownAssets(ledger.db, [...keys])).size === keys.size ? kept : null;
}
