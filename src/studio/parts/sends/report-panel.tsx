import "./report.css";
import "@mantine/core/styles/ColorSwatch.css";
import "@mantine/charts/styles.css";
import { AreaChart, BarChart } from "@mantine/charts";
import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type ReportAnswer } from "../../api.ts";
import { reportQuery } from "../../queries.ts";
import { ScrollTable } from "../scroll-table.tsx";
import { Trouble } from "../trouble.tsx";
import { Waiting } from "../waiting.tsx";

/** How an issue went: arrivals and clicks over time, clicks on the email itself, and the issues before it. */
export function ReportPanel({ slug }: { readonly slug: string }) {
  const { data, error } = useQuery(reportQuery(slug));
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  if (data.kind === "none") return <Text>There is nothing to report: no send of it has started.</Text>;
  const { report, earlier, curve } = data;
  const { clicks, ratings } = report;
  const points = curve.points.map((point) => ({ ...point, time: timeOf(point.at, curve.stepMs) }));
  return (
    <Stack gap="xl">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {report.subject}
        </Text>
        <Button
          component="a"
          href={`/api/sends/${encodeURIComponent(slug)}/report.md`}
          download
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          Export as Markdown
        </Button>
      </Group>
      <Arrivals report={report} />
      {points.length > 0 && (
        <>
          <Part title="Arrivals over time">
            <AreaChart
              h={220}
              data={points}
              dataKey="time"
              series={[
                { name: "delivered", color: "press.6" },
                { name: "bounced", color: "orange.7" },
                { name: "complained", color: "red.7" },
              ]}
              withLegend
              withDots={points.length === 1}
              curveType="linear"
            />
          </Part>
          <Part title="Clicks of people and of machines">
            {clicks.human + clicks.machine > 0 && (
              <BarChart
                h={220}
                data={points}
                dataKey="time"
                type="stacked"
                series={[
                  { name: "human", label: "people", color: "press.6" },
                  { name: "machine", label: "machines", color: "gray.5" },
                ]}
                withLegend
              />
            )}
            <Text size="sm" c="dimmed" mt="xs">
              {clicks.human + clicks.machine === 0
                ? "Nobody has clicked yet, and no machine has."
                : `${clicks.human.toLocaleString("en")} clicks by ${clicks.readers.toLocaleString("en")} readers; ${clicks.machine.toLocaleString("en")} by machines, such as scanners that follow every link.`}
            </Text>
          </Part>
        </>
      )}
      {ratings !== null && (
        <Part title="Answers">
          {ratings.good + ratings.fair + ratings.poor > 0 && (
            <BarChart
              h={160}
              orientation="vertical"
              data={[
                { answer: "good", readers: ratings.good },
                { answer: "so-so", readers: ratings.fair },
                { answer: "not for me", readers: ratings.poor },
              ]}
              dataKey="answer"
              yAxisProps={{ width: 90 }}
              series={[{ name: "readers", color: "press.6" }]}
            />
          )}
          <Text size="sm" c="dimmed" mt="xs">
            {ratings.good + ratings.fair + ratings.poor} of {ratings.asked.toLocaleString("en")} who were
            asked have answered: {ratings.good} good, {ratings.fair} so-so, {ratings.poor} not for me.
          </Text>
        </Part>
      )}
      <Earlier report={report} earlier={earlier} slug={slug} />
      {clicks.links.length > 0 && (
        <Part title="Clicks by link">
          <ScrollTable
            label="Table of links"
            width={480}
            head={["Link", "Line", "People", "Machines", "Readers"]}
            rows={clicks.links.map(({ url, line, human, machine, readers }) => ({
              key: url,
              cells: [
                <span className="said" key="link">
                  {url}
                </span>,
                line ?? "",
                human,
                machine,
                readers,
              ],
            }))}
          />
        </Part>
      )}
      <Part title="On the email as it was sent">
        <Text size="sm" c="dimmed" mb="xs">
          Before each link: the clicks of people, filled, and those of machines, outlined.
        </Text>
        <iframe
          className="sent-email"
          title="The email as it was sent, with its clicks"
          src={`/sent/${encodeURIComponent(slug)}?clicks=${clicks.human}`}
          sandbox="allow-same-origin"
        />
      </Part>
    </Stack>
  );
}

type Report = ReportAnswer["report"];

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      {children}
    </section>
  );
}

function Arrivals({ report: { arrivals, unsubscribed, imageLoads } }: { readonly report: Report }) {
  const { bounced } = arrivals;
  const figures: [string, number][] = [
    ["delivered", arrivals.delivered],
    ["no word yet", arrivals.unknown],
    ["delayed", arrivals.delayed],
    ["bounced", bounced.permanent + bounced.undetermined + bounced.transient],
    ["complained", arrivals.complained],
    ["suppressed", arrivals.suppressed],
    ["failed", arrivals.failed],
    ["dropped by quota", arrivals.dropped],
    ["unsubscribed since", unsubscribed],
    ["image loads", imageLoads ?? 0],
  ];
  return (
    <Group gap="sm" className="numbers">
      {figures
        .filter(([name, n], index) => n > 0 || index === 0 || name === "unsubscribed since")
        .map(([name, n]) => (
          <Paper key={name} withBorder px="md" py="xs">
            <Text size="xl" fw={600}>
              {n.toLocaleString("en")}
            </Text>
            <Text size="sm" c="dimmed">
              {name}
            </Text>
          </Paper>
        ))}
    </Group>
  );
}

interface EarlierProps {
  readonly slug: string;
  readonly report: Report;
  readonly earlier: ReportAnswer["earlier"];
}

function Earlier({ slug, report, earlier }: EarlierProps) {
  const names = report.shares.map(({ name }) => name);
  const issues = [{ slug, shares: report.shares }, ...earlier];
  const share = (shares: Report["shares"], name: string) =>
    percent(shares.find((one) => one.name === name)?.value ?? null);
  return (
    <Part title="Beside the last issues">
      <ScrollTable
        label="Table of the last issues"
        width={480}
        head={["Issue", ...names]}
        rows={[
          ...issues.map((issue, index) => ({
            key: issue.slug,
            isNamed: true,
            isStrong: index === 0,
            cells: [issue.slug, ...names.map((name) => share(issue.shares, name))],
          })),
          ...(earlier.length === 0
            ? []
            : [
                {
                  key: "the median",
                  isNamed: true,
                  cells: [
                    `median of the ${earlier.length} before`,
                    ...report.shares.map(({ median }) => percent(median)),
                  ],
                },
              ]),
        ]}
      />
      {earlier.length === 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          No issue of this list went out before it.
        </Text>
      )}
    </Part>
  );
}

function percent(value: number | null): string {
  return value === null ? "–" : `${(value * 100).toFixed(1)} %`;
}

/** Returns the day, and the time of day as well if a step is shorter than a day. */
function timeOf(at: number, stepMs: number): string {
  const date = new Date(at);
  const day = date.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  if (stepMs >= 86_400_000) return day;
  return `${day} ${date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
}
