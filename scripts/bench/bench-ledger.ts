/** A ledger of many readers and a send to them, for the benchmarks. */
import { DAY_MS } from "#src/model/durations.ts";
import type { Email } from "#src/model/email.ts";
import { createAddressKeys, newId } from "#src/model/ids.ts";
import { BUILT_IN_TAGS } from "#src/model/merge-tag.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { scheduleSend } from "#src/send/schedule/schedule-send.ts";
import { seeIssue } from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { stepSend } from "#src/store/sends/sends.ts";
import { openSqlite } from "#src/store/database/sqlite.ts";

export const benchNewsletter = newsletterSchema.parse({
  name: "Bench",
  url: "https://news.example.org",
  from: "desk@news.example.org",
  postal_address: "1 Example Street",
  timezone: "UTC",
  lists: { weekly: { title: "Weekly" } },
  attributes: { city: { type: "string" } },
});

export const BENCH_SUPPRESSION_KEY = "bench".repeat(8);
export const benchKey = { kid: "k1", secret: "a secret of the benchmark, long enough for anybody" };

/** An email that reads a name of each reader. */
export const benchEmail: Email = {
  format: 1,
  from: "The Test <test@letters.example>",
  replyTo: null,
  subject: ["News for you"],
  html: [
    "<p>Hello ",
    { tag: 3, context: "text" },
    '</p><a href="',
    { tag: 0, context: "url" },
    '">Leave</a>',
  ],
  text: ["Hello ", { tag: 3, context: "plain" }, "\n", { tag: 0, context: "plain" }],
  headers: { "List-Id": "The Test <weekly.letters.example>" },
  list: "weekly",
  tags: [
    ...BUILT_IN_TAGS,
    { name: "subscriber.first_name", filters: [{ name: "default", args: ["there"] }], source: "" },
  ],
  digest: "b".repeat(64),
};

/** Opens the ledger in `folder`, and creates it if it does not exist. */
export function benchLedger(
  folder: string,
  url = "sqlite:ledger.db",
  destination: Ledger["destination"] = "sandbox",
): Promise<Ledger> {
  return openLedger({
    url,
    root: folder,
    destination,
    suppressionKey: null,
    clock: { now: Date.now },
    create: true,
  });
}

/**
 * Puts `count` readers on the list `weekly` of the ledger at `path`; their address keys are in no order. With
 * `leavers`, of every hundred one is suppressed, one is paused and one has left. Written without Kysely: a million rows
 * should not take minutes.
 */
export function addBenchReaders(path: string, count: number, { leavers = true } = {}): void {
  const database = openSqlite(path);
  const keyOf = createAddressKeys(BENCH_SUPPRESSION_KEY);
  const subscriber = database.prepare<unknown[]>(`insert into subscribers
    (public_id, address, address_key, attributes, paused_until, created_at, updated_at) values (?, ?, ?, ?, ?, 0, 0)`);
  const member = database.prepare<unknown[]>(
    "insert into list_members (list, subscriber_id, state, at) values ('weekly', ?, ?, 0)",
  );
  const suppression = database.prepare<unknown[]>(
    "insert into suppressions (address_key, reason, at, source) values (?, 'bounced', 0, 'bench')",
  );
  database.transaction(() => {
    for (let n = 1; n <= count; n += 1) {
      const address = `reader${n}@mail${n % 977}.readers.example`;
      const key = keyOf(address);
      const attributes = `{"first_name":"Reader ${n}","city":"Lima"}`;
      const { lastInsertRowid: id } = subscriber.run(
        newId(),
        address,
        key,
        attributes,
        leavers && n % 100 === 1 ? Date.now() + DAY_MS : null,
      );
      member.run(id, leavers && n % 100 === 2 ? "unsubscribed" : "active");
      if (leavers && n % 100 === 3) suppression.run(key);
    }
  })();
  database.close();
}

/** Records a send of an email to the list, in `planning`, with a first wave unless told otherwise. */
export async function benchSend(
  ledger: Ledger,
  { slug = "bench", email = benchEmail, waved = true } = {},
): Promise<number> {
  const now = ledger.clock.now();
  const issue = await seeIssue(ledger.db, { slug, path: `issues/${slug}.md`, fileSendAt: null }, now);
  const { send } = await scheduleSend(ledger, {
    issue,
    email,
    assets: [],
    segment: null,
    dueAt: now,
    wallLocal: null,
    zone: "UTC",
    by: "file",
    fromFile: true,
    gitCommit: null,
    settings: {
      url: "https://letters.example",
      kid: benchKey.kid,
      team: "default",
      slug,
      archive: "public",
      brake: null,
      local: null,
      wave: waved ? { above: 2000, share: 0.02, minutes: 10, approve: false, editors: [] } : null,
      ramp: { steps: null, by: "file" },
      links: [],
      part: { kind: "list" },
    },
  });
  await stepSend(ledger.db, send.id, "scheduled", "planning", now);
  return send.id;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
