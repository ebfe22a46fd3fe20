import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import type { Ledger } from "#src/store/database/ledger.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { matchWaiting, takeEvent } from "#src/track/take-event.ts";
import {
  NOW,
  SUPPRESSION_KEY,
  type Seeded,
  bounce,
  click,
  payloadOf,
  seedSend,
  testLedger,
} from "../track/seed.ts";
import { SECRET, stateOf } from "./helper.ts";

/** What happens to a reader repeats itself after 4 · 5 · 7 · 9: each story there is, once. */
const READERS = 1_260;
const ROUNDS = 4;

interface Story {
  readonly id: string;
  readonly body: string;
}

/** Five events for each reader, some of them without our tags. */
function storiesOf(ledger: Ledger, seeded: Seeded): Story[] {
  return seeded.deliveries.flatMap((_, index) => {
    const last: [string, object] =
      index % 9 === 0 ? ["email.bounced", bounce("Permanent")] : ["email.delivered", {}];
    const odd: [string, object] =
      index % 7 === 0 ? ["email.complained", {}] : ["email.clicked", click("https://example.org/a")];
    const failed: [string, object] = [
      "email.failed",
      { failed: { reason: index % 5 === 0 ? "reached_daily_quota" : "unknown" } },
    ];
    const steps = [["email.sent", {}] as const, ["email.delivery_delayed", {}] as const, failed, last, odd];
    return steps.map(([name, extra], step) => ({
      id: `msg_${index}_${step}`,
      body: payloadOf(ledger, seeded, index, name, {
        at: NOW + step * 1000,
        extra,
        tagged: index % 4 !== 0 || step === 0,
      }),
    }));
  });
}

test("6,300 signed events, shuffled and doubled, end as in order although the process is killed again and again", async () => {
  await using ordered = await testLedger();
  await using killed = await testLedger();
  const options = { count: READERS };
  const expected = storiesOf(ordered.ledger, await seedSend(ordered.ledger, options));
  const stories = storiesOf(killed.ledger, await seedSend(killed.ledger, options));
  expect(stories).toHaveLength(6_300);
  for (const { id, body } of expected) {
    const event = parseEvent(body, { id, receivedAt: NOW });
    if (event !== null) await takeEvent(ordered.ledger, event, { suppressionKey: SUPPRESSION_KEY });
  }
  await matchWaiting(ordered.ledger);

  const queue = shuffle([...stories, ...stories]);
  let statuses = new Map<number, number>();
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Killed in the middle of answering, but for the last round, in which everything left is taken.
    const until = round === ROUNDS ? 0 : Math.floor((queue.length * (ROUNDS - round)) / (ROUNDS - round + 1));
    statuses = await takeUntil(killed.root, queue, until, statuses);
  }
  expect(queue).toEqual([]);
  expect([...statuses.keys()]).toEqual([200]);
  await matchWaiting(killed.ledger);
  expect(await everythingOf(killed.ledger)).toEqual(await everythingOf(ordered.ledger));
});

/** Post to a new process until `until` are left, then kill it. What was not answered stays in the queue, as Resend keeps it. */
async function takeUntil(
  root: string,
  queue: Story[],
  until: number,
  statuses: Map<number, number>,
): Promise<Map<number, number>> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "webhook-process.ts"), root, SECRET, SUPPRESSION_KEY],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let killed = false;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let story = queue.pop(); story !== undefined; story = killed ? undefined : queue.pop()) {
        const status = await post(`${line.toString().trim()}/webhooks/resend`, story, agent);
        if (status === null) queue.push(story);
        else statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (!killed && until > 0 && queue.length <= until) {
          killed = true;
          child.kill("SIGKILL");
        }
      }
    }),
  );
  agent.destroy();
  if (!killed) child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return statuses;
}

/** The answer's status; null where there was none. */
function post(url: string, { id, body }: Story, agent: Agent): Promise<number | null> {
  const at = new Date();
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const sent = request(
    url,
    {
      method: "POST",
      agent,
      headers: {
        "content-type": "application/json",
        "svix-id": id,
        "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
        "svix-signature": signer.sign(id, at, body),
      },
    },
    (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? null));
      response.once("error", () => resolve(null));
    },
  );
  sent.once("error", () => resolve(null));
  sent.end(body);
  return promise;
}

const signer = new Webhook(SECRET);

/** What pages could change, and the events; the order in which consents came is not part of it. */
async function everythingOf(ledger: Ledger): Promise<unknown> {
  const state = (await stateOf(ledger)) as Record<string, Record<string, unknown>[]>;
  const consents = state["consents"] ?? [];
  return {
    deliveries: state["deliveries"]?.map(({ subscriber_public_id: _own, ...delivery }) => delivery),
    members: state["members"],
    suppressions: state["suppressions"]?.toSorted((a, b) =>
      String(a["address_key"]) < String(b["address_key"]) ? -1 : 1,
    ),
    consents: consents
      .map(
        ({ act, address_key: key, at, evidence }) =>
          `${String(key)} ${String(act)} ${String(at)} ${String(evidence)}`,
      )
      .toSorted(),
    events: await ledger.db
      .selectFrom("events")
      .select(["provider_event_id", "name", "delivery_id", "at", "state", "kind"])
      .orderBy("provider_event_id")
      .execute(),
  };
}

function shuffle<T>(items: readonly T[]): T[] {
  let state = 7;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
