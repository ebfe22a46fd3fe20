import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import type { Email } from "#src/model/email.ts";
import { newId } from "#src/model/ids.ts";
import type { Choice } from "#src/model/merge-tag.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { parseSegment } from "#src/issue/segment/parse-segment.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { BodyBuffers } from "#src/resend/body-buffers.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { composerOf } from "#src/send/compose-batch.ts";
import { planSend } from "#src/send/plan-send.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { recordTest } from "#src/send/send-test.ts";
import { releaseTriggers } from "#src/send/release-triggers.ts";
import { saveEmail } from "#src/store/issues/emails.ts";
import { queueTrigger, replaceTriggers } from "#src/store/sends/triggers.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import {
  DIALECTS,
  KEYS,
  SUPPRESSION_KEY,
  addReaders,
  tempLedger,
  testClock,
  testEmail,
  testSettings,
} from "../helpers/temp-ledger.ts";

const newsletter = newsletterSchema.parse({
  name: "Test",
  url: "https://news.example.org",
  from: "desk@news.example.org",
  postal_address: "1 Example Street",
  timezone: "UTC",
  lists: { weekly: { title: "Weekly" } },
  attributes: { plan: { type: "string" }, seats: { type: "number" } },
});

function asked(query: string) {
  const { segment } = parseSegment(query, newsletter, { file: "a.md", line: 1, column: 1 });
  if (segment === null) throw new Error(`${query} is no segment.`);
  return { query, rule: segment };
}

const QUERIES = ["plan:pro", "-plan:pro seats:>3", `first_name:"O'Hara ? $1"`];

/** A part for each of `queries`, one of them in another, in HTML and in text. */
function emailFor(queries: readonly string[] = QUERIES): Email {
  const tag = { tag: 3, context: "text" } as const;
  const inner: Choice = { asked: 1, only: ["<b>seats</b>"], otherwise: [] };
  const parts = queries.map((query, index): Choice => ({
    asked: index,
    only: [`<p>in "${query}" `, tag, "</p>"],
    otherwise: index === 0 ? ["<p>not pro ", inner, "</p>"] : [],
  }));
  const base = testEmail();
  return {
    ...base,
    digest: "p".repeat(64),
    html: [...base.html, ...parts],
    text: [...base.text, ...parts],
    asked: queries.map(asked),
  };
}

const READERS = [
  { first_name: "Ana", plan: "pro", seats: 9 },
  { first_name: "Ben", plan: "free", seats: 4 },
  { first_name: "O'Hara ? $1" },
  {},
];

async function ledgerWith(dialect: (typeof DIALECTS)[number]) {
  const clock = testClock();
  const ledger = await tempLedger({ dialect, clock });
  await addReaders(ledger, READERS.length);
  for (const [index, attributes] of READERS.entries())
    await ledger.db
      .updateTable("subscribers")
      .set({ attributes: JSON.stringify(attributes) })
      .where("id", "=", index + 1)
      .execute();
  return { ledger, clock };
}

