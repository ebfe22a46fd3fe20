/** A person's words about a send, with what the help says of them. */
export const DECISIONS = [
  {
    name: "unschedule",
    description: "take a scheduled send back; it stays so until its file's send_at changes",
  },
  { name: "approve", description: "let a send go on that waits for somebody to look at it" },
  { name: "pause", description: "hold a send; the batch in flight is settled, nothing new leaves" },
  { name: "resume", description: "let a paused send go on" },
  { name: "cancel", description: "give a send up for good" },
] as const;
export type Decision = (typeof DECISIONS)[number]["name"];
