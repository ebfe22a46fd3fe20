/** A ledger as it is after some months of a weekly, for the benchmarks and for the tests of how it is searched. */
import { type RawBuilder, sql } from "kysely";
import { DAY_MS } from "#src/model/durations.ts";
import { addressKey } from "#src/model/ids.ts";
import { bindKey } from "#src/store/guard/bind-key.ts";
import { saveEmail } from "#src/store/issues/emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { seeIssue } from "#src/store/issues/issues.ts";
import { type NewSend, insertSend } from "#src/store/sends/sends.ts";
import { benchEmail, benchKey } from "./bench-ledger.ts";

export interface Filled {
  readonly readers: number;
  /** Issues that were sent to all of them; `issue-1` is the oldest. */
  readonly issues: number;
  readonly events: number;
  /** Confirmations and welcomes: a send to one reader each. */
  readonly triggers: number;
  /** People who never confirmed. */
  readonly pending: number;
}

export const WEEKLY: Filled = {
  readers: 200_000,
  issues: 8,
  events: 600_000,
  triggers: 100_000,
  pending: 500,
};
export const FILL_SUPPRESSION_KEY = "bench".repeat(8);

/** Returns the address of the `n`th reader. */
export function readerAddress(n: number): string {
  return `reader${n}@readers.example`;
}

/** Returns the public id of the `n`th reader. */
export function readerId(n: number): string {
  return String(n).padStart(22, "A");
}

/**
 * Fill an empty ledger. Besides the issues that were sent there are three sends to all readers: `waved`, whose first wave is
 * out, `open`, which waits for a person, and `due`, in `planning`. Readers 1 to 20 can be found by their address.
 */
