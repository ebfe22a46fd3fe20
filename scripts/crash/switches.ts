import type { Switches, SwitchesInput } from "#src/sandbox/faults/switches.ts";
import { HOUR_MS } from "#src/model/durations.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { CrashBench } from "../../test/crash/crash-bench.ts";
import { dieAfterAcceptance, tickAt } from "../../test/crash/tick-at.ts";
import type { Situation } from "./situation.ts";
import { type Trouble, sendThrough } from "./send-through.ts";

type FaultInput = NonNullable<SwitchesInput["faults"]>[number];

const AFTER: FaultInput = { kind: "reset", when: "after", probability: 0.5, times: 3 };

/**
 * Every setting of every switch that touches sending and for which Resend's answer is unknown. Switches that do not
 * touch it: `schedule_*` and `scheduled_counts` (nothing is handed over ahead of time), `webhook_*`, `opens`, `clicks`.
 */
type Row = readonly [name: string, trouble: Trouble];
const SITUATIONS: readonly Row[] = [
  ...(["400", "401", "403"] as const).map((answer): Row => [
    `\`invalid_key\` ${answer}: a wrong key, then the right one`,
    withWrongKey(answer),
  ]),
  ...(["422", "400", "413", "per_item"] as const).map((answer): Row => [
    `\`batch_over_limit\` ${answer}`,
    { switches: { batch_over_limit: answer, faults: [AFTER] } },
  ]),
  ["`permissive_none_valid` 200: a whole batch of bad addresses", noneValid("200", ["submitting"])],
  ["`permissive_none_valid` 422: a whole batch of bad addresses", noneValid("422", ["split", "refused"])],
  ["`idempotency_remembers` accepted", { switches: { idempotency_remembers: "accepted", faults: [AFTER] } }],
  [
    "`idempotency_remembers` 4xx too, in a 429 storm",
    {
      // One batch is in flight at a time. If it were killed before acceptance, its key would answer 429 for a day, and
      // it would end in doubt.
      kills: ["accepted", "answered"],
      switches: {
        rate_limit: 4,
        idempotency_remembers: "accepted_and_4xx",
        faults: [{ kind: "rate_limit", probability: 0.3, times: 6 }],
      },
    },
  ],
  ["`idempotency_remembers` everything, a 500 after it accepted", remembersEverything("after")],
  ["`idempotency_remembers` everything, a 500 before it accepts", remembersEverything("before")],
  ...(["team", "key"] as const).map((scope): Row => [
    `\`idempotency_scope\` ${scope}`,
    { switches: { idempotency_scope: scope, faults: [AFTER] } },
  ]),
  ...[false, true].map((compares): Row => [
    `\`idempotency_compares_headers\` ${compares}`,
    { switches: { idempotency_compares_headers: compares, faults: [AFTER] } },
  ]),
  ...[null, 60].map((seconds): Row => [
    `\`quota_retry_after\` ${seconds}: the day's quota ends at 300`,
    {
      switches: { quota_retry_after: seconds, daily_quota: 300 },
      between: resumeWith({ daily_quota: null }),
    },
  ]),
  [
    "`over_quota` accept_then_fail",
    { switches: { over_quota: "accept_then_fail", daily_quota: 300, faults: [AFTER] } },
  ],
  [
    "`body_limit`: a full batch is too large",
    {
      kills: ["split", "submitted"],
      exits: [4],
      switches: { rate_limit: 4, body_limit: 60_000 },
      // A 413 after a death in flight leaves readers in doubt, as a 422 does.
      expected: (uncertain) => (uncertain > 0 ? { uncertain } : {}),
    },
  ],
  [
    "`reserved_headers`: none of it is taken",
    { readers: 100, switches: { reserved_headers: ["List-Id"] }, expected: { refused: 100 } },
  ],
  [
    "`subject_limit`: none of it is taken",
    { readers: 100, switches: { subject_limit: 5 }, expected: { refused: 100 } },
  ],
  [
    "`sending_domains` verified, and ours is not until later",
    { switches: { sending_domains: "verified" }, between: resumeWith({ sending_domains: "any" }) },
  ],
  ...(["postgres", "iso"] as const).map((timestamps): Row => [
    `\`timestamps\` ${timestamps}: in doubt, settled by Resend's list`,
    byTheList(timestamps),
  ]),
  [
    "a 422 after a reset: uncertain, for a person",
    {
      readers: 200,
      kills: ["uncertain"],
      exits: [4],
      switches: {
        faults: [
          { kind: "reset", when: "after", times: 1 },
          { kind: "error", status: 422, times: 1 },
        ],
      },
      expected: { uncertain: 100 },
    },
  ],
];

