import type { Generated } from "kysely";
import type {
  BatchState,
  ExclusionReason,
  MembershipState,
  Outcome,
  PauseReason,
  SendKind,
  SendState,
  SuppressionReason,
  TriggerName,
} from "#src/model/states.ts";
import type { IssueTextsTable, OverruledTable } from "./email-tables.ts";
import type { Rating } from "#src/model/values/rating.ts";
import type { LimiterTable } from "./limiter-table.ts";

/**
 * The ledger's tables, the same on SQLite and PostgreSQL. Instants are integer ms UTC (`*_at`); JSON is text, so that
 * both databases return what was written; ids are integers inside, public ids 16 random bytes base64url.
 */
export interface Database {
  meta: { name: string; value: string };
  subscribers: SubscribersTable;
  list_members: { subscriber_id: number; list: string; state: MembershipState; at: number };
  consents: ConsentsTable;
  suppressions: { address_key: string; reason: SuppressionReason; at: number; source: string };
  issues: IssuesTable;
  emails: { digest: string; body: string; created_at: number };
  assets: { key: string; media_type: string; bytes: Buffer; created_at: number };
  sends: SendsTable;
  exclusions: { send_id: number; subscriber_id: number; reason: ExclusionReason };
  batches: BatchesTable;
  deliveries: DeliveriesTable;
  events: EventsTable;
  limiter: LimiterTable;
  triggers: TriggersTable;
  trigger_queue: TriggerQueueTable;
  counters: { name: string; count: number; at: number };
  issue_pages: IssuePagesTable;
  aliases: { slug: string; issue_id: number };
  issue_texts: IssueTextsTable;
  overruled: OverruledTable;
  compositions: CompositionsTable;
  address_changes: AddressChangesTable;
  former_addresses: { subscriber_id: number; address_key: string; at: number };
  /** Public ids of subscribers who were merged into another one: the links in their mails still work. */
  former_ids: { public_id: string; subscriber_id: number };
  /** Readers' answers to `::rate`, as long as each reader may still change theirs. */
  ratings: { delivery_id: number; send_id: number; answer: Rating };
  /** Counts of the answers that no longer belong to a reader. */
  rating_counts: { send_id: number; answer: Rating; count: number };
  shares: SharesTable;
}

/** A page that shows an issue to everybody who has its link, until it ends. */
interface SharesTable {
  /** Public. */
  id: string;
  slug: string;
  title: string;
  /** The page, UTF-8. */
  page: Buffer;
  created_at: number;
  expires_at: number;
}

/** An address that a reader may change to, by the link in a mail to that address. */
export interface AddressChangesTable {
  id: Generated<number>;
  /** Stands in that link where a subscriber's public id would be. */
  public_id: string;
  subscriber_id: number;
  /** `asked`: the reader typed it. `back`: the reader had it before, and may want it again. */
  kind: "asked" | "back";
  /** As typed; emptied once it is no longer needed. */
  address: string;
  address_key: string;
  at: number;
  done_at: number | null;
}

/** Compositions that the job keeps, so that it need not compose again every minute. Safe to lose. */
export interface CompositionsTable {
  /** SHA-256 (hex) of everything it was made of (`hashInputs`). */
  inputs: string;
  /** The Letterpress that made it. */
  version: string;
  /** JSON: email, images and findings. */
  body: string;
  /** When it was last used, accurate to a day. */
  used_at: number;
}

/** The emails of triggers, which forms and confirmations send by themselves: one for each trigger, list and language. */
export interface TriggersTable {
  name: TriggerName;
  list: string;
  lang: string;
  email_digest: string;
  /** JSON `SendSettings`. */
  settings: string;
  zone: string;
  updated_at: number;
}

/** A trigger's mail that has not become a send yet: the hour's limit is reached, or its email does not exist yet. */
export interface TriggerQueueTable {
  id: Generated<number>;
  name: TriggerName;
  subscriber_id: number;
  list: string;
  lang: string;
  /** What caused it, unique with the name: `<consent id>`. */
  cause: string;
  at: number;
}

