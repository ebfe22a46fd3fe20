import { Badge } from "@mantine/core";
import type { SendView } from "../../api.ts";

const COLOURS: Readonly<Record<SendView["state"], string>> = {
  scheduled: "press",
  planning: "orange",
  submitting: "orange",
  settling: "orange",
  paused: "yellow",
  submitted: "green",
  submitted_with_failures: "green",
  canceled: "gray",
};

/** The state of a send in its own word, and the reason for it if there is one. */
export function SendBadge({ send: { state, reason } }: { readonly send: SendView }) {
  const words = state.replaceAll("_", " ");
  return (
    <Badge variant="light" color={COLOURS[state]} tt="none" className="state">
      {reason === null ? words : `${words} (${reason})`}
    </Badge>
  );
}
