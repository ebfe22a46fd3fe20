import { z } from "zod";
import { LetterpressError } from "#src/model/errors.ts";
import { BEHAVIOURS } from "#src/sandbox/mail/behaviour.ts";

const share = z.number().min(0).max(1);
const count = z.int().min(0);
const behaviour = z.enum(BEHAVIOURS);

/** One fault. README.md says what each kind does to the answer. */
const fault = z.strictObject({
  kind: z.enum([
    "rate_limit",
    "error",
    "html",
    "empty",
    "hang",
    "reset",
    "slow",
    "truncated",
    "cut",
    "wrong_count",
    "empty_list",
  ]),
  /** Method and path, `*` for anything: "POST /emails/batch". The query counts if it has a `?`: "GET /broadcasts?*after=*". */
  on: z
    .string()
    .regex(/^(\*|[A-Z]+) (\*|\/.*)$/, "expected a method and a path, for example `POST /emails/*`")
    .default("POST /emails*"),
  /** Strikes before anything is accepted, with half of the body read, or after it was accepted. */
  when: z.enum(["before", "half", "after"]).default("before"),
  /** Lets this many matching requests pass first. */
  skip: count.default(0),
  /** How many requests it strikes; null: all matching requests. */
  times: count.nullable().default(null),
  probability: share.default(1),
  /** HTTP status of `error`, `html` and `empty`. */
  status: z.int().min(400).max(599).optional(),
  /** How long `slow` and `hang` wait, in real ms; a hang without it lasts until the client disconnects. */
  ms: count.optional(),
  /** Seconds in `retry-after` of `rate_limit`; null leaves the header out. */
  retry_after: count.nullable().default(1),
  /** By how much `wrong_count` changes the number of ids in `data`. */
  by: z.int().default(-1),
});

