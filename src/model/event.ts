/** A fact about a delivery as Resend reports it, translated by resend/. Unknown types keep `type: "other"`. */
export interface DeliveryEvent {
  /** Resend's (svix) id of this event: the same event may come many times. */
  readonly id: string;
  readonly type:
    | "sent"
    | "delivered"
    | "delayed"
    | "bounced"
    | "complained"
    | "opened"
    | "clicked"
    | "failed"
    | "suppressed"
    | "suppression_added"
    | "suppression_removed"
    | "other";
  /** Resend's own name, for example email.bounced. */
  readonly name: string;
  /** When it happened, ms UTC. */
  readonly at: number;
  /** The id Resend gave when it accepted the message. */
  readonly providerId: string | null;
  readonly address: string | null;
  /** Public id of the delivery, from the tag `lp_delivery`. */
  readonly delivery: string | null;
  /** Batch name `<database>_<batch>_<revision>` from the tag `lp_batch`. */
  readonly batch: string | null;
  readonly bounce: {
    readonly kind: "permanent" | "transient" | "undetermined";
    readonly subtype: string;
    readonly message: string;
  } | null;
  readonly click: { readonly link: string; readonly userAgent: string; readonly ip: string | null } | null;
  /** `email.failed`'s or `email.suppressed`'s reason. */
  readonly reason: string | null;
  /** The event's body as received, for the record. */
  readonly payload: string;
}
