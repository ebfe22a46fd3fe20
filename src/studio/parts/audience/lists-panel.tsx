import "@mantine/core/styles/ColorSwatch.css";
import "@mantine/charts/styles.css";
import { AreaChart, BarChart } from "@mantine/charts";
import { Stack, Table, Text, Title } from "@mantine/core";
import type { Audience } from "../../api.ts";

/** Each list with its readers and how they came and went over the last half year. */
export function ListsPanel({ audience: { people, lists } }: { readonly audience: Audience }) {
  return (
    <Stack gap="xl">
      <Text>
        {people.toLocaleString("en")} {people === 1 ? "person" : "people"} on {lists.length}{" "}
        {lists.length === 1 ? "list" : "lists"}.
      </Text>
      {people === 0 && <Text c="dimmed">Nobody is here yet: drop a file of subscribers under Import.</Text>}
      {lists.map(({ key, title, states, growth }) => (
        <section key={key} aria-label={title}>
          <Title order={2} size="h5">
            {title}{" "}
            <Text span c="dimmed" size="sm">
              {key}
            </Text>
          </Title>
          <Table className="numbers" maw={420} mb="sm">
            <Table.Tbody>
              {(["active", "pending", "unsubscribed"] as const).map((state) => (
                <Table.Tr key={state}>
                  <Table.Th scope="row">{state}</Table.Th>
                  <Table.Td ta="right">{states[state].toLocaleString("en")}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {states.active + states.unsubscribed > 0 && (
            <>
              <AreaChart
                h={180}
                data={weeksOf(growth)}
                dataKey="week"
                series={[{ name: "readers", color: "press.6" }]}
                withLegend
                withDots={false}
                curveType="linear"
              />
              <BarChart
                h={140}
                mt="md"
                data={weeksOf(growth)}
                dataKey="week"
                series={[
                  { name: "joined", color: "teal.7" },
                  { name: "left", color: "orange.7" },
                ]}
                withLegend
              />
              <Text size="sm" c="dimmed" mt="xs">
                Week by week: those who are readers today by when they joined, and those who left.
              </Text>
            </>
          )}
        </section>
      ))}
    </Stack>
  );
}

function weeksOf(growth: Audience["lists"][number]["growth"]) {
  return growth.map((week) => ({ ...week, week: dayOf(week.at) }));
}

function dayOf(at: number): string {
  return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}
