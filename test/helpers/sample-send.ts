/** What a send of the tests is made of. Knows nothing of a test runner: `npm run crash` sends the same. */
import type { Email } from "#src/model/email.ts";
import { addressKey, newId } from "#src/model/ids.ts";
import { BUILT_IN_TAGS, type MergeTag } from "#src/model/merge-tag.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

export const SUPPRESSION_KEY = "suppression-key-of-the-tests";
export const KEYS = [{ kid: "k1", secret: "a-secret-of-the-tests-long-enough-for-anybody" }];

/** A clock that stands until it is told to move. */
export function testClock(start = Date.UTC(2026, 11, 1, 9)): { now(): number; advance(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

/** Active members `reader1@readers.example`, `reader2@…` of a list. */
export async function addReaders(ledger: Ledger, count: number, list = "weekly"): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  await ledger.db.transaction().execute(async (db) => {
    for (let from = 0; from < count; from += READERS_AT_ONCE) {
      const readers = numbers.slice(from, from + READERS_AT_ONCE).map(readerOf);
      const ids = await db.insertInto("subscribers").values(readers).returning("id").execute();
      const members = ids.map(({ id }) => ({ list, subscriber_id: id, state: "active", at: 0 }) as const);
      await db.insertInto("list_members").values(members).execute();
    }
  });
}

/** Both databases have a limit of parameters in one statement. */
const READERS_AT_ONCE = 500;

function readerOf(n: number) {
  const address = `reader${n}@readers.example`;
  return {
    public_id: newId(),
    address,
    address_key: addressKey(address, SUPPRESSION_KEY),
    timezone: null,
    attributes: JSON.stringify({ first_name: `Reader ${n}` }),
    paused_until: null,
    created_at: 0,
    updated_at: 0,
  };
}

/** An email with a merged name, as render/ would make it. */
export function testEmail(changes: Partial<Email> = {}): Email {
  const name: MergeTag = {
    name: "subscriber.first_name",
    filters: [{ name: "default", args: ["there"] }],
    source: '{{ subscriber.first_name | default: "there" }}',
  };
  return {
    format: 1,
    from: "The Test <test@letters.example>",
    replyTo: null,
    subject: ["News for you"],
    html: [
      "<p>Hello ",
      { tag: 3, context: "text" },
      '</p><p><a href="',
      { tag: 0, context: "url" },
      '">Unsubscribe</a></p>',
    ],
    text: ["Hello ", { tag: 3, context: "plain" }, "\n\nUnsubscribe: ", { tag: 0, context: "plain" }, "\n"],
    headers: { "List-Id": "The Test <weekly.letters.example>" },
    list: "weekly",
    tags: [...BUILT_IN_TAGS, name],
    digest: "d".repeat(64),
    ...changes,
  };
}

export function testSettings(changes: Partial<SendSettings> = {}): SendSettings {
  return {
    url: "https://letters.example",
    kid: "k1",
    team: "default",
    slug: "hello",
    archive: "public",
    brake: { bounces: 0.04, complaints: 0.001 },
    local: null,
    wave: null,
    links: [],
    part: { kind: "list" },
    ...changes,
  };
}
