import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Email } from "#src/model/email.ts";
import type { DeliveryEvent } from "#src/model/event.ts";
import { addressKey, newId } from "#src/model/ids.ts";
import { BUILT_IN_TAGS } from "#src/model/merge-tag.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { type Outcome, isNotReceived } from "#src/model/states.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { saveEmail } from "#src/store/issues/emails.ts";
import { seeIssue } from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { migratedFile } from "../helpers/temp-ledger.ts";

export const SUPPRESSION_KEY = "a suppression key for tests";
export const NOW = Date.parse("2026-12-01T09:00:00Z");

export interface TestLedger extends AsyncDisposable {
  readonly ledger: Ledger;
  readonly root: string;
  readonly clock: { now(): number; set(at: number): void };
}

/** A new ledger in a folder of its own, with a clock that stands still until it is set. */
export async function testLedger(): Promise<TestLedger> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-track-"));
  let now = NOW;
  const clock = { now: () => now, set: (at: number) => void (now = at) };
  const ledger = await openLedger({
    url: await migratedFile(root, "test.db"),
    root,
    destination: "sandbox",
    suppressionKey: null,
    clock,
    create: true,
  });
  return {
    ledger,
    root,
    clock,
    async [Symbol.asyncDispose]() {
      await ledger[Symbol.asyncDispose]();
      await rm(root, { recursive: true });
    },
  };
}

const emailOf = (slug: string): Email => ({
  format: 1,
  from: "Weekly <weekly@example.org>",
  replyTo: null,
  subject: ["Issue ", slug],
  html: [
    "<!doctype html><html lang=en><head><title>Hello</title></head><body><p>Hello ",
    { tag: 3, context: "text" },
    '</p><a href="',
    { tag: 0, context: "url" },
    '">Unsubscribe</a></body></html>',
  ],
  text: ["Hello ", { tag: 3, context: "plain" }],
  headers: { "List-Id": "<weekly.example.org>" },
  list: "weekly",
  tags: [
    ...BUILT_IN_TAGS,
    {
      name: "subscriber.first_name",
      filters: [{ name: "default", args: ["reader"] }],
      source: '{{ subscriber.first_name | default: "reader" }}',
    },
  ],
  digest: `digest-${slug}`,
});

export interface Seeded {
  readonly slug: string;
  readonly sendId: number;
  readonly batchId: number;
  readonly deliveries: readonly { id: number; subscriberId: number; publicId: string; address: string }[];
}

