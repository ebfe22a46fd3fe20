import { expect, test } from "vitest";
import { broadcastDigest } from "#src/model/hosted/broadcast-digest.ts";
import type { BroadcastFields } from "#src/model/hosted/broadcast.ts";
import { ISSUE_STATES, type IssueState } from "#src/model/hosted/issue-state.ts";
import { settleIssues } from "#src/app/hosted/settle-issues.ts";
import { takeBack } from "#src/app/hosted/take-back.ts";
import type { IssueTask } from "#src/app/hosted/take-step.ts";
import { type Behaviour, type Timeline, createModel, createTimeline, seeded } from "./model-of-resend.ts";

const MINUTE = 60_000;
const RUNS = 1000;
const START = Date.parse("2026-12-01T08:00:00Z");
const DUE = Date.parse("2026-12-01T14:00:00Z");
const MOVED = Date.parse("2026-12-01T15:00:00Z");

interface Version {
  readonly text: string;
  readonly at: number;
  readonly commitAt: number;
  readonly draft?: boolean;
}

const FIRST: Version = { text: "one", at: DUE, commitAt: START - 60 * MINUTE };
const EDITED: Version = { text: "two", at: DUE, commitAt: START - 30 * MINUTE };
const LATER: Version = { text: "two", at: MOVED, commitAt: START - 20 * MINUTE };
const DRAFT: Version = { text: "two", at: DUE, commitAt: START - 10 * MINUTE, draft: true };
/** The first commit as another machine renders it. */
const ELSEWHERE: Version = { ...FIRST, text: "one, rendered elsewhere" };

function fieldsOf({ text }: Version): BroadcastFields {
  const to = { segment: "s", topic: "t", from: "a@b.example", replyTo: null };
  return { ...to, subject: "A letter", html: `<p>${text}</p>`, text };
}

function task(version: Version, by: IssueTask["by"] = "tick"): IssueTask {
  const fields = fieldsOf(version);
  const wanted = {
    kind: "ready",
    digest: broadcastDigest(fields),
    at: version.at,
    picturesAt: null,
  } as const;
  return {
    slug: "letter",
    aliases: [],
    by,
    want: async () => (version.draft ? { kind: "off" } : wanted),
    fields: () => fields,
  };
}

/** One tick of a checkout; how the issue stands when it has ended, or why it failed. */
async function tick(
  broadcasts: Parameters<typeof settleIssues>[1]["broadcasts"],
  timeline: Timeline,
  version: Version,
  by: IssueTask["by"] = "tick",
  made = task(version, by),
): Promise<IssueState | Error> {
  const deps = {
    broadcasts,
    oldest: null,
    segments: new Set(["s"]),
    newsletter: "The Test",
    marks: new Map(),
    clock: timeline,
    wait: timeline.wait,
    checkout: async () => ({ mayWrite: true, commitAt: version.commitAt, commit: null }),
  };
  try {
    const [settled] = await settleIssues([made], deps);
    return settled?.state ?? new Error("no state");
  } catch (error) {
    return error as Error;
  }
}

/** Let a tick that nothing disturbs come to its end. */
async function alone(
  model: ReturnType<typeof createModel>,
  timeline: Timeline,
  version: Version,
  by?: IssueTask["by"],
) {
  const ended = tick(model.client(), timeline, version, by);
  await timeline.runUntil(timeline.now() + 9 * MINUTE);
  return ended;
}

const CALM: Behaviour = { lagMs: 0, lost: 0, sendAgain: "refuse", queuedMs: 5000 };

function world(behaviour: Behaviour = CALM, seed = 1) {
  const timeline = createTimeline(START);
  return { timeline, model: createModel(timeline, seeded(seed), behaviour) };
}

const idsOf = ({ mailed }: ReturnType<typeof createModel>) => mailed.map(({ id }) => id);

