import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import { HOUR_MS } from "#src/model/durations.ts";
import { asksAddress } from "#src/model/states.ts";
import { addressChange } from "#src/store/readers/address-changes.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import { takeCounted } from "#src/store/database/counters.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { frozenValuesOf } from "#src/store/sends/frozen-values.ts";
import { insertPlanned } from "#src/store/sends/insert-planned.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type SubscriberRow, subscriberById } from "#src/store/readers/subscribers.ts";
import {
  type QueuedTrigger,
  type TriggerRow,
  nextQueuedTrigger,
  triggersFor,
  unqueueTrigger,
} from "#src/store/sends/triggers.ts";
import { wakeWorkers } from "#src/store/database/wake-workers.ts";

/**
 * Turns queued mails of triggers into sends of one recipient, ready to be posted at once, as many as the hour still
 * allows; the others stay queued and nobody is lost. A mail that is no longer due is dropped, takes no turn and is not
 * counted. Safe in any number of processes: each cause becomes one send.
 * `lang` is used for a reader who asked in a language that the trigger has no email in. Returns how many were released.
 */
export async function releaseTriggers(
  ledger: Ledger,
  { mailsPerHour, lang }: { mailsPerHour: number; lang: string },
): Promise<number> {
  for (let released = 0; ;) {
    const went = await ledger.db.transaction().execute(async (db) => {
      const now = ledger.clock.now();
      const queued = await nextQueuedTrigger(db, ledger.dialect);
      if (queued === undefined) return null;
      const mail = await mailOf(db, queued, lang);
      const turn = { most: mailsPerHour, windowMs: HOUR_MS, now };
      if (mail !== undefined && !(await takeCounted(db, "triggers", turn))) return null;
      await unqueueTrigger(db, queued.id);
      if (mail === undefined) return 0;
      await recordTrigger({ ...ledger, db }, mail, now);
      await wakeWorkers({ db, dialect: ledger.dialect });
      return 1;
    });
    if (went === null) return released;
    released += went;
  }
}

interface TriggerMail {
  readonly queued: QueuedTrigger;
  readonly trigger: TriggerRow;
  readonly subscriber: SubscriberRow;
  readonly to: Pick<SubscriberRow, "public_id" | "address" | "address_key">;
}

/** Finds what a queued mail consists of. Undefined if it is no longer due: its reader is gone, or the change of address is over. */
async function mailOf(
  db: Kysely<Database>,
  queued: QueuedTrigger,
  lang: string,
): Promise<TriggerMail | undefined> {
  const trigger = spoken(await triggersFor(db, queued.name, queued.list), [queued.lang, lang]);
  const subscriber = await subscriberById(db, queued.subscriber_id);
  if (trigger === undefined || subscriber === undefined) return undefined;
  const to = await recipientOf(db, queued, subscriber);
  return to && { queued, trigger, subscriber, to };
}

/** Picks the trigger in the first wished language there is, by its whole tag or else by its primary part; otherwise any. */
function spoken(triggers: readonly TriggerRow[], wishes: readonly string[]): TriggerRow | undefined {
  const primary = (tag: string) => tag.toLowerCase().split("-")[0];
  for (const wish of wishes) {
    const found =
      triggers.find(({ lang }) => lang === wish) ??
      triggers.find(({ lang }) => primary(lang) === primary(wish));
    if (found !== undefined) return found;
  }
  return triggers[0];
}

async function recordTrigger(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  { queued, trigger, subscriber, to }: TriggerMail,
  now: number,
): Promise<void> {
  const email = await loadEmail(db, trigger.email_digest);
  const reader = {
    subscriber_id: subscriber.id,
    subscriber_public_id: to.public_id,
    address: to.address,
    address_key: to.address_key,
    // Nothing that a stranger typed into the form is ever repeated to the address they typed.
    slot_values: asksAddress(queued.name)
      ? "{}"
      : await frozenValuesOf({ db, dialect }, subscriber.id, email, now),
  };
  const send = await insertPlanned(
    db,
    {
      kind: "trigger",
      cause: `${queued.name}:${queued.cause}`,
      email_digest: trigger.email_digest,
      list: queued.list,
      zone: trigger.zone,
      scheduled_by: "form",
      settings: settingsOf({
        public_id: `of the trigger ${queued.name}`,
        segment: null,
        settings: trigger.settings,
      }),
    },
    [reader],
    now,
  );
  if (queued.name !== "confirm") return;
  await recordConsent(db, {
    subscriberId: subscriber.id,
    addressKey: subscriber.address_key,
    list: queued.list,
    act: "confirm_sent",
    at: now,
    source: "form",
    evidence: { send: send.public_id, asked_by: Number(queued.cause) },
  });
}

/** A mail about a change of address goes to the address in question, with a link of its own. Undefined if the change is over. */
async function recipientOf(
  db: Kysely<Database>,
  { name, cause }: QueuedTrigger,
  subscriber: SubscriberRow,
): Promise<TriggerMail["to"] | undefined> {
  return name === "change" || name === "changed" ? addressChange(db, cause) : subscriber;
}
