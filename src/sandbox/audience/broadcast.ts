/** One text for the contacts of one segment. */
export interface Broadcast {
  readonly id: string;
  readonly createdAt: number;
  readonly name: string;
  readonly segmentId: string;
  readonly topicId: string | null;
  readonly from: string;
  readonly subject: string;
  readonly replyTo: readonly string[];
  readonly previewText: string | null;
  readonly html: string | null;
  /** Null: derived from `html`. Empty: the sender wants none. */
  readonly text: string | null;
  /** draft, scheduled, queued (until its last mail has left), sent, canceled or failed; set by hand, anything else. */
  readonly status: string;
  readonly scheduledAt: number | null;
  readonly sentAt: number | null;
  /** The key that created it; null if it was created in the dashboard, so that the API cannot send it. */
  readonly apiKeyId: string | null;
  /** True once its mails have begun to leave. */
  readonly begun: boolean;
  /** Ids of the contacts to whom it goes, if the segment was read when it was scheduled; null if it is read at sending. */
  readonly members: readonly string[] | null;
}

export type BroadcastFields = Pick<Broadcast, "segmentId" | "from" | "subject"> &
  Partial<Omit<Broadcast, "id" | "createdAt">>;
