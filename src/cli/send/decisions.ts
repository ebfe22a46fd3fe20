/** A person's words about a send, with what the help says of them. */
export const DECISIONS = [
  {
    name: "unschedule",
    description: "take a scheduled send back; it stays so until its file's send_at changes",
  },
  { name: "approve", description: "continue a send that waits for a review" },
  { name: "pause", description: "hold a send; the batch in flight is settled, nothing new leaves" },
  { name: "resume", description: "continue a paused send" },
  { name: "cancel", description: "end a send permanently" },
] as const;
export type Decision = (typeof DECISIONS)[number]["name"];
