import { expect, test } from "vitest";
import type { BroadcastFields } from "#src/model/hosted/broadcast.ts";
import { broadcastDigest } from "#src/model/hosted/broadcast-digest.ts";
import { openHosted } from "#src/app/hosted/open-hosted.ts";
import { settleIssues } from "#src/app/hosted/settle-issues.ts";
import type { IssueTask, SettledIssue } from "#src/app/hosted/take-step.ts";
import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { seeded } from "./model-of-resend.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-12-01T13:00:00Z");
const DUE = START + 60 * MINUTE;
const READERS = ["ana", "ben", "eva"];

/** Runs that share the sandbox's clock: it moves on when each of them waits. */
function createRuns(sandbox: Sandbox) {
  let running = 0;
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const move = async () => {
    if (running === 0 || sleepers.length < running) return;
    const until = Math.min(...sleepers.map((one) => one.until));
    await sandbox.advance(Math.max(0, until - sandbox.clock.now()));
    const due = sleepers.filter((one) => one.until <= until);
    for (const one of due) sleepers.splice(sleepers.indexOf(one), 1);
    for (const one of due) one.wake();
  };
  return {
    wait: (ms: number) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      sleepers.push({ until: sandbox.clock.now() + ms, wake: resolve });
      void move();
      return promise;
    },
    async all<T>(runs: readonly (() => Promise<T>)[]): Promise<T[]> {
      running = runs.length;
      return Promise.all(
        runs.map(async (run) => {
          try {
            return await run();
          } finally {
            running -= 1;
            void move();
          }
        }),
      );
    },
  };
}

/** A team whose segment three people are in, one of whom has left the topic, and a fourth who has left everything. */
async function team(switches: SwitchesInput) {
  const sandbox = await startSandbox({
    clock: { now: () => START },
    switches: { rate_limit: 10_000, broadcast_starts_ms: 5000, ...switches },
  });
  const { id: segment } = sandbox.audience.addSegment("Weekly");
  const { id: topic } = sandbox.audience.addTopic({ name: "Weekly" });
  const segments = new Map([[segment, START]]);
  for (const name of READERS) sandbox.audience.addContact({ email: `${name}@readers.dev`, segments });
  sandbox.audience.addContact({ email: "left@readers.dev", segments, topics: new Map([[topic, "opt_out"]]) });
  sandbox.audience.addContact({ email: "gone@readers.dev", segments, unsubscribed: true });
  const runs = createRuns(sandbox);
  const tick = async (text: string, commitAt: number): Promise<SettledIssue["state"]["kind"] | "failed"> => {
    const fields: BroadcastFields = {
      segment,
      topic,
      from: "Stone <news@stone.dev>",
      replyTo: "desk@stone.dev",
      subject: "Tuesday",
      html: `<p>Hi {{{contact.first_name|there}}}, ${text}. <a href="{{{RESEND_UNSUBSCRIBE_URL}}}">Leave</a></p>`,
      text: `${text} {{{RESEND_UNSUBSCRIBE_URL}}}`,
    };
    const task: IssueTask = {
      slug: "letter",
      aliases: [],
      by: "tick",
      want: async () => ({ kind: "ready", digest: broadcastDigest(fields), at: DUE, picturesAt: null }),
      fields: () => fields,
    };
    const env = { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url };
    const { clock } = sandbox;
    const { broadcasts } = openHosted({ root: ".", env, sandbox: false, clock, wait: runs.wait });
    const settled = await settleIssues([task], {
      broadcasts,
      oldest: null,
      segments: new Set([segment]),
      newsletter: "Stone",
      marks: new Map(),
      clock,
      wait: runs.wait,
      checkout: async () => ({ mayWrite: true, commitAt, commit: null }),
    }).catch(() => []);
    return settled[0]?.state.kind ?? "failed";
  };
  return { sandbox, runs, tick };
}

const FAULTS: readonly NonNullable<SwitchesInput["faults"]>[] = [
  [],
  [{ kind: "error", when: "after", on: "POST /broadcasts*", probability: 0.3 }],
  [{ kind: "reset", when: "before", on: "POST /broadcasts*", probability: 0.3 }],
  [{ kind: "empty_list", on: "GET /broadcasts*", probability: 0.2 }],
  [{ kind: "rate_limit", on: "* /broadcasts*", probability: 0.2 }],
];

test("50 times two ticks at once, under either reading of every open question: each reader has it once, and nobody who left", async () => {
  const ends: string[] = [];
  for (let seed = 1; seed <= 50; seed += 1) {
    const random = seeded(seed * 31);
    const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
    const { sandbox, runs, tick } = await team({
      list_lag_ms: pick(0, 1000, 19_000, 60_000),
      broadcast_send_again: pick("refuse", "ignore"),
      broadcast_patch_scheduled: pick("accept", "refuse"),
      broadcast_cancel_queued: pick("stops", "refuse"),
      broadcast_segment_resolved: pick("at_send", "at_schedule"),
      deleted_cursor: pick("empty", "refuse", "from_start"),
      timestamps: pick("postgres", "iso"),
      faults: pick(...FAULTS),
    });
    await using _ = sandbox;
    const [old, young] = [START - 20 * MINUTE, START - 10 * MINUTE];
    // The same commit twice, two commits, or one commit that renders differently.
    const second = pick<[string, number]>(["one", old], ["two", young], ["one, elsewhere", old]);
    await runs.all([() => tick("one", old), () => tick(...second)]);
    // CI comes again with what the branch says.
    sandbox.switches.faults = [];
    const last: [string, number] = second[1] === young ? second : ["one", old];
    let [state] = await runs.all([() => tick(...last)]);
    await sandbox.advance(DUE + 2 * MINUTE - sandbox.clock.now());
    await sandbox.webhooks.flush();
    [state] = await runs.all([() => tick(...last)]);
    await sandbox.webhooks.flush();
    const counts = [...sandbox.inbox.countsByAddress()].map(([address, copies]) => `${address} ${copies}`);
    ends.push(`seed ${seed}: ${counts.toSorted().join(", ")}, ${state}`);
  }
  const each = READERS.map((name) => `${name}@readers.dev 1`).join(", ");
  expect(ends).toEqual(ends.map((_, index) => `seed ${index + 1}: ${each}, sent`));
});
