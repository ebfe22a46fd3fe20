import type { Broadcast, BroadcastFields } from "#src/model/hosted/broadcast.ts";
import { readName } from "#src/model/hosted/broadcast-name.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import type { Broadcasts } from "#src/resend/broadcasts.ts";

/** Draws from a seed: 0 to 1. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Time that passes only when everybody waits, and a queue of what happens then, in order. */
export function createTimeline(start: number) {
  let now = start;
  const queue: { at: number; order: number; run: () => void }[] = [];
  let order = 0;
  const after = (ms: number, run: () => void) => void queue.push({ at: now + ms, order: (order += 1), run });
  return {
    now: () => now,
    after,
    wait: (ms: number) => new Promise<void>((resolve) => after(ms, resolve)),
    /** Let everything happen up to `until`, one after another. */
    async runUntil(until: number): Promise<void> {
      for (;;) {
        // What was resolved goes on until it waits again.
        await new Promise<void>((resolve) => setImmediate(resolve));
        const next = queue.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
        if (next === undefined || next.at > until) break;
        queue.splice(queue.indexOf(next), 1);
        now = Math.max(now, next.at);
        next.run();
      }
      now = Math.max(now, until);
    },
  };
}
export type Timeline = ReturnType<typeof createTimeline>;

interface Stored extends Broadcast {
  readonly fields: BroadcastFields;
}

export interface Behaviour {
  /** For how long, at most, the list does not show a broadcast that was made, ms. */
  readonly lagMs: number;
  /** Of each write: 0 to 1, that its answer is lost, done or not. */
  readonly lost: number;
  readonly sendAgain: "refuse" | "ignore";
  readonly queuedMs: number;
}

/**
 * What Resend does with broadcasts, as far as the protocol rests on it: states, lag of the list, answers that are lost.
 * Each client draws its own delays, and never answers again where it is killed.
 */
export function createModel(timeline: Timeline, random: Random, behaviour: Behaviour) {
  const all = new Map<string, Stored>();
  const mailed: { readonly id: string; readonly slug: string }[] = [];
  let ids = 0;

  // Each reading may meet another replica: what one has shown the next may not show yet.
  const isShown = ({ createdAt }: Stored) => createdAt + random() * behaviour.lagMs <= timeline.now();
  const put = (id: string, change: Partial<Stored>) => {
    const one = all.get(id);
    if (one !== undefined) all.set(id, { ...one, ...change });
  };
  const mail = (id: string) => {
    const one = all.get(id);
    if (one === undefined) return;
    put(id, { status: "queued" });
    mailed.push({ id, slug: readName(one.name)?.slug ?? one.name });
    timeline.after(behaviour.queuedMs, () => {
      if (all.get(id)?.status === "queued") put(id, { status: "sent", sentAt: timeline.now() });
    });
  };
  const send = (id: string, at: number | null): void => {
    if (at === null) return mail(id);
    put(id, { status: "scheduled", scheduledAt: at });
    timeline.after(at - timeline.now(), () => {
      const one = all.get(id);
      if (one?.status === "scheduled" && one.scheduledAt === at) mail(id);
    });
  };

  const base = () => ({
    limits: { limit: null, remaining: null },
    at: Math.floor(timeline.now() / 1000) * 1000,
  });
  const done = <T>(value: T): Answer<T> => ({ kind: "done", value, ...base() });
  const gone = (): Answer<never> => ({ kind: "gone", ...base() });
  const refused = (message: string): Answer<never> => ({ kind: "refused", message, ...base() });

  /** `calls` requests, then silence: the process was killed. */
  const client = (calls = Infinity): Broadcasts => {
    let left = calls;
    const ask = async <T>(isWrite: boolean, work: () => Answer<T>): Promise<Answer<T>> => {
      if ((left -= 1) < 0) return new Promise(() => undefined);
      await timeline.wait(20 + random() * 400);
      const fate = isWrite ? random() : 1;
      const isLost = fate < behaviour.lost;
      const answer = isLost && fate < behaviour.lost / 2 ? null : work();
      await timeline.wait(20 + random() * 400);
      // Killed after it was done, before its answer was read.
      if (left < 0 || (left === 0 && calls !== Infinity && random() < 0.5))
        return new Promise(() => undefined);
      return isLost ? { kind: "unclear", message: "lost", limits: base().limits, at: null } : answer!;
    };
    return {
      list: () =>
        ask(false, () =>
          done({
            items: [...all.values()].filter(isShown).toReversed(),
            hasMore: false,
          }),
        ),
      get: (id) =>
        ask(false, () => {
          const one = all.get(id);
          return one === undefined ? gone() : done(one);
        }),
      create: (name, fields) =>
        ask(true, () => {
          const id = `b${(ids += 1)}`;
          const now = timeline.now();
          const state = { status: "draft", createdAt: now, scheduledAt: null, sentAt: null };
          all.set(id, {
            id,
            name,
            segment: fields.segment,
            ...state,
            fields,
          });
          return done(id);
        }),
      send: (id, at) =>
        ask(true, () => {
          const one = all.get(id);
          if (one === undefined) return gone();
          if (one.status !== "draft")
            return behaviour.sendAgain === "ignore" ? done(true) : refused("not a draft");
          send(id, at);
          return done(true);
        }),
      remove: (id) =>
        ask(true, () => {
          const one = all.get(id);
          if (one === undefined) return gone();
          if (one.status !== "draft" && one.status !== "scheduled") return refused(one.status);
          all.delete(id);
          return done(true);
        }),
      rename: (id, name) =>
        ask(true, () => {
          put(id, { name });
          return all.has(id) ? done(true) : gone();
        }),
      cancel: (id) =>
        ask(true, () => {
          put(id, { status: all.get(id)?.status === "scheduled" ? "draft" : "canceled", scheduledAt: null });
          return done(true);
        }),
    };
  };
  return { client, mailed, all };
}
