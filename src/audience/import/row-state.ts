import type { IMPORT_RANKS } from "#src/store/readers/import-rows.ts";
import type { SuppressionReason } from "#src/model/states.ts";

/** What a row says: a state, `unstated` (the file does not tell), or a reason why the row is nobody to write to. */
export type RowState =
  | { readonly state: keyof typeof IMPORT_RANKS | "unstated"; readonly suppress?: SuppressionReason }
  | { readonly refuse: string };

export const ACTIVE: RowState = { state: "active" };
export const PENDING: RowState = { state: "pending" };
export const UNSUBSCRIBED: RowState = { state: "unsubscribed" };
export const BOUNCED: RowState = { state: "bounced", suppress: "bounced" };
export const COMPLAINED: RowState = { state: "complained", suppress: "complained" };
export const BLOCKED: RowState = { state: "unsubscribed", suppress: "manual" };
export const UNSTATED: RowState = { state: "unstated" };

/** Words for a subscriber's state, of every system; a word that is not here is pending, never active. */
export const WORDS: Readonly<Record<string, RowState>> = {
  active: ACTIVE,
  subscribed: ACTIVE,
  confirmed: ACTIVE,
  pending: PENDING,
  unconfirmed: PENDING,
  unactivated: PENDING,
  validating: PENDING,
  inactive: PENDING,
  cold: PENDING,
  unsubscribed: UNSUBSCRIBED,
  cancelled: UNSUBSCRIBED,
  canceled: UNSUBSCRIBED,
  removed: UNSUBSCRIBED,
  bounced: BOUNCED,
  cleaned: BOUNCED,
  undeliverable: BOUNCED,
  complained: COMPLAINED,
  blocked: BLOCKED,
  blocklisted: BLOCKED,
};
