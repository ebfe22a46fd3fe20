/** What somebody may want to hear of at once. */
export const ALERTS = ["send.finished", "send.braked", "send.uncertain"] as const;
export type AlertType = (typeof ALERTS)[number];

/** What is posted to an address of `notify`, as JSON. No reader's address is ever in it. */
export interface Alert {
  readonly type: AlertType;
  /** ISO, UTC. */
  readonly timestamp: string;
  readonly data: {
    /** Public id. */
    readonly send: string;
    readonly slug: string | null;
    readonly state: string;
    readonly note: string | null;
    readonly recipients: number | null;
    readonly submitted: number;
    readonly refused: number;
    readonly uncertain: number;
  };
}
