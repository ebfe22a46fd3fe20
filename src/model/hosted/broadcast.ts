/** A broadcast as Resend's list shows it. Instants are ms UTC. */
export interface Broadcast {
  readonly id: string;
  readonly name: string;
  readonly segment: string | null;
  /** `draft`, `scheduled`, `queued`, `sent`, `canceled`, `failed`: an open set. */
  readonly status: string;
  readonly createdAt: number;
  readonly scheduledAt: number | null;
  readonly sentAt: number | null;
}

/** Exactly the fields of a broadcast that are posted. */
export interface BroadcastFields {
  readonly segment: string;
  readonly topic: string;
  readonly from: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Sorts the oldest first, so that everybody who looks chooses the same broadcast. */
export function byAge(a: Broadcast, b: Broadcast): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
