import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import type { Asset } from "#src/model/email.ts";
import type { Clock } from "#src/model/clock.ts";
import { type ParsedIssue, type Project, loadProject } from "#src/project/load-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { CloserLook } from "./closer-look.ts";

/** The author's files as the studio shows them, read when they are asked for and kept until one is saved. */
export interface StudioSource {
  /** Read and parsed; no issue is composed for it. Throws what `loadProject` throws. */
  readonly project: () => Promise<Project>;
  /** One issue as its file is now; null where there is none with this slug. */
  readonly compose: (slug: string) => Promise<Looked | null>;
  /** A picture of an issue that was composed; null where none has this key. */
  readonly asset: (key: string) => Asset | null;
  /** A file was saved. */
  readonly forget: () => void;
}

export interface Looked {
  readonly project: Project;
  readonly parsed: ParsedIssue;
  readonly composed: ComposedIssue;
}

/** Composed issues that are kept. An author looks at one or two; of three hundred the pictures alone would fill the memory. */
const KEPT = 8;

export function createStudioSource({
  root,
  clock,
  ledger,
  closer,
  url = null,
}: {
  readonly root: string;
  readonly clock: Clock;
  readonly ledger: Ledger | null;
  readonly closer: CloserLook;
  /** Overrides the newsletter's address, as PUBLIC_URL does. */
  readonly url?: string | null;
}): StudioSource {
  let project: Promise<Project> | null = null;
  let composed = new Map<string, Promise<Looked>>();
  const forget = () => {
    project = null;
    composed = new Map();
  };
  /** The next request tries again after a failure: its cause may lie outside the files that are watched. */
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      forget();
      throw error;
    }
  };
  const load = () => (project ??= loadProject(root, url === null ? {} : { url }));
  const look = async (current: Project, parsed: ParsedIssue): Promise<Looked> => ({
    project: current,
    parsed,
    composed: await composeIssue(current, parsed, {
      now: clock.now(),
      ledger,
      by: "watch",
      links: closer.links(),
      deep: closer.deep,
    }),
  });
  // Pictures outlive a save: the email that is still on the screen asks for those it had.
  const assets = new Map<string, Map<string, Asset>>();

  return {
    forget,
    project: () => guarded(load),
    asset: (key) => [...assets.values()].flatMap((own) => own.get(key) ?? [])[0] ?? null,
    compose: (slug) =>
      guarded(async () => {
        const current = await load();
        const parsed = current.issues.find(({ source }) => source.slug === slug);
        if (parsed === undefined) return null;
        const known = composed.get(slug) ?? look(current, parsed);
        keepLast(composed, slug, known);
        const looked = await known;
        keepLast(assets, slug, new Map(looked.composed.assets.map((asset) => [asset.key, asset])));
        return looked;
      }),
  };
}

/** Set it as the newest, and drop the oldest beyond `KEPT`. */
function keepLast<V>(kept: Map<string, V>, key: string, value: V): void {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
