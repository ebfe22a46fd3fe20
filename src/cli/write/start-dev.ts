import type { Sites } from "#src/app/fetch/sites.ts";
import type { BrowserPlaces } from "#src/app/judge/find-browser.ts";
import { createHostedCounter } from "#src/app/studio/count-hosted.ts";
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

/** A running preview. Dispose of it to stop watching and answering. */
export interface Dev extends AsyncDisposable {
  readonly url: string;
}

/** Serve the preview of a project on this machine. Throws `project/port-in-use`. */
export async function startDev(options: {
  readonly root: string;
  /** Where it is opened, if that was done already; it is not closed by this. */
  readonly door?: Door;
  /** Of a door of its own; 0, any free one, unless given. */
  readonly port?: number;
  /** The address of the sandbox's inbox; null where it does not run. */
  readonly sandboxUrl: string | null;
  /** The ledger whose sends are shown next to the issues. */
  readonly ledger?: Ledger | null;
  /** The ledger whose audience a rehearsal copies; without it all readers of one are made up. */
  readonly audience?: RehearsalOrder["source"];
  /** What may decide about that ledger's sends and readers. */
  readonly app?: App | null;
  readonly clock?: Clock;
  /** Overrides the newsletter's address. */
  readonly url?: string | null;
  /** What mails tests; without it nothing does. */
  readonly mailer?: Mailer | null;
  /** The sandbox whose inbox is shown. */
  readonly sandbox?: Sandbox | null;
  /** Where other people's servers are, and where a browser is, for what is looked at on a click. */
  readonly sites?: Sites | undefined;
  readonly places?: BrowserPlaces;
  /** The program that opens files for the author. Not given: the editor that runs. */
  readonly editor?: string | null;
}): Promise<Dev> {
  const { root, port = 0, sandboxUrl, app = null, audience = null, clock = { now: Date.now } } = options;
  const { ledger = app?.ledger ?? null } = options;
  const { mailer = null, sandbox = null, sites, places = { chrome: null, path: "" } } = options;
  const closer = createCloserLook({ root, clock, sites, places });
  const source = createStudioSource({ root, clock, ledger, closer, url: options.url ?? null });
  const rehearsals = createRehearsals();
  const listeners = new Set<() => void>();
  const changed = (edited: Edited = null) => {
    source.forget(edited);
    for (const listener of listeners) listener();
  };
  const destination = mailer?.destination ?? "sandbox";
  const studio = createStudio({
    source,
    clock,
    ledger,
    app,
    rehearsals: { all: rehearsals, source: audience },
    destination,
    ledgerName:
      destination === "resend" ? "Real ledger: mails people through Resend" : "Sandbox: nobody is mailed",
    closer,
    mailer,
    editor: options.editor ?? null,
    countHosted: mailer && createHostedCounter({ open: mailer.hosted, clock }),
    sandbox,
    changed,
    sandboxUrl,
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const door = options.door ?? (await openDoor(port));
  // An author waits for the email, and a file that is saved in two steps is shown twice.
  const watcher = watchProject(root, changed, { quietMs: 8 });
  // A person who sees the address may save a file at once.
  await watcher.ready;
  // The page asks for its issue as soon as it runs: what draws it begins now.
  door.open(studio, (path) => {
    const slug = /^\/issues\/([\w-]+)$/.exec(path)?.[1];
    if (slug !== undefined) void source.email(slug).catch(() => undefined);
  });
  return {
    url: door.url,
    [Symbol.asyncDispose]: async () => {
      await rehearsals[Symbol.asyncDispose]();
      await watcher[Symbol.asyncDispose]();
      if (door !== options.door) await door[Symbol.asyncDispose]();
    },
  };
}
