import type { SuppressionReason } from "#src/model/states.ts";
import type { IMPORT_RANKS } from "#src/store/readers/import-stage.ts";

/** What a row says about its person: a state, `unstated` (the file does not tell), or the reason to leave the person out. */
export type RowState = Said | { readonly refuse: string };

export interface Said {
  readonly state: keyof typeof IMPORT_RANKS | "unstated";
  readonly suppress?: SuppressionReason;
}

export const ACTIVE: Said = { state: "active" };
export const PENDING: Said = { state: "pending" };
export const UNSUBSCRIBED: Said = { state: "unsubscribed" };
export const BOUNCED: Said = { state: "bounced", suppress: "bounced" };
export const COMPLAINED: Said = { state: "complained", suppress: "complained" };
export const BLOCKED: Said = { state: "unsubscribed", suppress: "manual" };
export const UNSTATED: Said = { state: "unstated" };

/** States a person may name in `--map "COLUMN=status:word>state"`. */
export const MAP_STATES = {
  active: ACTIVE,
  pending: PENDING,
  unsubscribed: UNSUBSCRIBED,
  bounced: BOUNCED,
  complained: COMPLAINED,
  suppressed: BLOCKED,
} as const satisfies Record<string, Said>;
export type MapState = keyof typeof MAP_STATES;
