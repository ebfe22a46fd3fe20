import { Badge } from "@mantine/core";
import type { IssueRow } from "../api.ts";

const COLOURS: Readonly<Record<IssueRow["state"]["kind"], string>> = {
  draft: "gray",
  ready: "press",
  waiting: "gray",
  scheduled: "press",
  sending: "orange",
  paused: "yellow",
  sent: "green",
  unreadable: "red",
};

export function StateBadge({ state }: { readonly state: IssueRow["state"] }) {
  return (
    <Badge variant="light" color={COLOURS[state.kind]} tt="none" className="state">
      {state.words}
    </Badge>
  );
}
