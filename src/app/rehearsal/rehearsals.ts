import { startApart } from "#src/apart/run-apart.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import type { RehearsalNews, RehearsalOrder } from "./rehearsal.ts";

/** The latest rehearsal of this program. */
export interface RehearsalView {
  readonly slug: string;
  readonly faults: RehearsalOrder["faults"];
  readonly readers: number;
  readonly running: boolean;
  /** A person ended it before it was over. */
  readonly stopped: boolean;
  /** Null before the first news. */
  readonly news: RehearsalNews | null;
  /** Why it failed; null where it did not. */
  readonly failure: string | null;
}

/** Runs rehearsals one after the other in a process of their own, so that this process goes on answering. */
export interface Rehearsals extends AsyncDisposable {
  readonly view: () => RehearsalView | null;
  /** Begin one; returns at once. Throws `usage/invalid` while another one runs. */
  readonly start: (order: RehearsalOrder) => void;
  /** Ends the rehearsal that runs and removes everything that it made. Resolves when its ledger is deleted. */
  readonly stop: () => Promise<void>;
  /** Resolves when the rehearsal that runs is over. */
  readonly over: () => Promise<RehearsalView | null>;
}

const SCRIPT = new URL("./rehearsal-process.ts", import.meta.url);
/** More readers would take longer than a person watches, and would fill a disk. */
export const MOST_READERS = 100_000;

export function createRehearsals(onNews: (view: RehearsalView) => void = () => undefined): Rehearsals {
  let view: RehearsalView | null = null;
  let running: { readonly end: () => Promise<void>; readonly done: Promise<void> } | null = null;
  const change = (changes: Partial<RehearsalView>) => {
    if (view === null) return;
    view = { ...view, ...changes };
    onNews(view);
  };
  const stop = async (): Promise<void> => {
    if (running === null) return;
    const { end, done } = running;
    change({ stopped: true });
    await end();
    await done;
  };
  return {
    view: () => view,
    start: (order) => {
      if (running !== null)
        throw new LetterpressError("usage/invalid", "A rehearsal is already running.", {
          hint: "Wait until it is over, or end it.",
        });
      const { slug, faults, readers } = order;
      view = { slug, faults, readers, running: true, stopped: false, news: null, failure: null };
      const apart = startApart<RehearsalOrder, RehearsalNews, RehearsalNews>({
        script: SCRIPT,
        kind: "process",
      });
      const done = apart
        .ask(order, (news) => change({ news }))
        .then(async (news) => {
          await apart.end();
          change({ news });
        })
        .catch(async (error: unknown) => {
          await apart.end();
          if (view?.stopped !== true) change({ failure: messageOf(error) });
        })
        .finally(() => {
          running = null;
          change({ running: false });
        });
      running = { end: apart.end, done };
    },
    stop,
    over: async () => {
      await running?.done;
      return view;
    },
    [Symbol.asyncDispose]: stop,
  };
}