const schema = z.strictObject({
  faults: z.array(fault.readonly()).default([]).readonly(),

  rate_limit: z.int().positive().default(10),
  daily_quota: count.nullable().default(null),
  monthly_quota: count.nullable().default(null),
  /** What happens to mail beyond the quota: the request is refused, or accepted and then reported `email.failed`. */
  over_quota: z.enum(["refuse", "accept_then_fail"]).default("refuse"),

  // Open questions of research/resend.md 9: Resend's answer is unknown, so a client must survive every one of these.
  invalid_key: z.enum(["400", "401", "403"]).default("400"),
  batch_over_limit: z.enum(["422", "400", "413", "per_item"]).default("422"),
  permissive_none_valid: z.enum(["200", "422"]).default("200"),
  idempotency_remembers: z.enum(["accepted", "accepted_and_4xx", "everything"]).default("accepted"),
  idempotency_scope: z.enum(["team", "key"]).default("team"),
  idempotency_compares_headers: z.boolean().default(false),
  quota_retry_after: count.nullable().default(null),
  body_limit: count.nullable().default(null),
  schedule_past: z.enum(["send_now", "refuse"]).default("send_now"),
  schedule_beyond_30_days: z.enum(["refuse", "accept"]).default("refuse"),
  scheduled_counts: z.enum(["when_accepted", "when_sent"]).default("when_accepted"),
  reserved_headers: z.array(z.string()).default([]).readonly(),
  subject_limit: z.int().positive().nullable().default(null),
  webhook_header_twins: z.boolean().default(false),

  // Open questions about contacts and broadcasts.
  list_lag_ms: count.default(0),
  deleted_cursor: z.enum(["empty", "refuse", "from_start"]).default("empty"),
  contact_upsert: z.enum(["resets", "keeps"]).default("resets"),
  contact_properties: z.enum(["plain", "typed"]).default("plain"),
  contact_topics_body: z.enum(["any", "array", "object"]).default("any"),
  import_default: z.enum(["upsert", "skip"]).default("upsert"),
  import_skip_adds_segments: z.boolean().default(false),
  contacts_quota: count.nullable().default(null),
  broadcast_send_again: z.enum(["refuse", "ignore"]).default("refuse"),
  broadcast_patch_scheduled: z.enum(["accept", "refuse"]).default("accept"),
  broadcast_cancel_queued: z.enum(["stops", "refuse"]).default("stops"),
  broadcast_segment_resolved: z.enum(["at_send", "at_schedule"]).default("at_send"),
  broadcast_status_while_sending: z.string().min(1).default("queued"),
  broadcast_subject_tags: z.enum(["literal", "filled"]).default("literal"),
  broadcast_list_unsubscribe: z.boolean().default(false),
  one_click_leaves: z.enum(["topic", "all"]).default("topic"),

  /** Whether mail may come from any domain, or only from one that is listed and verified. */
  sending_domains: z.enum(["any", "verified"]).default("any"),
  /** The result of `POST /domains/:id/verify`. */
  domain_verification: z.enum(["verified", "failed", "pending"]).default("verified"),
  timestamps: z.enum(["postgres", "iso"]).default("postgres"),
  /** What happens to mail, by the recipient's domain: one behaviour, or shares of several. */
  behaviours: z
    .record(z.string(), z.union([behaviour, z.partialRecord(behaviour, z.number().min(0)).readonly()]))
    .default({})
    .readonly(),
  /** Shares of delivered mail that are opened and clicked, if the domain has tracking on. */
  opens: share.default(0.4),
  clicks: share.default(0.1),
  /** Whether broadcasts arrive, fail before their first mail, or fail after half of them. */
  broadcast_outcome: z.enum(["sent", "failed", "failed_midway"]).default("sent"),
  /** How long an import takes, and whether it fails after half of its rows. */
  import_ms: count.default(1000),
  import_outcome: z.enum(["completed", "failed"]).default("completed"),
  /** How long a broadcast stays queued before its first mail leaves, and how many mails leave a second from then on. */
  broadcast_starts_ms: count.default(300),
  broadcast_rate: z.number().positive().default(5000),
  /** Time between two events of a message, on the sandbox's clock. */
  event_gap_ms: count.default(300),

  webhook_rate: z.int().positive().default(500),
  webhook_concurrency: z.int().min(1).max(100).default(8),
  webhook_timeout_ms: z.int().positive().default(15_000),
  webhook_shuffle: z.boolean().default(true),
  webhook_duplicates: share.default(0.02),
});

type Values = z.output<typeof schema>;
export type SwitchesInput = z.input<typeof schema>;
export type Fault = z.output<typeof fault>;

/** The sandbox's switches. Assigning one checks it; a wrong value throws `usage/invalid`. */
export interface Switches extends Omit<Values, "faults"> {
  get faults(): readonly Fault[];
  /** Only the `kind` of a fault is required. */
  set faults(faults: readonly z.input<typeof fault>[]);
}

export function createSwitches(initial: SwitchesInput) {
  const values = read(initial);
  /** Changes several switches; checks all before it sets any. Throws `usage/invalid`. */
  const change = (patch: unknown): Values => {
    const given: Record<string, unknown> = typeof patch === "object" && patch !== null ? { ...patch } : {};
    const next = read({ ...values, ...given });
    // If `faults` is not given, its faults stay the same objects, and with them the counts of how often they have
    // struck.
    for (const name of Object.keys(given)) Object.assign(values, { [name]: next[name as keyof Switches] });
    return { ...values };
  };
  const switches = {};
  for (const name of Object.keys(values)) {
    Object.defineProperty(switches, name, {
      enumerable: true,
      get: () => values[name as keyof Switches],
      set(value: unknown) {
        change({ [name]: value });
      },
    });
  }
  /** `switches` can be read and assigned at any time. Lists are replaced, never changed in place: that would bypass the check. */
  return { switches: Object.seal(switches) as Switches, change };
}

function read(given: unknown): Values {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new LetterpressError(
    "usage/invalid",
    `The sandbox's switch \`${issue?.path.join(".") ?? ""}\` cannot be set: ${issue?.message ?? "not valid"}.`,
    { hint: "src/sandbox/README.md lists the switches and their values." },
  );
}