/** What the public pages say of an issue besides its email. */
export interface IssuePagesTable {
  issue_id: number;
  /** JSON `IssueCard`. */
  card: string;
  /** As the file says now: an issue may be taken off the public list after it was sent. */
  archive: "public" | "unlisted" | "none";
  /** SHA-256 (hex) of the file's text as last composed: an unchanged file is not composed again. */
  text_sha: string;
  /** The email of a file that was edited after its send began, and when the edit was seen; null if there was none. */
  corrected_digest: string | null;
  corrected_at: number | null;
  /** JSON `Article` without its words; null where an older Letterpress kept the page. */
  article: string | null;
  /** Words of title and text as the search compares them (`foldText`). */
  words: string | null;
  /** Key of its section. */
  section: string | null;
}

export interface SubscribersTable {
  id: Generated<number>;
  public_id: string;
  /** As typed. */
  address: string;
  /** HMAC-SHA-256 (base64url) of the canonical form under SUPPRESSION_KEY. Unique. */
  address_key: string;
  /** IANA zone or null. */
  timezone: string | null;
  /** JSON object of declared attributes. */
  attributes: string;
  /** No issue is sent before this instant. */
  paused_until: number | null;
  /** Set after repeated bounces: no issue before this instant, and the next one is a try. Null if there is no rest. */
  rests_until: number | null;
  /** A transient bounce that `restBouncing` has not judged yet, ms UTC; null where there is none. */
  bounced_at: number | null;
  /** Bounces before this instant (ms UTC) no longer count: a person lifted a rest or a suppression, or the address changed. */
  bounces_from: number | null;
  created_at: number;
  updated_at: number;
}

/** Append-only: one row per act. `evidence` is JSON (file hash, form wording, IP while kept, ...). */
export interface ConsentsTable {
  id: Generated<number>;
  subscriber_id: number | null;
  address_key: string;
  list: string | null;
  act:
    | "imported"
    | "added"
    | "form_submitted"
    | "confirm_sent"
    | "confirmed"
    | "unsubscribed"
    | "removed"
    | "resubscribed"
    | "bounced"
    | "complained"
    | "preferences"
    | "address_asked"
    | "address_changed"
    | "erased";
  at: number;
  source: string;
  evidence: string;
}

export interface IssuesTable {
  id: Generated<number>;
  slug: string;
  path: string;
  first_seen_at: number;
  /** The latest `send_at` that the file was seen with, as typed; null if it never had one. */
  file_send_at: string | null;
  /** The latest `send_at` that the file was seen with while it was not a draft, as typed. */
  ready_send_at: Generated<string | null>;
  /** A person's schedule, unschedule or cancel. It stands until the file is not a draft and names a time that is not in `word_for`. */
  word: Generated<"scheduled" | "unscheduled" | "canceled" | null>;
  /** The times that the word was about, as typed, one a line. */
  word_for: Generated<string | null>;
  /** A person's pause, as a sentence for people; null if nobody paused the issue. No change of the file ends it. */
  paused_note: Generated<string | null>;
  /** The email that a person has approved. The approval covers exactly these bytes. */
  approved_digest: Generated<string | null>;
}

export interface SendsTable {
  id: Generated<number>;
  public_id: string;
  kind: SendKind;
  issue_id: number | null;
  /** Only for kind trigger: its name and what caused it, `confirm:<consent id>`; unique. */
  cause: string | null;
  email_digest: string;
  list: string;
  segment: string | null;
  /** Wall clock `YYYY-MM-DDTHH:mm` as intended, with its zone; null where the file gave an instant. */
  wall_local: string | null;
  zone: string;
  due_at: number;
  /** `file`, or a person: `cli:<user>`. */
  scheduled_by: string;
  /** The commit of the project it was scheduled from, with `-dirty` if the file differed from that commit; null without git. */
  git_commit: string | null;
  state: SendState;
  /** Why it is paused; null in every other state. */
  reason: PauseReason | null;
  /** A sentence for people about `reason`. */
  note: string | null;
  /** JSON `SendSettings`: everything delivery needs and must not read from files. */
  settings: string;
  candidates: number | null;
  excluded: number | null;
  recipients: number | null;
  /** The last wave that may be posted; batches of later waves wait. */
  wave: Generated<number>;
  /** When a pause ends by itself, ms UTC; null if it waits for a person. */
  resume_at: number | null;
  scheduled_at: number;
  planned_at: number | null;
  /**
   * Set on SQLite while rows of an unfinished plan may exist: the token of the planner that writes them, or empty if nobody
   * writes them any more. Such rows count nowhere, and are deleted before the send is planned again or ends.
   */
  planner: string | null;
  /** The planner counts as alive until this instant, ms UTC; every step extends it. */
  planner_until: number | null;
  started_at: number | null;
  finished_at: number | null;
  /** When its last deliveries were emptied: none of its rows holds an address any more. */
  emptied_at: Generated<number | null>;
  updated_at: number;
}

