import type { Sites } from "#src/app/fetch/sites.ts";
import type { BrowserPlaces } from "#src/app/judge/find-browser.ts";
import { createCloserLook } from "#src/app/studio/closer-look.ts";
import type { Mailer } from "#src/app/studio/mail-test.ts";
import type { App } from "#src/app/open-app.ts";
import type { Clock } from "#src/model/clock.ts";
import { type Edited, watchProject } from "#src/project/watch-project.ts";
import type { Sandbox } from "#src/sandbox/start-sandbox.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { RehearsalOrder } from "#src/app/rehearsal/rehearsal.ts";
import { createRehearsals } from "#src/app/rehearsal/rehearsals.ts";
import { createStudioSource } from "#src/app/studio/source/studio-source.ts";
import { createStudio } from "#src/web/studio/create-studio.ts";
import { type Door, openDoor } from "#src/web/studio/open-door.ts";
import type { Opened } from "#src/web/studio/studio-deps.ts";

/** A running preview. Dispose of it to stop watching and answering. */
export interface Dev extends AsyncDisposable {
  readonly url: string;
  /** Resolves as soon as nobody waits for a first email: it was seen, or no page was opened that shows one. */
  readonly firstSeen: Promise<void>;
}

/** What is shown and done beside the author's files. */
export interface DevBeside {
  /** The ledger whose sends are shown next to the issues; that of `app` unless given. */
  readonly ledger?: Ledger | null;
  /** The ledger whose audience a rehearsal copies; without it all readers of a rehearsal are made up. */
  readonly audience?: RehearsalOrder["source"];
  /** The application that may decide about that ledger's sends and readers. */
  readonly app?: App | null;
  /** Mails tests; without it no test can be mailed. */
  readonly mailer?: Mailer | null;
  /** The sandbox whose inbox is shown. */
  readonly sandbox?: Sandbox | null;
}

/** After this long a browser that is going to open a page has asked for it. */
const PAGE_AFTER_MS = 500;
/** A template that never ends keeps the rest waiting no longer than this. */
const EMAIL_AFTER_MS = 5000;

/** Serve the preview of a project on this machine. Throws `project/port-in-use`. */
export async function startDev(options: {
  readonly root: string;
  /** The door that answers, if it is open already; disposing of the preview does not close it. */
  readonly door?: Door;
  /** The port of a door of its own; 0, any free one, unless given. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Overrides the newsletter's address. */
  readonly url?: string | null;
  /** Whose mail this is: a sandbox's unless given. */
  readonly destination?: "resend" | "sandbox";
  readonly hasInbox?: boolean;
  /** May resolve after the first email is shown; what needs it waits. */
  readonly beside?: DevBeside | Promise<DevBeside>;
  /** Where other people's servers are, and where a browser is, for the checks that run on a click. */
  readonly sites?: Sites | undefined;
  readonly places?: BrowserPlaces;
  /** The program that opens files for the author. Not given: the editor that runs. */
  readonly editor?: string | null;
}): Promise<Dev> {
  const { root, port = 0, destination = "sandbox", hasInbox = false, clock = { now: Date.now } } = options;
  const { sites, places = { chrome: null, path: "" }, url = null, editor = null } = options;
  const { promise: firstSeen, resolve: seen } = Promise.withResolvers<void>();
  const rehearsals = createRehearsals();
  const opening = Promise.resolve(options.beside ?? {}).then(async (beside) =>
    openedOf(beside, rehearsals, clock),
  );
  // A failure is the answer to each request that waits for it, and ends the command that opens these things.
  opening.catch(() => undefined);
  const openLedger = async () => {
    // The ledger is asked for when an email is judged, and that happens after it was painted.
    seen();
    return (await opening).ledger;
  };
  const closer = createCloserLook({ root, clock, sites, places });
  const source = createStudioSource({ root, clock, openLedger, closer, url });
  const listeners = new Set<() => void>();
  const changed = (edited: Edited = null) => {
    source.forget(edited);
    for (const listener of listeners) listener();
  };
  const studio = createStudio({
    source,
    clock,
    destination,
    hasInbox,
    ledgerName:
      destination === "resend" ? "Real ledger: mails people through Resend" : "Sandbox: nobody is mailed",
    closer,
    editor,
    opened: () => opening,
    changed,
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const door = options.door ?? (await openDoor(port));
  // The quiet time is short, because an author waits for the email; a file that is saved in two steps is shown twice.
  const watcher = watchProject(root, changed, { quietMs: 8 });
  // A person who sees the address may save a file at once.
  await watcher.ready;
  let waits = setTimeout(seen, PAGE_AFTER_MS);
  // The page asks for its issue as soon as it runs: drawing the issue begins now.
  door.open(studio, (path) => {
    const slug = /^\/issues\/([\w-]+)$/.exec(path)?.[1];
    if (slug === undefined) return seen();
    clearTimeout(waits);
    waits = setTimeout(seen, EMAIL_AFTER_MS);
    source.email(slug).then((made) => made ?? seen(), seen);
  });
  return {
    url: door.url,
    firstSeen,
    [Symbol.asyncDispose]: async () => {
      clearTimeout(waits);
      await rehearsals[Symbol.asyncDispose]();
      await watcher[Symbol.asyncDispose]();
      if (door !== options.door) await door[Symbol.asyncDispose]();
    },
  };
}

async function openedOf(
  { app = null, ledger = app?.ledger ?? null, audience = null, mailer = null, sandbox = null }: DevBeside,
  all: Opened["rehearsals"]["all"],
  clock: Clock,
): Promise<Opened> {
  const { createHostedCounter } = await import("#src/app/studio/count-hosted.ts");
  const countHosted = mailer && createHostedCounter({ open: mailer.hosted, clock });
  return { app, ledger, mailer, sandbox, countHosted, rehearsals: { all, source: audience } };
}
