/** A broadcast as Resend's list has it. Instants are ms UTC. */
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

/** All that is posted of a broadcast, and nothing else. */
export interface BroadcastFields {
  readonly segment: string;
  readonly topic: string;
  readonly from: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The oldest comes first, so that everybody who looks chooses the same one. */
export function byAge(a: Broadcast, b: Broadcast): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
