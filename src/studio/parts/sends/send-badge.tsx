import { Badge } from "@mantine/core";
import type { SendView } from "../../api.ts";
import { SEND_COLOURS } from "./send-colours.ts";

/** The state of a send in its own word, and the reason for it if there is one. */
export function SendBadge({ send: { state, reason } }: { readonly send: SendView }) {
  const words = state.replaceAll("_", " ");
  return (
    <Badge variant="light" color={SEND_COLOURS[state]} tt="none" className="state">
      {reason === null ? words : `${words} (${reason})`}
    </Badge>
  );
}
