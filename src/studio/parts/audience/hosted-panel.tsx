import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "../../api.ts";
import { hostedQuery } from "../../queries.ts";
import { ScrollTable } from "../scroll-table.tsx";
import { Trouble } from "../trouble.tsx";
import { Waiting } from "../waiting.tsx";

interface HostedPanelProps {
  readonly lists: readonly {
    readonly key: string;
    readonly title: string;
    readonly segment: string | null;
  }[];
}

/** For a newsletter whose readers live at Resend: its segments, with as many contacts as its lists tell. */
export function HostedPanel({ lists }: HostedPanelProps) {
  const queries = useQueryClient();
  const { data, error } = useQuery(hostedQuery);
  const again = useMutation({
    mutationFn: () => answered(api.audience.hosted.$get({ query: { again: "yes" } })),
    onSuccess: (known) => queries.setQueryData(hostedQuery.queryKey, known),
  });
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  if (data === null) return <Text>Nothing is open that could ask Resend.</Text>;
  const { segments, isCounting, read, at, trouble } = data;
  const named = new Set(segments.flatMap((segment) => segment.lists));
  const isPart = segments.some(({ counts }) => counts !== null && !counts.isWhole);
  return (
    <Stack gap="md">
      <Text>The readers of this newsletter live at Resend. These are the segments of its team there.</Text>
      {lists
        .filter(({ key }) => !named.has(key) && at !== null)
        .map(({ key, title, segment }) => (
          <Alert key={key} color="yellow" title={title}>
            {segment === null ? (
              <>The config names no segment for this list.</>
            ) : (
              <>Resend has no segment {segment}.</>
            )}{" "}
            Run <code>letterpress connect</code> to create it.
          </Alert>
        ))}
      {trouble !== null && (
        <Alert color="red" title="Resend did not answer">
          <Text size="sm">{trouble.message}</Text>
          {trouble.hint !== null && <Text size="sm">{trouble.hint}</Text>}
        </Alert>
      )}
      {segments.length > 0 && (
        <ScrollTable
          label="Segments at Resend"
          width={640}
          head={["Segment", "List", "Contacts", "Unsubscribed", "Suppressed", "Readers, at most"]}
          rows={segments.map(({ id, name, lists: keys, counts }) => ({
            key: id,
            cells: [
              name,
              lists.flatMap(({ key, title }) => (keys.includes(key) ? [title] : [])).join(", ") || "–",
              ...(counts === null
                ? [isCounting ? "…" : "not counted", "", "", ""]
                : [counts.inSegment, counts.unsubscribed, counts.suppressed, counts.atMost].map(
                    (n) => `${counts.isWhole ? "" : "at least "}${n.toLocaleString("en")}`,
                  )),
            ],
          }))}
        />
      )}
      {segments.length === 0 && !isCounting && trouble === null && <Text>Resend has no segment yet.</Text>}
      <Group>
        <Button variant="default" size="xs" disabled={isCounting} onClick={() => again.mutate()}>
          Count again
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {isCounting
            ? `Counting: ${read.toLocaleString("en")} contacts read. Each hundred is a request.`
            : at === null
              ? ""
              : `Counted at ${new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.`}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        A contact who has left a topic is still in its segment, but gets no issues. Resend reports this only
        for one contact at a time.
        {isPart && " A count stops after 20,000 contacts, so the real numbers may be higher."} In the
        terminal: <code>letterpress subscribers count</code>.
      </Text>
    </Stack>
  );
}
