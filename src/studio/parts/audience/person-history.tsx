import { Alert, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { personQuery } from "../../queries.ts";
import { RowsTable } from "../rows-table.tsx";
import { ScrollTable } from "../scroll-table.tsx";
import { Trouble } from "../trouble.tsx";
import { Waiting } from "../waiting.tsx";

/** One person: what they are, what they agreed to, and what they got. */
export function PersonHistory({ address }: { readonly address: string }) {
  const { data, error } = useQuery(personQuery(address));
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  if (data.kind === "unknown") return <Text>The ledger holds nothing about {address}.</Text>;
  const { subscriber, lists, suppression, consents, sent, left_out: leftOut, attributes } = data;
  const about = [
    { name: "address", lines: [data.address] },
    ...(subscriber === null
      ? []
      : [
          ...attributes.map(({ label, value }) => ({ name: label, lines: [String(value)] })),
          { name: "zone", lines: [subscriber.timezone ?? "not known"] },
          { name: "since", lines: [dayOf(subscriber.created_at)] },
        ]),
    ...lists.map(({ list, state, at }) => ({ name: list, lines: [`${state} since ${dayOf(at)}`] })),
    { name: "events", lines: [data.eventCount.toLocaleString("en")] },
  ];
  return (
    <Stack gap="lg">
      {suppression !== null && (
        <Alert color="yellow" title={`Never mailed: ${suppression.reason}`}>
          Since {dayOf(suppression.at)}, by {suppression.source}.
        </Alert>
      )}
      {subscriber === null && <Text>No subscriber has this address (any more).</Text>}
      <RowsTable label={`About ${data.address}`} rows={about} />
      <Facts
        title="What they agreed to"
        empty="Nothing was recorded."
        head={["When", "Act", "List", "By"]}
        rows={consents.map(({ at, act, list, source }) => [dayOf(at), words(act), list ?? "", source])}
      />
      <Facts
        title="What they got"
        empty="No mail was made for them yet."
        head={["When", "Issue", "Handed over", "Arrival"]}
        rows={sent.map((one) => [
          dayOf(one.accepted_at),
          one.issue ?? one.kind,
          one.reason === null ? one.outcome : `${one.outcome} (${one.reason})`,
          one.arrival ?? "no word yet",
        ])}
      />
      {leftOut.length > 0 && (
        <Facts
          title="What they were left out of"
          empty=""
          head={["When", "Issue", "Why"]}
          rows={leftOut.map(({ at, issue, reason }) => [dayOf(at), issue ?? "", reason])}
        />
      )}
    </Stack>
  );
}

interface FactsProps {
  readonly title: string;
  readonly empty: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function Facts({ title, empty, head, rows }: FactsProps) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        <ScrollTable
          label={`${title}, line by line`}
          width={420}
          head={head}
          // Rows have no key of their own, and new ones only come at the end.
          rows={rows.map((cells, index) => ({ key: `${index} ${cells.join(" ")}`, cells }))}
        />
      )}
    </section>
  );
}

function dayOf(at: string | null): string {
  return at === null ? "not known" : at.slice(0, 16).replace("T", " ");
}

function words(name: string): string {
  return name.replaceAll("_", " ");
}