export const SWITCH_SITUATIONS: readonly Situation[] = SITUATIONS.map(([name, trouble]) => ({
  name,
  database: "SQLite",
  run: (context) => sendThrough(context, trouble),
}));

async function run(bench: CrashBench, args: readonly string[], env = {}, exits = [0]): Promise<void> {
  const life = bench.start(args, env);
  const { code } = await life.ended;
  if (!exits.includes(code ?? -1))
    throw new Error(`${args.join(" ")} ended with ${String(code)}:\n${life.output()}`);
}

function withWrongKey(answer: Switches["invalid_key"]): Trouble {
  return {
    switches: { invalid_key: answer, faults: [AFTER] },
    between: async (bench) => {
      await run(bench, ["tick"], { RESEND_API_KEY: "re_mistyped" }, [0, 3]);
      if ((await bench.status()).send.state === "paused") await run(bench, ["resume", "hello"]);
    },
  };
}

function resumeWith(switches: Partial<Switches>) {
  return async (bench: CrashBench): Promise<void> => {
    // An earlier tick may have paused the send already.
    await bench.tick(undefined, { exits: [0, 3] });
    const { send } = await bench.status();
    if (send.state !== "paused") throw new Error(`Expected the send to be paused; it is ${send.state}.`);
    Object.assign(bench.sandbox.switches, switches);
    await run(bench, ["resume", "hello"]);
  };
}

/**
 * If a process is killed while a part of the bad batch is in flight, the next answer under that part's key is a 422
 * that may be about the repeat: its readers are in doubt. At this pace that is rare.
 */
function noneValid(answer: Switches["permissive_none_valid"], kills: Trouble["kills"]): Trouble {
  return {
    readers: 212,
    ...(kills === undefined ? {} : { kills }),
    exits: [4],
    switches: { permissive_none_valid: answer, rate_limit: 5 },
    prepare: async ({ db }: Ledger) => {
      for (let id = 201; id <= 212; id++)
        await db
          .updateTable("subscribers")
          .set({ address: `reader${id}@example.com` })
          .where("id", "=", id)
          .execute();
    },
    expected: (uncertain) => ({ refused: 12 - uncertain, ...(uncertain > 0 ? { uncertain } : {}) }),
  };
}

/** For a day such a Resend answers the key with its 500 and nothing else. After 12 hours the batch is uncertain. */
function remembersEverything(when: "before" | "after"): Trouble {
  return {
    readers: 350,
    kills: ["answered"],
    switches: {
      rate_limit: 3,
      idempotency_remembers: "everything",
      faults: [{ kind: "error", status: 500, when, skip: 1, times: 1 }],
    },
    between: async (bench) => {
      // Runs until the 500 is in the ledger: a process killed before that knows only that it has no answer.
      await bench.tick((kill) => {
        let answers = 0;
        return bench.sandbox.on("answered", () => {
          answers += 1;
          if (answers === 4) kill();
        });
      });
      await tickAt(bench, 13 * HOUR_MS);
    },
    exits: [4],
    expected: { uncertain: 100 },
  };
}

function byTheList(timestamps: Switches["timestamps"]): Trouble {
  return {
    readers: 350,
    kills: [],
    switches: { timestamps, rate_limit: 20 },
    between: async (bench) => {
      bench.sandbox.switches.rate_limit = 2;
      await dieAfterAcceptance(bench, 2);
      await tickAt(bench, 25 * HOUR_MS);
      if ((await bench.status()).outcomes.uncertain === 0) throw new Error("Nobody was in doubt.");
      bench.sandbox.switches.rate_limit = 20;
      await run(bench, ["tick"], { RESEND_API_KEY: bench.sandbox.apiKey });
    },
  };
}
