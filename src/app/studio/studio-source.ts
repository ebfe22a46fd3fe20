import { setTimeout } from "node:timers/promises";
import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import type { Asset } from "#src/model/email.ts";
import type { Clock } from "#src/model/clock.ts";
import {
  type ParsedIssue,
  type Project,
  type ProjectFiles,
  parseProject,
} from "#src/project/load-project.ts";
import { readAgain } from "#src/project/read-again.ts";
import type { Edited } from "#src/project/watch-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { CloserLook } from "./closer-look.ts";
import { parseKept } from "./parse-kept.ts";

/** The author's files as the studio shows them, read when they are asked for and kept until one is saved. */
export interface StudioSource {
  /** Read and parsed; no issue is composed for it. Throws what `loadProject` throws. */
  readonly project: () => Promise<Project>;
  /** One issue as its file is now; null where there is none with this slug. */
  readonly compose: (slug: string) => Promise<Looked | null>;
  /** Its email alone, as soon as it is there: preflight may still be at work. */
  readonly email: (slug: string) => Promise<Made | null>;
  /** The slug of the issue that was looked at last; null where none was. */
  readonly latest: () => string | null;
  /** A picture of an issue that was composed; null where none has this key. */
  readonly asset: (key: string) => Asset | null;
  /** Files were saved; null where it is not known which, or where files came or went. */
  readonly forget: (edited?: Edited) => void;
}

interface Parsed {
  readonly project: Project;
  readonly parsed: ParsedIssue;
}

export interface Looked extends Parsed {
  readonly composed: ComposedIssue;
}

export interface Made extends Parsed {
  readonly email: ComposedIssue["email"];
  /** The same email, whose HTML says of each block at which line it stands: to be looked at, never mailed. The email itself where its template cannot say it. */
  readonly placed: ComposedIssue["email"];
}

/** An issue while it is composed. */
interface Look {
  readonly made: Promise<Made>;
  readonly looked: Promise<Looked>;
}

/** Until an email that is ready is on the screen: to judge it at once would keep the browser waiting for it. */
const PAINTED_MS = 60;

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
  let composed = new Map<string, Look>();
  const parse = parseKept();
  // What was read last, and what was saved since. One reading builds on the one before it, so none begins before that has ended.
  let reading: Promise<ProjectFiles | null> = Promise.resolve(null);
  let saved: Edited = null;
  const forget = (edited: Edited = null) => {
    saved = saved === null || edited === null ? null : saved.union(edited);
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
  const loadAgain = async (): Promise<Project> => {
    const edited = saved;
    saved = new Set();
    const read = reading.then(async (known) => readAgain(root, known, edited, url === null ? {} : { url }));
    reading = read.catch(() => null);
    return parseProject(await read, parse);
  };
  const load = () => (project ??= loadAgain());
  // Pictures outlive a save: the email that is still on the screen asks for those it had.
  const assets = new Map<string, Map<string, Asset>>();
  const look = (current: Project, parsed: ParsedIssue): Look => {
    const both = { project: current, parsed };
    const { promise: made, resolve, reject } = Promise.withResolvers<Made>();
    const composing = composeIssue(
      current,
      parsed,
      { now: clock.now(), ledger, by: "watch", links: closer.links(), deep: closer.deep },
      async ({ email, placed, assets: own }) => {
        keepLast(assets, parsed.source.slug, new Map(own.map((asset) => [asset.key, asset])));
        resolve({ ...both, email, placed: placed ?? email });
        await setTimeout(PAINTED_MS);
      },
    );
    const looked = composing.then((whole) => ({ ...both, composed: whole }));
    looked.catch(reject);
    // Both fail together, and whoever asked for one of them hears of it.
    made.catch(() => undefined);
    return { made, looked };
  };
  let latest: string | null = null;
  const lookAt = async (slug: string): Promise<Look | null> => {
    const current = await load();
    const parsed = current.issues.find(({ source }) => source.slug === slug);
    if (parsed === undefined) return null;
    const known = composed.get(slug) ?? look(current, parsed);
    keepLast(composed, slug, known);
    latest = slug;
    return known;
  };

  return {
    forget,
    latest: () => latest,
    project: () => guarded(load),
    asset: (key) => [...assets.values()].flatMap((own) => own.get(key) ?? [])[0] ?? null,
    compose: (slug) => guarded(async () => (await lookAt(slug))?.looked ?? null),
    email: (slug) => guarded(async () => (await lookAt(slug))?.made ?? null),
  };
}

/** Set it as the newest, and drop the oldest beyond `KEPT`. */
function keepLast<V>(kept: Map<string, V>, key: string, value: V): void {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
