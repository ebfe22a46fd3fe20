import { expect, test } from "vitest";
import { addressKey } from "#src/model/ids.ts";
import { HOUR_MS } from "#src/model/durations.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import type { SubmitResult } from "#src/resend/submit-batch.ts";
import { Composers } from "#src/send/composers.ts";
import { type Posting, settleAndClaim } from "#src/send/settle-and-claim.ts";
import { startDue } from "#src/send/start-due.ts";
import { sendById, stepSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { KEYS, SUPPRESSION_KEY, addReaders, tempLedger, testClock } from "../helpers/temp-ledger.ts";

const limits = { limit: null, remaining: null };
const REFUSED: SubmitResult = { outcome: "refused", reason: "Resend does not like it.", limits };
const NOTHING_LEFT: SubmitResult = {
  outcome: "not-accepted",
  why: "unreachable",
  retryAfterMs: null,
  reason: "There was no connection.",
  limits,
};

type Answer = readonly [posting: Posting, result: SubmitResult];

function accepted({ claimed }: Posting): SubmitResult {
  return { outcome: "accepted", items: claimed.deliveries.map((id) => ({ id: `re_${id}` })), limits };
}

/** A planned send whose worker takes one step at a time, with the answers that the test gives. */
async function stepByStep(readers: number, settings: Partial<SendSettings> = {}) {
  const clock = testClock();
  const ledger = await tempLedger({ clock });
  await addReaders(ledger, readers);
  const { send: scheduled } = await scheduleTestSend(ledger, { settings });
  await startDue(ledger);
  const send = await sendById(ledger.db, scheduled.id);
  const compose = send && (await new Composers(ledger, KEYS).of(send, settingsOf(send)));
  if (!compose) throw new Error("There is no send under way.");
  const open = { send, settings: settingsOf(send), compose };
  /** Write answers down, and claim one batch; null where there is none. A second later each time: the limiter lets it. */
  const step = async (...answers: Answer[]): Promise<Posting | null> => {
    clock.advance(1000);
    const answered = answers.map(([posting, result]) => ({ ...posting, result }));
    const who = { token: "test:1:worker", apiKey: "a key" };
    const { claimed } = await settleAndClaim(ledger, answered, { ...who, sends: [open], room: 1 });
    return claimed[0] ?? null;
  };
  const claim = async (...answers: Answer[]): Promise<Posting> => {
    const posting = await step(...answers);
    if (posting === null) throw new Error("Nothing could be claimed.");
    return posting;
  };
  const batches = () => ledger.db.selectFrom("batches").selectAll().orderBy("n").execute();
  const state = async () => (await sendById(ledger.db, send.id))?.state;
  return { ledger, clock, send, step, claim, batches, state };
}

test.each(["paused", "canceled"] as const)(
  "nothing is claimed of a send that was %s after its worker had looked",
  async (to) => {
    const { ledger, clock, send, step, batches } = await stepByStep(3);
    await stepSend(ledger.db, send.id, "submitting", to, clock.now());
    expect(await step()).toBeNull();
    expect(await batches()).toMatchObject([{ state: "pending", attempts: 0 }]);
  },
);

test("a batch whose worker died is in doubt once it is repeated: a refusal says nothing of the first post", async () => {
  const { clock, claim, step, batches } = await stepByStep(3);
  const first = await claim();
  clock.advance(90_000);
  const second = await claim();
  expect(second.claimed.composed.key).toBe(first.claimed.composed.key);
  await step([second, REFUSED]);
  expect(await batches()).toMatchObject([{ state: "uncertain", attempts: 2 }]);
});

test("the same bytes keep their key after a refusal; other bytes have a key of its own", async () => {
  const { ledger, clock, claim, step, batches } = await stepByStep(3);
  const first = await claim();
  await step([first, NOTHING_LEFT]);
  clock.advance(1000);
  const second = await claim();
  expect(second.claimed.batch.id).toBe(first.claimed.batch.id);
  expect(second.claimed.composed.key).toBe(first.claimed.composed.key);
  // Resend may remember the key since the first of the two.
  expect(second.claimed.batch.first_post_at).toBe(first.claimed.batch.first_post_at);
  await step([second, NOTHING_LEFT]);
  await ledger.db.deleteFrom("list_members").where("subscriber_id", "=", 2).execute();
  clock.advance(2000);
  const third = await claim();
  expect(third.claimed.deliveries).toHaveLength(2);
  expect(third.claimed.composed.key).not.toBe(first.claimed.composed.key);
  expect(third.claimed.batch.first_post_at).toBe(clock.now());
  expect(await batches()).toMatchObject([{ key: third.claimed.composed.key, revision: 2, refusals: 0 }]);
});

test("age makes no batch uncertain that was refused and never in doubt: it has another key", async () => {
  const { clock, claim, step } = await stepByStep(3);
  const first = await claim();
  await step([first, NOTHING_LEFT]);
  clock.advance(13 * HOUR_MS);
  const second = await claim();
  expect(second.claimed.composed.key).not.toBe(first.claimed.composed.key);
  expect(second.claimed.batch).toMatchObject({ state: "submitting", ambiguous_at: null });
});

test("parts of parts of the first batch belong to it: the second waits for all of them", async () => {
  const { claim, step, batches } = await stepByStep(101);
  const half = await claim([await claim(), REFUSED]);
  const quarter = await claim([half, REFUSED]);
  const parts = (await batches()).filter(({ n }) => n > 2);
  expect(parts.map(({ split_from: from }) => from)).toEqual([1, 1, 1, 1]);
  const other = await claim();
  const last = await claim();
  expect([quarter, other, last].map(({ claimed }) => claimed.batch.n)).toEqual([4, 5, 6]);
  expect(await step([quarter, accepted(quarter)], [other, accepted(other)])).toBeNull();
  expect((await claim([last, accepted(last)])).claimed.batch.n).toBe(2);
});

test("the first wave is out when its last batch is settled, not when that is claimed", async () => {
  const numbers = Array.from({ length: 150 }, (_, n) => n + 1);
  const editors = numbers.map((n) => addressKey(`reader${n}@readers.example`, SUPPRESSION_KEY));
  const wave = { above: 1, share: 0, minutes: 10, approve: false, editors };
  const { claim, step, state } = await stepByStep(250, { wave });
  const first = await claim();
  const second = await claim([first, accepted(first)]);
  expect(second.claimed.batch).toMatchObject({ n: 2, wave: 0 });
  expect(await step()).toBeNull();
  expect(await state()).toBe("submitting");
  expect(await step([second, accepted(second)])).toBeNull();
  expect(await state()).toBe("paused");
});