/** A planned and submitted send of `count` readers on the list `weekly`, as send/ would leave it. */
export async function seedSend(
  ledger: Ledger,
  options: {
    slug?: string;
    count?: number;
    startedAt?: number;
    excluded?: number;
    settings?: Partial<SendSettings>;
    outcome?: (index: number) => Outcome;
    providerIds?: boolean;
  } = {},
): Promise<Seeded> {
  const { slug = "hello", count = 10, startedAt = NOW, excluded = 0, outcome = () => "submitted" } = options;
  const { db } = ledger;
  const email = emailOf(slug);
  await saveEmail(db, email, startedAt);
  const issue = await seeIssue(db, { slug, path: `issues/${slug}.md`, fileSendAt: null }, startedAt);
  const settings: SendSettings = {
    url: "https://news.example.org",
    kid: "k1",
    team: "default",
    slug,
    archive: "public",
    brake: { bounces: 0.04, complaints: 0.001 },
    links: [{ url: "https://example.org/a", line: 12 }],
    local: null,
    wave: null,
    part: { kind: "list" },
    ...options.settings,
  };
  const send = await db
    .insertInto("sends")
    .values({
      public_id: newId(),
      kind: "issue",
      issue_id: issue.id,
      cause: null,
      email_digest: email.digest,
      list: "weekly",
      segment: null,
      wall_local: null,
      zone: "UTC",
      due_at: startedAt,
      scheduled_by: "file",
      git_commit: null,
      state: "submitted",
      reason: null,
      note: null,
      settings: JSON.stringify(settings),
      candidates: count + excluded,
      excluded,
      recipients: count,
      scheduled_at: startedAt - 1000,
      planned_at: startedAt,
      started_at: startedAt,
      finished_at: startedAt + 1000,
      updated_at: startedAt,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const batch = await db
    .insertInto("batches")
    .values({
      send_id: send.id,
      n: 1,
      state: "submitted",
      key: `lp_${newId()}`,
      sha256: "",
      composer: 1,
      wave: 0,
      not_before: 0,
      lease_token: null,
      lease_until: null,
      first_post_at: startedAt,
      ambiguous_at: null,
      accepted_at: startedAt,
      last_error: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const deliveries: { id: number; subscriberId: number; publicId: string; address: string }[] = [];
  await db.transaction().execute(async (trx) => {
    for (let index = 0; index < count + excluded; index += 1) {
      const address = `reader-${index}@example.org`;
      const key = addressKey(address, SUPPRESSION_KEY);
      const subscriber = await trx
        .insertInto("subscribers")
        .values({
          public_id: newId(),
          address,
          address_key: key,
          timezone: null,
          attributes: "{}",
          paused_until: null,
          created_at: startedAt,
          updated_at: startedAt,
        })
        .onConflict((conflict) => conflict.column("address_key").doUpdateSet({ updated_at: startedAt }))
        .returning(["id", "public_id"])
        .executeTakeFirstOrThrow();
      await trx
        .insertInto("list_members")
        .values({ list: "weekly", subscriber_id: subscriber.id, state: "active", at: startedAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      if (index >= count) {
        await trx
          .insertInto("exclusions")
          .values({ send_id: send.id, subscriber_id: subscriber.id, reason: "suppressed" })
          .execute();
        continue;
      }
      const { id } = await trx
        .insertInto("deliveries")
        .values({
          send_id: send.id,
          subscriber_id: subscriber.id,
          subscriber_public_id: subscriber.public_id,
          issue_id: issue.id,
          address,
          address_key: key,
          batch_id: batch.id,
          position: index,
          slot_values: "{}",
          provider_id: options.providerIds === false ? null : `id-${slug}-${index}`,
          outcome: outcome(index),
          not_received: Number(isNotReceived(outcome(index))),
          reason: null,
          arrival: 0,
          arrival_at: null,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      deliveries.push({ id, subscriberId: subscriber.id, publicId: subscriber.public_id, address });
    }
  });
  return { slug, sendId: send.id, batchId: batch.id, deliveries };
}

/** The body of a webhook about delivery `index`, as Resend writes it. */
export function payloadOf(
  ledger: Ledger,
  seeded: Seeded,
  index: number,
  name: string,
  { at = NOW, extra = {}, tagged = true }: { at?: number; extra?: object; tagged?: boolean } = {},
): string {
  const delivery = seeded.deliveries[index];
  return JSON.stringify({
    type: name,
    created_at: new Date(at).toISOString(),
    data: {
      email_id: `id-${seeded.slug}-${index}`,
      from: "Weekly <weekly@example.org>",
      to: [delivery?.address],
      subject: "Hello",
      ...(tagged
        ? {
            tags: {
              lp_batch: `${ledger.database}_${seeded.batchId}_1`,
              lp_delivery: String(delivery?.id),
            },
          }
        : {}),
      ...extra,
    },
  });
}

let events = 0;

export function eventOf(
  ...[ledger, seeded, index, name, options]: Parameters<typeof payloadOf>
): DeliveryEvent {
  const payload = payloadOf(ledger, seeded, index, name, options);
  events += 1;
  const event = parseEvent(payload, { id: `msg_${events}`, receivedAt: NOW });
  if (event === null) throw new Error("not an event");
  return event;
}

export const bounce = (type: "Permanent" | "Transient" | "Undetermined") => ({
  bounce: { type, subType: "General", message: "no" },
});

export const click = (link: string, userAgent = HUMAN) => ({
  click: { link, userAgent, ipAddress: "192.0.2.1", timestamp: new Date(NOW).toISOString() },
});

export const HUMAN =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