test("whatever ticks meet each other, are killed, lag or lose answers: nobody is mailed twice, and every end has a way on", async () => {
  const ends: Record<string, number> = {};
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = seeded(seed * 7919);
    const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
    const { timeline, model } = world(
      {
        lagMs: pick(0, 1000, 9000, 19_000),
        lost: pick(0, 0, 0.2, 0.5),
        sendAgain: pick("refuse", "ignore"),
        queuedMs: pick(100, 60_000),
      },
      seed,
    );
    // Several at once, some of an older or another commit, some killed; near the time, or hours before.
    timeline.after(0, () => undefined);
    await timeline.runUntil(pick(START, DUE - 20 * MINUTE, DUE - 6 * MINUTE, DUE - 2 * MINUTE));
    const actors = 1 + Math.floor(random() * 4);
    for (let actor = 0; actor < actors; actor += 1) {
      const by = pick("tick", "tick", "tick", "send");
      const file = pick(FIRST, FIRST, EDITED, EDITED, LATER, DRAFT, ELSEWHERE);
      // Two who press at once send the same minute's version.
      const version =
        by === "tick" ? file : { ...pick(FIRST, EDITED), at: Math.floor(timeline.now() / MINUTE) * MINUTE };
      const client = model.client(random() < 0.4 ? Math.floor(random() * 12) : Infinity);
      const delay = pick(0, 0, 100, 5000, 31_000, 70_000) * random();
      timeline.after(delay, () => void tick(client, timeline, version, by));
    }
    await timeline.runUntil(timeline.now() + pick(1, 3, 10) * MINUTE);
    // What the branch says in the end, looked at again and again, as CI does.
    const last = pick(FIRST, EDITED, LATER);
    let state: IssueState | Error = new Error("none");
    for (let again = 0; again < 3; again += 1) state = await alone(model, timeline, last);
    for (const until of [DUE + MINUTE, DUE + 11 * MINUTE, MOVED + MINUTE, MOVED + 11 * MINUTE]) {
      if (timeline.now() > until) continue;
      await timeline.runUntil(until);
      state = await alone(model, timeline, last);
    }
    expect(idsOf(model), `seed ${seed}`).toHaveLength(Math.min(1, model.mailed.length));
    if (state instanceof Error) throw new Error(`seed ${seed}: ${state.message}`);
    ends[state.kind] = (ends[state.kind] ?? 0) + 1;
    const { exit, next } = ISSUE_STATES[state.kind];
    const isSent = model.mailed.length === 1 && (state.kind === "sent" || state.kind === "sending");
    expect(isSent || (exit > 0 && next !== null), `seed ${seed}: ${state.kind}`).toBe(true);
  }
  // Not everything ends with a person: most are sent by themselves.
  expect(ends["sent"] ?? 0).toBeGreaterThan(RUNS * 0.6);
});

test("two who press send at the same moment mail it once, however differently the list shows their drafts", async () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const { timeline, model } = world({ ...CALM, lagMs: 19_000 }, seed);
    const now = { ...FIRST, at: START };
    const random = seeded(seed);
    const both = [0, random() * 3000].map(async (ms) => {
      await timeline.wait(ms);
      return tick(model.client(), timeline, now, "send");
    });
    await timeline.runUntil(START + 9 * MINUTE);
    expect(model.mailed, `seed ${seed}`).toHaveLength(1);
    for (const state of await Promise.all(both))
      expect(["sending", "sent"], `seed ${seed}`).toContain(
        state instanceof Error ? state.message : state.kind,
      );
  }
});

test("a decision that has grown old while the issue was rendered sends nothing: what a person did meanwhile counts", async () => {
  const { timeline, model } = world();
  const version = { ...FIRST, at: START };
  const made = task(version, "send");
  const person = model.client();
  let renders = 0;
  const slow: IssueTask = {
    ...made,
    want: async (members, ...rest) => {
      const ready = members.some(({ createdAt }) => createdAt <= timeline.now() - 30_000);
      if (ready && (renders += 1) === 1) {
        const copy = await person.create([...model.all.values()][0]?.name ?? "", fieldsOf(version));
        if (copy.kind === "done") await person.send(copy.value, null);
        await timeline.wait(10_000);
      }
      return made.want(members, ...rest);
    },
  };
  const ended = tick(model.client(), timeline, version, "send", slow);
  await timeline.runUntil(START + 9 * MINUTE);
  expect(renders).toBeGreaterThan(1);
  expect(model.mailed).toHaveLength(1);
  expect(await ended).toMatchObject({ kind: "sent" });
});

test.each(["busy", "unclear", "gone"] as const)(
  "a scheduled broadcast whose content cannot be read (%s) is not taken back: no tick would know a person's word",
  async (kind) => {
    const { timeline, model } = world();
    expect(await alone(model, timeline, FIRST)).toMatchObject({ kind: "scheduled" });
    const client = model.client();
    const limits = { limit: null, remaining: null };
    let reads = 0;
    const deps = {
      broadcasts: {
        ...client,
        // The first reading finds the broadcast; the second one is to copy it.
        get: (id: string): ReturnType<typeof client.get> =>
          (reads += 1) === 2
            ? Promise.resolve({ kind, limits, at: null, message: "No answer.", retryAfterMs: 1000 })
            : client.get(id),
      },
      oldest: null,
      segments: new Set(["s"]),
      newsletter: "The Test",
      marks: new Map(),
      clock: timeline,
    };
    const identity = { slug: "letter", aliases: [] };
    const take = async () => {
      const taken = takeBack("unschedule", identity, deps).catch((error: unknown) => error);
      await timeline.runUntil(timeline.now() + MINUTE);
      return taken;
    };
    expect(await take()).toMatchObject({
      code: "resend/unanswered",
      hint: expect.stringMatching(/run the command again/),
    });
    expect([...model.all.values()].map(({ status }) => status)).toEqual(["scheduled"]);
    // The same command, once Resend answers, keeps the issue from the readers.
    expect(await take()).toEqual({ kind: "taken-back", at: DUE });
    expect(await alone(model, timeline, FIRST)).toMatchObject({ kind: "unscheduled" });
    await timeline.runUntil(DUE + MINUTE);
    expect(model.mailed).toEqual([]);
  },
);
