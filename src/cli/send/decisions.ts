/** What a person may decide about a send, with its help. */
export const DECISIONS = [
  {
    name: "unschedule",
    description: "Take back a scheduled send, until its file's send_at changes.",
  },
  { name: "approve", description: "Let a send go on that waits for a person to look at it." },
  { name: "pause", description: "Hold a send; the batch in flight is settled, nothing new leaves." },
  { name: "resume", description: "Let a paused send go on." },
  { name: "cancel", description: "Stop a send permanently." },
] as const;
export type Decision = (typeof DECISIONS)[number]["name"];