export async function fillLedger(ledger: Ledger, size: Filled): Promise<void> {
  const { readers, issues, events, triggers, pending } = size;
  const now = ledger.clock.now();
  // Only the first readers have a key that can be computed again.
  await bindKey({ db: ledger.db, shown: ledger.name, isMoved: false }, FILL_SUPPRESSION_KEY);
  await ledger.db.transaction().execute(async (db) => {
    const run = (text: RawBuilder<unknown>) => text.execute(db);
    const random =
      ledger.dialect === "sqlite"
        ? sql`substr(hex(randomblob(22)), 1, 43)`
        : sql`substr(md5(random()::text) || md5(random()::text), 1, 43)`;
    const padded =
      ledger.dialect === "sqlite"
        ? sql`substr('AAAAAAAAAAAAAAAAAAAAAA' || i, -22)`
        : sql`lpad(cast(i as text), 22, 'A')`;
    const numbers = (from: number, to: number) => sql`with recursive numbers (i) as
      (select cast(${from} as integer) union all select i + 1 from numbers where i < ${to})`;
    const old = now - 60 * DAY_MS;

    await run(sql`insert into subscribers (public_id, address, address_key, timezone, attributes, created_at, updated_at)
      ${numbers(1, readers + pending)} select ${padded}, 'reader' || i || '@readers.example', ${random},
        case i % 3 when 0 then 'America/Lima' when 1 then 'Europe/Madrid' end,
        '{"first_name":"Reader ' || i || '","city":"Lima"}', cast(${old} as bigint), cast(${old} as bigint) from numbers`);
    for (let n = 1; n <= Math.min(20, readers); n += 1)
      await db
        .updateTable("subscribers")
        .set({ address_key: addressKey(readerAddress(n), FILL_SUPPRESSION_KEY) })
        .where("id", "=", n)
        .execute();
    await run(sql`insert into list_members (list, subscriber_id, state, at)
      select 'weekly', id, case when id > ${readers} then 'pending' else 'active' end, cast(${old} as bigint) from subscribers`);
    await run(sql`insert into consents (subscriber_id, address_key, list, act, at, source, evidence)
      select id, address_key, 'weekly', case when id > ${readers} then 'form_submitted' else 'imported' end,
        cast(${old} as bigint), 'bench', '{"file":"readers.csv"}' from subscribers`);
    await run(sql`insert into consents (subscriber_id, address_key, list, act, at, source, evidence)
      select id, address_key, 'weekly', 'unsubscribed', cast(${now - DAY_MS} as bigint), 'one-click', '{}'
      from subscribers where id % 100 = 7 and id <= ${readers}`);
    await run(sql`insert into suppressions (address_key, reason, at, source)
      select address_key, 'bounced', 0, 'bench' from subscribers where id % 100 = 8`);
    await saveEmail(db, benchEmail, old);

    const sendOf = async (slug: string, more: Partial<NewSend>): Promise<number> => {
      const issue = await seeIssue(db, { slug, path: `issues/${slug}.md`, fileSendAt: null }, old);
      const counts = { candidates: readers, excluded: 0, recipients: readers };
      return (
        await insertSend(
          db,
          { ...baseOf(slug), ...counts, issue_id: issue.id, due_at: now, ...more } as NewSend,
          old,
        )
      ).id;
    };
    const planned = async (sendId: number, settled: boolean): Promise<void> => {
      await run(sql`insert into batches (send_id, n, state, wave, not_before, accepted_at, attempts)
        ${numbers(1, Math.ceil(readers / 100))} select cast(${sendId} as bigint), i,
          ${settled ? "submitted" : "pending"}, case when i = 1 then 0 else 1 end, cast(${old} as bigint),
          cast(${settled ? old : null} as bigint), 1 from numbers`);
      await run(sql`insert into deliveries (send_id, subscriber_id, subscriber_public_id, issue_id, address, address_key,
          batch_id, position, slot_values, provider_id, outcome, arrival)
        select cast(${sendId} as bigint), s.id, s.public_id, (select issue_id from sends where id = ${sendId}), s.address,
          s.address_key, b.id, (s.id - 1) % 100, '{"first_name":"Reader"}',
          ${settled ? sql`'id-' || s.id || '-' || cast(${sendId} as text)` : sql`null`},
          ${settled ? "submitted" : "planned"}, ${settled ? sql`case when s.id % 200 = 9 then 6 else 2 end` : sql`0`}
        from subscribers s join batches b on b.send_id = ${sendId} and b.n = (s.id - 1) / 100 + 1
        where s.id <= ${readers} order by s.id`);
    };
    for (let n = 1; n <= issues; n += 1) {
      const at = now - (issues - n + 1) * 7 * DAY_MS;
      const times = { due_at: at, planned_at: at, started_at: at, finished_at: at };
      const id = await sendOf(`issue-${n}`, { ...times, state: "submitted" });
      await planned(id, true);
      await run(sql`insert into exclusions (send_id, subscriber_id, reason)
        select cast(${id} as bigint), id, 'suppressed' from subscribers where id % 100 = 8`);
    }
    // The latest issues come first, because events still arrive for those.
    const perReader = Math.ceil(events / readers);
    const names = sql`case e.n % 3 when 1 then 'email.delivered' when 2 then 'email.clicked' else 'email.opened' end`;
    await run(sql`insert into events (provider_event_id, name, delivery_id, send_id, provider_id, at, received_at, payload, state, kind)
      ${numbers(1, perReader)} select 'msg_' || d.id || '_' || e.n, name, d.id, d.send_id, d.provider_id, cast(${old} as bigint),
        cast(${old} as bigint), '{"type":"' || name || '","created_at":"2026-11-01T09:00:00.000Z","data":{"email_id":"' || d.provider_id
          || '","from":"The Test <test@letters.example>","to":["' || d.address || '"],"subject":"News for you","tags":{"lp_delivery":"' || d.id
          || '"},"click":{"link":"https://example.org/' || (d.id % 20) || '","userAgent":"Mozilla/5.0 (X11; Linux x86_64)","ipAddress":"192.0.2.1"}}}',
        1, case when name = 'email.clicked' then 'human' end
      from (select i as n from numbers) e
      cross join (select n, ${names} as name from (select i as n from numbers) e) w
      join deliveries d on d.send_id = (select max(id) from sends where state = 'submitted') where w.n = e.n`);
    await run(sql`insert into events (provider_event_id, name, delivery_id, send_id, provider_id, at, received_at, payload, state, kind)
      select 'msg_b' || id, 'email.bounced', id, send_id, provider_id, cast(${old} as bigint), cast(${old} as bigint), '{}', 1, 'permanent'
      from deliveries where arrival = 6`);

    await run(sql`insert into sends (public_id, kind, cause, email_digest, list, zone, due_at, scheduled_by, state, settings,
        candidates, excluded, recipients, scheduled_at, planned_at, started_at, finished_at, updated_at)
      ${numbers(1, triggers)} select 'trigger-' || i, 'trigger', 'confirm:' || i, ${benchEmail.digest}, 'weekly', 'UTC',
        cast(${old} as bigint), 'form', 'submitted', ${JSON.stringify(baseOf("").settings)}, 1, 0, 1, cast(${old} as bigint),
        cast(${old} as bigint), cast(${old} as bigint), cast(${old} as bigint), cast(${old} as bigint) from numbers`);
    await run(sql`insert into batches (send_id, n, state, wave, not_before, accepted_at, attempts)
      select id, 1, 'submitted', 0, cast(${old} as bigint), cast(${old} as bigint), 1 from sends where kind = 'trigger'`);
    await run(sql`insert into deliveries (send_id, subscriber_id, subscriber_public_id, address, address_key, batch_id, position,
        slot_values, provider_id, outcome, arrival)
      select b.send_id, s.id, s.public_id, s.address, s.address_key, b.id, 0, '{}', 'idt-' || b.id, 'submitted', 2
      from sends x join batches b on b.send_id = x.id
      join subscribers s on s.id = 1 + b.send_id % ${readers} where x.kind = 'trigger'`);

    const out = { planned_at: now, started_at: now };
    const waved = await sendOf("waved", { ...out, state: "paused", reason: "wave", resume_at: now });
    await planned(waved, false);
    await db
      .updateTable("batches")
      .set({ state: "submitted" })
      .where("send_id", "=", waved)
      .where("n", "=", 1)
      .execute();
    await sql`update deliveries set outcome = 'submitted', arrival = 2 where batch_id =
      (select id from batches where send_id = ${waved} and n = 1)`.execute(db);
    await planned(await sendOf("open", { ...out, state: "paused", reason: "person" }), false);
    await sendOf("due", { state: "planning", candidates: null, excluded: null, recipients: null });
  });
  await sql`analyze`.execute(ledger.db);
}

function baseOf(slug: string) {
  return {
    kind: "issue",
    email_digest: benchEmail.digest,
    list: "weekly",
    zone: "UTC",
    scheduled_by: "file",
    settings: {
      url: "https://letters.example",
      kid: benchKey.kid,
      team: "default",
      slug,
      archive: "public",
      brake: { bounces: 0.04, complaints: 0.001 },
      local: null,
      wave: { above: 2000, share: 0.02, minutes: 10, approve: false, editors: [] },
      ramp: { steps: null, by: "file" },
      links: [],
      part: { kind: "list" },
    },
  } as const;
}
