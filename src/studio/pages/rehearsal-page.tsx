import {
  Alert,
  Button,
  Checkbox,
  Group,
  Progress,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api, type Rehearsal } from "../api.ts";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { issuesQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";
import { useTitle } from "../use-title.ts";

const EVERY_MS = 500;
const READERS = 2000;
const KEY = ["rehearsal"];

/** Choose an issue, how many readers and what goes wrong; then watch the send, and see at the end what every reader got. */
export function RehearsalPage() {
  useTitle("Rehearsal");
  const queries = useQueryClient();
  const [address, change] = useAddress();
  const { data: issues } = useQuery(issuesQuery);
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: () => answered(api.rehearsal.$get()),
    refetchInterval: ({ state }) => (state.data?.rehearsal?.running === true ? EVERY_MS : false),
  });
  const take = { onSettled: () => queries.invalidateQueries({ queryKey: KEY }) };
  const slug = address.get("issue") ?? issues?.[0]?.slug ?? null;
  const asked = Math.floor(Number(address.get("readers"))) || READERS;
  const readers = Math.max(1, Math.min(asked, data?.most ?? READERS));
  const named = address.get("faults")?.split(",") ?? [];
  const faults = (data?.faults ?? []).flatMap(({ name }) => (named.includes(name) ? [name] : []));
  const start = useMutation({
    mutationFn: () => answered(api.rehearsal.$post({ json: { slug: slug ?? "", readers, faults } })),
    ...take,
  });
  const end = useMutation({ mutationFn: () => answered(api.rehearsal.end.$post()), ...take });
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined || issues === undefined) return <Waiting />;
  const { rehearsal } = data;
  const isRunning = rehearsal?.running === true;
  return (
    <Stack p="md" maw={960} mx="auto" gap="lg">
      <div>
        <Title order={1} size="h3">
          Rehearsal
        </Title>
        <Text c="dimmed" size="sm" maw={640}>
          The issue goes to{" "}
          {data.copies ? "a copy of its audience, with other addresses, names and texts," : "made-up readers"}{" "}
          in a sandbox of its own. Nobody is mailed, and all of it is deleted when it ends.
        </Text>
      </div>
      <Group align="end" gap="md">
        <Select
          label="Issue"
          w={320}
          maw="100%"
          allowDeselect={false}
          disabled={isRunning}
          data={issues.map(({ slug: value, title: label }) => ({ value, label }))}
          value={slug}
          onChange={(issue) => change({ issue })}
        />
        <TextInput
          type="number"
          label="Readers"
          w={140}
          min={1}
          max={data.most}
          disabled={isRunning}
          value={address.get("readers") ?? READERS}
          onChange={({ currentTarget: { value } }) => change({ readers: value })}
        />
      </Group>
      <Checkbox.Group
        label="What goes wrong"
        value={faults}
        onChange={(names) => change({ faults: names.join(",") || null })}
      >
        <Stack gap="xs" mt="xs">
          {data.faults.map(({ name, help }) => (
            <Checkbox key={name} value={name} label={help} disabled={isRunning} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Group>
        <Button
          onClick={() => start.mutate()}
          disabled={isRunning || slug === null}
          loading={start.isPending}
        >
          Start the rehearsal
        </Button>
        {isRunning && (
          <Button variant="default" onClick={() => end.mutate()} loading={end.isPending}>
            End it and delete the copy
          </Button>
        )}
      </Group>
      {start.error !== null && <Trouble error={start.error} />}
      {rehearsal !== null && <Course rehearsal={rehearsal} />}
    </Stack>
  );
}

const PHASES = {
  composing: "The issue is composed.",
  copying: "The audience is copied.",
  sending: "It is being sent.",
  counting: "The last events come in.",
  over: "It is over.",
} as const;

function Course({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const { news, running, stopped, failure, slug } = rehearsal;
  const done = news?.outcomes?.submitted ?? 0;
  const share = news === null || news.readers === 0 ? 0 : (done / news.readers) * 100;
  const said = failure !== null ? "It failed." : stopped ? "You ended it. The copy is deleted." : null;
  return (
    <Stack component="section" aria-label="How it goes" gap="md">
      <Title order={2} size="h5">
        {slug}
      </Title>
      <Text role="status">{said ?? (news === null ? "It starts." : PHASES[news.phase])}</Text>
      {failure !== null && <Alert color="red">{failure}</Alert>}
      <Progress value={share} aria-label="Submitted" animated={running} />
      {news !== null && <Numbers news={news} />}
      {news?.count != null && <Outcome count={news.count} />}
    </Stack>
  );
}

type News = NonNullable<Rehearsal["news"]>;

function Numbers({ news }: { readonly news: News }) {
  const { batches, outcomes, posts, repeated, kills, events, errors, elapsedMs, state, note } = news;
  const rows: (readonly [string, string])[] = [
    ["Send", [state?.replaceAll("_", " ") ?? "not scheduled yet", note].filter(Boolean).join(": ")],
    ["Readers", `${n(news.readers)}, ${n(news.copied)} of them copied`],
    ["Outcomes", countsOf(outcomes)],
    ["Batches", countsOf(batches)],
    ["Posts", `${n(posts)}, ${n(repeated)} of them repeats`],
    ["Killed", kills === 1 ? "once" : `${kills} times`],
    ["Events", countsOf(events)],
    ["Time", `${(elapsedMs / 1000).toFixed(1)} s`],
    ...errors.map((error) => ["Last error", error] as const),
  ];
  return (
    <Table verticalSpacing={4} style={{ fontVariantNumeric: "tabular-nums", overflowWrap: "anywhere" }}>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name + value}>
            <Table.Th scope="row" fw={400} c="dimmed" w={110}>
              {name}
            </Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Outcome({ count }: { readonly count: NonNullable<News["count"]> }) {
  const { messages, lost, doubled, uncertain } = count;
  const isGood = lost + doubled === 0;
  return (
    <Alert color={isGood ? "green" : "red"}>
      <Text fw={700}>
        {n(lost)} lost, {n(doubled)} doubled
      </Text>
      The sandbox’s inbox has {n(messages)} messages, counted address by address.{" "}
      {uncertain > 0 &&
        `For ${n(uncertain)} of the readers the outcome is uncertain: in a real send a person would decide. `}
      The copy of the readers and its ledger are deleted.
    </Alert>
  );
}

function countsOf(counts: Readonly<Record<string, number>> | null): string {
  const some = Object.entries(counts ?? {}).filter(([, value]) => value > 0);
  return some.map(([name, value]) => `${n(value)} ${name.replaceAll("_", " ")}`).join(", ") || "none";
}

function n(value: number): string {
  return value.toLocaleString("en");
}
