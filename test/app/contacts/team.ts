import { Resend } from "resend";
import { type Hosted, openHosted } from "#src/app/hosted/open-hosted.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";

export const START = Date.parse("2026-12-01T13:00:00Z");
export const NEWSLETTER = newsletterSchema.parse({
  name: "Stone",
  url: "https://stone.example",
  from: "Stone <news@stone.dev>",
  postal_address: "Stone, 1 Hill, Lima",
  timezone: "UTC",
  audience: "resend",
  attributes: { city: { type: "string" } },
  lists: {
    weekly: { title: "Weekly", segment: "Weekly", topic: "Weekly" },
    extra: { title: "Extra", segment: "Extra", topic: "Extra" },
  },
});

export class Killed extends Error {}

/** A process that dies after so many requests: the last may have been done, or never have left. */
export function mortal(hosted: Hosted, requests: number, isDone: boolean): Hosted {
  let left = requests;
  return {
    ...hosted,
    pacer: async (ask) => {
      left -= 1;
      if (left < -1 || (left === -1 && !isDone)) throw new Killed();
      const answer = await hosted.pacer(ask);
      if (left < 0) throw new Killed();
      return answer;
    },
  };
}

/** Either reading of every open question, and what a network does. */
export function anySwitches(pick: <T>(...of: readonly T[]) => T): SwitchesInput {
  return {
    rate_limit: 10_000,
    contact_upsert: pick("resets", "keeps"),
    import_default: pick("upsert", "skip"),
    import_skip_adds_segments: pick(true, false),
    import_outcome: pick("completed", "completed", "failed"),
    contact_properties: pick("plain", "typed"),
    contact_topics_body: pick("any", "array", "object"),
    list_lag_ms: pick(0, 1000, 19_000),
    deleted_cursor: pick("empty", "refuse", "from_start"),
    timestamps: pick("postgres", "iso"),
    faults: pick<NonNullable<SwitchesInput["faults"]>>(
      [],
      [{ kind: "error", status: 500, when: "after", on: "* /contacts*", probability: 0.2 }],
      [{ kind: "reset", when: "before", on: "* /contacts*", probability: 0.2 }],
      [{ kind: "rate_limit", on: "* *", probability: 0.2 }],
    ),
  };
}

/** A team with the segments and topics of the newsletter. */
export async function createTeam(switches: SwitchesInput) {
  const sandbox = await startSandbox({ clock: { now: () => START }, switches });
  const { audience, clock } = sandbox;
  const segments = { weekly: audience.addSegment("Weekly").id, extra: audience.addSegment("Extra").id };
  const topics = {
    weekly: audience.addTopic({ name: "Weekly" }).id,
    extra: audience.addTopic({ name: "Extra" }).id,
  };
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  return {
    sandbox,
    audience,
    segments,
    topics,
    hosted: openHosted({
      root: ".",
      env: { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url },
      sandbox: false,
      clock,
      wait: (ms) => sandbox.advance(ms),
    }),
    /** Nothing fails any more, and every list is up to date. */
    async calm(): Promise<void> {
      Object.assign(sandbox.switches, { faults: [], import_outcome: "completed" });
      await sandbox.advance(20_000);
    },
    /** Send a broadcast to the weekly list; the addresses at which it arrives. */
    async mailed(): Promise<readonly string[]> {
      const { data } = await resend.broadcasts.create({
        name: "Tuesday",
        from: "news@stone.dev",
        subject: "Tuesday",
        html: "<p>{{{RESEND_UNSUBSCRIBE_URL}}}</p>",
        segmentId: segments.weekly,
        topicId: topics.weekly,
      });
      const id = data?.id ?? "";
      await resend.broadcasts.send(id);
      await sandbox.advance(60_000);
      await sandbox.webhooks.flush();
      const got = await resend.broadcasts.recipients(id, { type: "delivered", limit: 100 });
      return (got.data?.data ?? []).map(({ email }) => email).toSorted();
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
