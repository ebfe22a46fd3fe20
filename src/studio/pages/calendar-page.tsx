import "./calendar.css";
import "@mantine/dates/styles.css";
import { Anchor, Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { Month } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { CalendarDay } from "../api.ts";
import { SEND_COLOURS } from "../parts/sends/send-colours.ts";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { calendarQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";
import { useTitle } from "../use-title.ts";

/** What was sent on which day of a month, what will be sent, and the drafts that have no day. */
export function CalendarPage() {
  useTitle("Calendar");
  const { data, error } = useQuery(calendarQuery);
  const [address, change] = useAddress();
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  const { entries, timezone, today } = data;
  const asked = address.get("month") ?? "";
  const month = /^\d{4}-(?:0[1-9]|1[0-2])$/.test(asked) ? asked : today.slice(0, 7);
  const ofMonth = entries.filter(({ day }) => day?.startsWith(month));
  const without = entries.filter(({ day }) => day === null);
  return (
    <Stack p="md" maw={1100} mx="auto" gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Calendar
        </Title>
        <Anchor component={Link} href="/" size="sm">
          As a list
        </Anchor>
      </Group>
      <Text size="sm" c="dimmed">
        Times are those of {timezone}. A day shows drafts, what is scheduled, what is sending and what was
        sent.
      </Text>
      <Group justify="space-between" wrap="nowrap">
        <Button
          variant="default"
          size="xs"
          flex="none"
          title="The month before"
          onClick={() => change({ month: monthFrom(month, -1) })}
        >
          {`← ${shortMonth(monthFrom(month, -1))}`}
        </Button>
        <Text fw={600} ta="center" role="status">
          {monthName(month)}
        </Text>
        <Button
          variant="default"
          size="xs"
          flex="none"
          title="The month after"
          onClick={() => change({ month: monthFrom(month, 1) })}
        >
          {`${shortMonth(monthFrom(month, 1))} →`}
        </Button>
      </Group>
      <Month
        className="calendar"
        fullWidth
        static
        month={`${month}-01`}
        renderDay={(date) => <Day date={date} entries={entries.filter(({ day }) => day === date)} />}
      />
      <Entries
        title="In this month"
        entries={ofMonth}
        empty="Nothing was sent, and nothing is due. An issue is on the day of its send_at, or on its date."
      />
      {without.length > 0 && <Entries title="Without a day" entries={without} empty="" />}
    </Stack>
  );
}

/** Returns the month `by` months later, as `2026-12`. */
function monthFrom(month: string, by: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, 7);
}

function monthName(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  return date.toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
}

function shortMonth(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  return date.toLocaleDateString("en-GB", { month: "short", timeZone: "UTC" });
}

function Day({ date, entries }: { readonly date: string; readonly entries: readonly CalendarDay[] }) {
  return (
    <span className="day">
      {Number(date.slice(8))}
      {entries.length > 0 && (
        <Badge className="count" size="xs" circle ml={4} aria-label={`${entries.length} on ${date}`}>
          {entries.length}
        </Badge>
      )}
      {entries.map(({ slug, title, time }) => (
        <Anchor key={slug} component={Link} href={`/issues/${slug}`} size="xs" title={title}>
          {time ?? ""} {title}
        </Anchor>
      ))}
    </span>
  );
}

interface EntriesProps {
  readonly title: string;
  readonly entries: readonly CalendarDay[];
  readonly empty: string;
}

function Entries({ title, entries, empty }: EntriesProps) {
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      {entries.length === 0 && <Text c="dimmed">{empty}</Text>}
      <Stack component="ul" className="issues" gap={0}>
        {entries.map(({ slug, title: name, day, time, local, state, recipients }) => (
          <li key={`${slug} ${day}`} className="issue-line">
            <Group justify="space-between" gap="xs">
              <Anchor component={Link} href={`/issues/${slug}`}>
                {name}
              </Anchor>
              <Group gap="xs">
                <Text size="sm" className="figures">
                  {[day, time, local === null ? null : "in each reader’s zone"]
                    .filter((part) => part !== null)
                    .join(" ")}
                </Text>
                {recipients !== null && (
                  <Text size="sm" c="dimmed">
                    {recipients.toLocaleString("en")} readers
                  </Text>
                )}
                <Badge variant="light" tt="none" color={COLOURS[state] ?? "press"} className="state">
                  {state.replaceAll("_", " ")}
                </Badge>
              </Group>
            </Group>
          </li>
        ))}
      </Stack>
    </section>
  );
}

const COLOURS: Readonly<Record<string, string>> = {
  ...SEND_COLOURS,
  draft: "gray",
  unscheduled: "gray",
  missed: "red",
  "has errors": "red",
};