export interface BatchesTable {
  id: Generated<number>;
  send_id: number;
  /** 1-based within the send; batch 1 goes alone. */
  n: number;
  /** For a part of a batch that was split: the `n` of the batch as it was planned. */
  split_from: number | null;
  revision: Generated<number>;
  state: BatchState;
  /** Idempotency key of this revision; set with first_post_at, before the first byte leaves. */
  key: string | null;
  /** SHA-256 (hex) that stands for the exact array given to the SDK. */
  sha256: string | null;
  composer: number | null;
  /** Fingerprint of the API key it was first posted under. */
  api_key: string | null;
  wave: number;
  not_before: number;
  lease_token: string | null;
  lease_until: number | null;
  first_post_at: number | null;
  /** The latest time the ledger had seen at the first POST; null for a batch first posted before this was kept. */
  first_high_water_at: number | null;
  /** When it was last posted under its key. */
  last_post_at: number | null;
  ambiguous_at: number | null;
  accepted_at: number | null;
  /** How often it was claimed. Together with the lease this tells which worker's answer counts. */
  attempts: Generated<number>;
  /** How many answers made it wait. Its next wait grows with them, and not with claims of processes that died. */
  waits: Generated<number>;
  /** The first POST under a key that was refused and may be used again; null while nothing of it was refused. */
  refused_post_at: number | null;
  /** How often its key was refused. */
  refusals: Generated<number>;
  last_error: string | null;
  /** When its deliveries were emptied. */
  emptied_at: Generated<number | null>;
}

export interface DeliveriesTable {
  id: Generated<number>;
  send_id: number;
  /** Null for a test's addresses and after erasure. */
  subscriber_id: number | null;
  subscriber_public_id: string | null;
  /** Only for kind issue. Together with `address_key` unique over all sends of the issue, unless `not_received`. */
  issue_id: number | null;
  /** Empty once the person is erased, and `retention.address_days` after the send was over. */
  address: string;
  address_key: string;
  batch_id: number | null;
  /** 0-based within the batch. */
  position: number;
  /** JSON object of the attributes the email uses, frozen when planned. */
  slot_values: string;
  provider_id: string | null;
  outcome: Outcome;
  /** 1 exactly where `outcome` is withdrawn or refused: the reader did not get it, and a later send may include them. */
  not_received: Generated<number>;
  reason: string | null;
  /** An `arrivalRank`; 0 if no event has come yet. */
  arrival: number;
  arrival_at: number | null;
}

export interface EventsTable {
  id: Generated<number>;
  provider_event_id: string;
  name: string;
  delivery_id: number | null;
  send_id: number | null;
  provider_id: string | null;
  at: number;
  received_at: number;
  /**
   * Key of the address it is about. While the event waits for a delivery and carries no tag of ours, it leads to that
   * delivery. For Resend's own suppressions it stays, because a reduced payload no longer names the address.
   */
  address_key: string | null;
  payload: string;
  /** When its payload was reduced to what reports need; null while it is as it was received. */
  scrubbed_at: Generated<number | null>;
  /** 0 waits (nothing matched yet), 1 applied, 2 nothing to apply. */
  state: number;
  /** For a bounce its kind, for a click who made it, a person or a machine (a guess: see `judgeClicks`); otherwise null. */
  kind: EventKind | null;
}

export type EventKind = "permanent" | "transient" | "undetermined" | "human" | "machine";
