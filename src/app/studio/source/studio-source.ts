import { setTimeout } from "node:timers/promises";
import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import { makeEmail } from "#src/app/compose/make-email.ts";
import type { Asset } from "#src/model/email.ts";
import type { Clock } from "#src/model/clock.ts";
import {
  type ParsedIssue,
  type Project,
  type ProjectFiles,
  parseAlone,
  parseProject,
} from "#src/project/load-project.ts";
import { readAgain } from "#src/project/read-again.ts";
import type { Edited } from "#src/project/watch-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { CloserLook } from "#src/app/studio/closer-look.ts";
import { inTurns } from "./in-turns.ts";
import { parseKept } from "./parse-kept.ts";

/** The author's files as the studio shows them, read when they are asked for and kept until one is saved. */
export interface StudioSource {
  /** Reads the files and parses none. Throws what `readProject` throws. */
  readonly files: () => Promise<ProjectFiles>;
  /** Reads and parses the files, and composes no issue. Throws what `loadProject` throws. */
  readonly project: () => Promise<Project>;
  /** One issue as its file is now; null where there is none with this slug. */
  readonly compose: (slug: string) => Promise<Looked | null>;
  /** The email of an issue alone, as soon as it is rendered: preflight may still be at work. */
  readonly email: (slug: string) => Promise<Made | null>;
  /** To be called when a frame has the HTML of an issue's email: the email is judged after the frame has painted it. */
  readonly shown: (slug: string) => void;
  /** The slug of the issue that was looked at last; null where none was. */
  readonly latest: () => string | null;
  /** A picture of an issue that was composed; null where none has this key. */
  readonly asset: (key: string) => Asset | null;
  /** To be called when files were saved; null if it is not known which, or if files came or went. */
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
  /**
   * The same email, with the source line of each block in its HTML: to be looked at, never mailed. The email itself if its
   * template cannot say the lines.
   */
  readonly placed: ComposedIssue["email"];
}

/** An issue while it is composed. */
interface Look {
  readonly made: Promise<Made>;
  /** The issue with its findings. An email is not judged if files were saved again before anybody called this. */
  readonly judged: () => Promise<Looked>;
  /** To be called when a frame has its HTML. */
  readonly shown: () => void;
}

/** The files as they are between two saves, and what was made from them. */
interface Reading {
  readonly files: Promise<ProjectFiles>;
  /** Null until somebody asks for all issues. */
  project: Promise<Project> | null;
  readonly looks: Map<string, Look>;
}

/** How long a frame takes to paint an email that it has. Judging the email earlier would keep the browser waiting. */
const PAINTED_MS = 30;
/** How long judging waits for a frame to ask for the email. */
const ASKED_MS = 250;

/** How many composed issues are kept. An author looks at one or two; the pictures of three hundred alone would fill the memory. */
const KEPT = 8;

export function createStudioSource({
  root,
  clock,
  openLedger,
  closer,
  url = null,
}: {
  readonly root: string;
  readonly clock: Clock;
  /** Called when an email is judged, and not before: opening the ledger takes longer than drawing the first email. */
  readonly openLedger: () => Promise<Ledger | null>;
  readonly closer: CloserLook;
  /** Overrides the newsletter's address, as PUBLIC_URL does. */
  readonly url?: string | null;
}): StudioSource {
  const parse = parseKept();
  let now: Reading | null = null;
  let latest: string | null = null;
  // The files that were read last, and those that were saved since. Each reading builds on the one before it, so none begins
  // before that one has ended.
  let last: Promise<ProjectFiles | null> = Promise.resolve(null);
  let saved: Edited = null;
  // Pictures outlive a save: the email that is still on the screen asks for those it had.
  const assets = new Map<string, Map<string, Asset>>();
  const forget = (edited: Edited = null) => {
    saved = saved === null || edited === null ? null : saved.union(edited);
    now = null;
  };
  const reading = (): Reading => {
    if (now !== null) return now;
    const edited = saved;
    saved = new Set();
    const files = last.then(async (known) => readAgain(root, known, edited, url === null ? {} : { url }));
    last = files.catch(() => null);
    return (now = { files, project: null, looks: new Map() });
  };
  /** Parses all issues; those that somebody looks at come first. */
  const loadAll = (of: Reading): Promise<Project> => {
    const looks = async () => Promise.allSettled([...of.looks.values()].map(({ made }) => made));
    return (of.project ??= looks().then(async () => parseProject(await of.files, inTurns(parse, looks))));
  };
  const look = (of: Reading, slug: string, first: Parsed): Look => {
    const { promise: made, resolve, reject } = Promise.withResolvers<Made>();
    const { promise: asked, resolve: shown } = Promise.withResolvers<void>();
    let isWanted = false;
    const compose = async (): Promise<Looked> => {
      const email = await makeEmail(first.project, first.parsed, { ledger: null, places: true });
      keepLast(assets, slug, new Map(email.assets.map((asset) => [asset.key, asset])));
      resolve({ ...first, email: email.email, placed: email.placed ?? email.email });
      await Promise.race([asked, setTimeout(ASKED_MS)]);
      await setTimeout(PAINTED_MS);
      // Files were saved again meanwhile. While somebody types, hundreds of emails would otherwise be judged for nobody.
      if (now !== of && !isWanted) throw new Error("Another save came before anybody asked what is wrong.");
      const ledger = await openLedger();
      const project = await loadAll(of);
      const parsed = project.issues.find(({ source }) => source.slug === slug) ?? first.parsed;
      const deps = {
        now: clock.now(),
        ledger,
        by: "watch",
        links: closer.links(),
        deep: closer.deep,
      } as const;
      // This loads all rules: they are not loaded while the first email is awaited.
      const { judgeEmail } = await import("#src/app/compose/compose-issue.ts");
      return { project, parsed, composed: await judgeEmail(project, parsed, email, deps) };
    };
    const looked = compose();
    looked.catch(reject);
    // Both promises fail together, and a caller of either one hears of it.
    made.catch(() => undefined);
    const judged = async (): Promise<Looked> => {
      isWanted = true;
      return looked;
    };
    return { made, judged, shown };
  };
  const lookAt = async (slug: string): Promise<Look | null> => {
    const of = reading();
    const files = await of.files;
    if (!files.issues.some(({ source }) => source.slug === slug)) return null;
    const first = (await parseAlone(files, slug, parse)) ?? (await parsedIn(loadAll(of), slug));
    if (first === null) return null;
    // Files were saved in the meantime: what was made from the older files may have been dropped already.
    if (now !== of) return lookAt(slug);
    const known = of.looks.get(slug) ?? look(of, slug, first);
    keepLast(of.looks, slug, known);
    latest = slug;
    return known;
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

  return {
    forget,
    latest: () => latest,
    shown: (slug) => now?.looks.get(slug)?.shown(),
    files: () => guarded(async () => reading().files),
    project: () => guarded(async () => loadAll(reading())),
    asset: (key) => [...assets.values()].flatMap((own) => own.get(key) ?? [])[0] ?? null,
    compose: (slug) => guarded(async () => (await lookAt(slug))?.judged() ?? null),
    email: (slug) => guarded(async () => (await lookAt(slug))?.made ?? null),
  };
}

async function parsedIn(loading: Promise<Project>, slug: string): Promise<Parsed | null> {
  const project = await loading;
  const parsed = project.issues.find(({ source }) => source.slug === slug);
  return parsed === undefined ? null : { project, parsed };
}

/** Set it as the newest, and drop the oldest beyond `KEPT`. */
function keepLast<V>(kept: Map<string, V>, key: string, value: V): void {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
