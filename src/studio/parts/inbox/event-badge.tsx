import { Badge } from "@mantine/core";

const COLOURS: Readonly<Record<string, string>> = {
  delivered: "green",
  opened: "press",
  clicked: "press",
  bounced: "red",
  complained: "red",
  failed: "red",
  suppressed: "orange",
  delivery_delayed: "yellow",
};

/** The latest event of a mail, in Resend's words. */
export function EventBadge({ event }: { readonly event: string }) {
  return (
    <Badge variant="light" color={COLOURS[event] ?? "gray"} tt="none" className="state">
      {event.replaceAll("_", " ")}
    </Badge>
  );
}
