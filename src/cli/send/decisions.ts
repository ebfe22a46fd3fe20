/** What a person may decide about a send, with its help. */
export const DECISIONS = [
  {
    name: "unschedule",
    description: "Take back a scheduled send, until its file's send_at changes.",
  },
  { name: "approve", description: "Continue a send that waits for a review." },
  { name: "pause", description: "Hold a send; the batch in flight is settled, nothing new leaves." },
  { name: "resume", description: "Continue a paused send." },
  { name: "cancel", description: "End a send permanently." },
] as const;
export type Decision = (typeof DECISIONS)[number]["name"];