for (const dialect of DIALECTS) {
  test(`the plan freezes each reader's answer, and composing reads nothing newer (${dialect})`, async () => {
    const { ledger, clock } = await ledgerWith(dialect);
    const email = emailFor();
    const { send } = await scheduleTestSend(ledger, { email });
    await ledger.db.updateTable("sends").set({ state: "planning" }).execute();
    await planSend(ledger, send.id);
    const frozen = async () => {
      const rows = await ledger.db
        .selectFrom("deliveries")
        .select(["id", "address", "subscriber_public_id", "slot_values"])
        .orderBy("subscriber_id")
        .execute();
      return rows.map((row) => ({ ...row, values: JSON.parse(row.slot_values) as Record<string, unknown> }));
    };
    const before = await frozen();
    expect(before.map(({ values }) => QUERIES.map((query) => values[`segment ${query}`]))).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
      [false, false, false],
    ]);

    const compose = composerOf(
      email,
      { database: "db", list: "weekly", settings: testSettings(), test: false },
      KEYS,
    );
    const post = (rows: typeof before) => compose({ id: 1, revision: 0 }, rows);
    const first = post(before);
    const bodyOf = (composed: typeof first) => Buffer.from(composed.body(new BodyBuffers()).bytes).toString();
    const messages = JSON.parse(bodyOf(first)) as { html: string; text: string }[];
    for (const [index, message] of messages.entries()) {
      const subscriber = before[index]!.values as Record<string, string | boolean>;
      const unsubscribe = /href="([^"]*)"/.exec(message.html)?.[1] ?? "";
      const alone = personalise(email, { subscriber, urls: { unsubscribe, preferences: "", web: "" } });
      expect(message.html).toBe(alone.html);
    }
    expect(messages[0]!.html).toContain('<p>in "plan:pro" Ana</p>');
    expect(messages[1]!.html).toContain("<p>not pro <b>seats</b></p>");
    expect(messages[2]!.html).toContain("<p>not pro </p>");

    // Everybody changes sides between plan and post, and again before a repeat.
    clock.advance(60_000);
    await ledger.db.updateTable("subscribers").set({ attributes: '{"plan":"pro"}' }).execute();
    const after = await frozen();
    expect(after).toEqual(before);
    expect(post(after).sha256).toBe(first.sha256);
    expect(bodyOf(post(after))).toBe(bodyOf(first));

    // Another answer is another message, and a hash that knows it.
    const other = before.map((row, index) =>
      index === 0
        ? { ...row, slot_values: JSON.stringify({ ...row.values, "segment plan:pro": false }) }
        : row,
    );
    expect(post(other).sha256).not.toBe(first.sha256);
  });

  test(`a worker mails each reader their part (${dialect})`, async () => {
    const { ledger } = await ledgerWith(dialect);
    const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
    onTestFinished(() => sandbox.close());
    const { send } = await scheduleTestSend(ledger, { email: emailFor() });
    await ledger.db.updateTable("sends").set({ state: "planning" }).execute();
    await planSend(ledger, send.id);
    await ledger.db.updateTable("subscribers").set({ attributes: "{}" }).execute();
    await runWorker(ledger, {
      client: new Resend(sandbox.sendingKey, { baseUrl: sandbox.url }),
      keys: KEYS,
      token: `test:1:${newId()}`,
      signal: new AbortController().signal,
      untilIdle: true,
    });
    const got = sandbox.inbox.list().data.map(({ id }) => {
      const { html } = sandbox.inbox.get(id) ?? {};
      return /<p>(?:in|not)[\s\S]*$/.exec(html ?? "")?.[0];
    });
    expect(new Set(got)).toEqual(
      new Set([
        '<p>in "plan:pro" Ana</p>',
        '<p>not pro <b>seats</b></p><p>in "-plan:pro seats:>3" Ben</p>',
        `<p>not pro </p><p>in "first_name:"O'Hara ? $1"" O&#39;Hara ? $1</p>`,
        "<p>not pro </p>",
      ]),
    );
  });

  test(`a test as a subscriber shows their parts, and one as nobody those of a stranger (${dialect})`, async () => {
    const { ledger } = await ledgerWith(dialect);
    const wish = {
      email: emailFor(["plan:pro", "-plan:pro"]),
      assets: [],
      to: ["author@letters.test"],
      zone: "UTC",
      by: "cli:test",
      settings: testSettings(),
    };
    const valuesOf = async (as: number | null) => {
      const id = await recordTest(ledger, { ...wish, as: as ?? {} }, SUPPRESSION_KEY);
      const row = await ledger.db
        .selectFrom("deliveries")
        .select("slot_values")
        .where("send_id", "=", id)
        .executeTakeFirstOrThrow();
      return JSON.parse(row.slot_values) as unknown;
    };
    expect(await valuesOf(1)).toMatchObject({ "segment plan:pro": true, "segment -plan:pro": false });
    expect(await valuesOf(2)).toMatchObject({ "segment plan:pro": false, "segment -plan:pro": true });
    // Nothing frozen is the answer of somebody of whom nothing is known.
    expect(await valuesOf(null)).toEqual({});
    const { html } = personalise(wish.email, {
      subscriber: {},
      urls: { unsubscribe: "", preferences: "", web: "" },
    });
    expect(html).toContain("<p>not pro ");
    expect(html).toContain('in "-plan:pro"');
  });

  test(`a welcome has the parts of its one reader (${dialect})`, async () => {
    const { ledger } = await ledgerWith(dialect);
    const email = emailFor(["plan:pro", "list:weekly"]);
    await saveEmail(ledger.db, email, 0);
    const row = { name: "welcome", list: "weekly", lang: "en", zone: "UTC" } as const;
    const settings = JSON.stringify(testSettings());
    await replaceTriggers(ledger.db, [{ ...row, email_digest: email.digest, settings, updated_at: 0 }]);
    for (const subscriber of [1, 2]) {
      const mail = { name: "welcome", list: "weekly", lang: "en", cause: String(subscriber) } as const;
      await queueTrigger(ledger.db, { ...mail, subscriber_id: subscriber, at: 0 });
    }
    expect(await releaseTriggers(ledger, { mailsPerHour: 10, lang: "en" })).toBe(2);
    const rows = await ledger.db
      .selectFrom("deliveries")
      .select("slot_values")
      .orderBy("subscriber_id")
      .execute();
    expect(rows.map(({ slot_values: values }) => JSON.parse(values) as unknown)).toEqual([
      { first_name: "Ana", "segment plan:pro": true, "segment list:weekly": true },
      { first_name: "Ben", "segment plan:pro": false, "segment list:weekly": true },
    ]);
  });
}
