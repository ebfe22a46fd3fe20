import { knownLinks } from "#src/app/fetch/kept-links.ts";
import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import type { Asset } from "#src/model/email.ts";
import type { Clock } from "#src/model/clock.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { type ParsedIssue, type Project, loadProject } from "#src/project/load-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readStatus } from "#src/store/sends/status.ts";
import type { DevDeps, OverviewIssue } from "./dev-deps.ts";

interface PreviewSource extends Pick<DevDeps, "overview" | "preview" | "asset"> {
  /** A file was saved: read and render again at the next request. */
  readonly forget: () => void;
}

/**
 * The project as the preview shows it. Composed issues are kept until a file changes; otherwise the two frames and the
 * list would render the same issue three times for every save.
 */
export function createPreviewSource(options: {
  readonly root: string;
  readonly clock: Clock;
  /** The ledger whose sends are shown with the issues; null shows none. */
  readonly ledger: Ledger | null;
}): PreviewSource {
  const { root, clock, ledger } = options;
  const assets = new Map<string, Asset>();
  let project: Promise<Project> | null = null;
  let composed = new Map<string, Promise<ComposedIssue>>();

  const load = () => (project ??= loadProject(root));
  const composeNow = (current: Project, parsed: ParsedIssue) => {
    const now = clock.now();
    return composeIssue(current, parsed, { now, ledger, links: knownLinks(root, now) });
  };
  const compose = async (current: Project, parsed: ParsedIssue): Promise<ComposedIssue> => {
    const { slug } = parsed.source;
    const pending = composed.get(slug) ?? composeNow(current, parsed);
    composed.set(slug, pending);
    const result = await pending;
    for (const asset of result.assets) assets.set(asset.key, asset);
    return result;
  };
  const forget = () => {
    project = null;
    composed = new Map();
  };
  /** The next request tries again after a failure: the cause may lie outside the watched files. */
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      forget();
      throw error;
    }
  };

  return {
    forget,
    asset: (key) => assets.get(key) ?? null,
    overview: () =>
      guarded(async () => {
        const current = await load();
        const states = await statesOf(ledger);
        const issues: OverviewIssue[] = [];
        for (const parsed of current.issues) {
          const { findings } = await compose(current, parsed);
          const { issue, source } = parsed;
          issues.push({
            slug: source.slug,
            path: source.path,
            title: issue?.title ?? source.slug,
            section: issue?.section?.title ?? null,
            number: issue?.number ?? null,
            state: stateOf(parsed, states),
            errors: findings.filter(({ severity }) => severity === "error").length,
            warnings: findings.filter(({ severity }) => severity === "warning").length,
          });
        }
        return { newsletter: current.newsletter, issues };
      }),
    preview: (slug) =>
      guarded(async () => {
        const current = await load();
        const parsed = current.issues.find(({ source }) => source.slug === slug);
        if (parsed === undefined) return null;
        const { issue, email, findings } = await compose(current, parsed);
        const state = stateOf(parsed, await statesOf(ledger));
        return {
          newsletter: current.newsletter,
          slug,
          path: parsed.source.path,
          state,
          issue,
          email,
          findings,
        };
      }),
  };
}

type States = ReadonlyMap<string, string>;

/** The latest send of every issue, in words. */
async function statesOf(ledger: Ledger | null): Promise<States> {
  if (ledger === null) return new Map();
  const states = new Map<string, string>();
  for (const { send, slug } of await readStatus(ledger.db, null, 1000)) {
    if (slug === null || states.has(slug)) continue;
    const when = instantInWords(send.due_at, send.zone);
    states.set(slug, send.state === "scheduled" ? `scheduled for ${when}` : send.state.replaceAll("_", " "));
  }
  return states;
}

function stateOf({ issue, source }: ParsedIssue, states: States): string {
  const known = states.get(source.slug);
  if (known !== undefined && known !== "canceled") return known;
  if (issue === null) return "not readable";
  if (issue.draft) return "draft";
  if (issue.sendAt === null) return "ready, without a time";
  if (issue.sendAt.kind === "next") return "ready for the next free slot";
  return `ready for ${instantInWords(issue.sendAt.at, issue.sendAt.zone)}`;
}
