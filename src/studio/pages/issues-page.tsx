import { Anchor, Badge, Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { type IssueRow } from "../api.ts";
import { InboxRow } from "../parts/inbox-row.tsx";
import { StateBadge } from "../parts/state-badge.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { issuesQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";
import { useKeys } from "../use-keys.ts";
import { useTitle } from "../use-title.ts";

/** Every issue, as its reader's inbox would show it. */
export function IssuesPage() {
  useTitle("Issues");
  const { data, error } = useQuery(issuesQuery);
  const [address, change] = useAddress();
  const typed = address.get("find") ?? "";
  const state = STATES.includes(address.get("state") ?? "") ? (address.get("state") ?? "") : "";
  useKeys({ ArrowDown: () => stepTo(1), ArrowUp: () => stepTo(-1) });
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  const found = data.filter((issue) => matches(issue, typed) && (state === "" || issue.state.kind === state));
  return (
    <Stack p="md" maw={960} mx="auto" gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Issues
        </Title>
        <Group gap="xs">
          <TextInput
            aria-label="Find an issue"
            placeholder="Title, section, tag"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => change({ find: event.currentTarget.value || null })}
          />
          <NativeSelect
            aria-label="State"
            value={state}
            data={[{ value: "", label: "All states" }, ...STATES]}
            onChange={(event) => change({ state: event.currentTarget.value || null })}
          />
          <Anchor component={Link} href="/calendar" size="sm">
            Calendar
          </Anchor>
          <Button onClick={() => change({ new: "yes" })}>New issue</Button>
        </Group>
      </Group>
      {data.length === 0 && (
        <Text>
          There are no issues yet. Create the first one with “New issue”, or with{" "}
          <code>letterpress new "Title"</code>, and it appears here.
        </Text>
      )}
      {data.length > 0 && found.length === 0 && (
        <Text c="dimmed">
          {typed === "" ? `No issue is ${state}.` : `No issue has “${typed}” in its words.`}
        </Text>
      )}
      <Stack gap={0} component="ul" className="issues">
        {found.map((issue) => (
          <li key={issue.path}>
            <IssueLine issue={issue} />
          </li>
        ))}
      </Stack>
      {address.has("new") && (
        <Suspense>
          <NewIssue onClose={() => change({ new: null })} />
        </Suspense>
      )}
    </Stack>
  );
}

const STATES = ["draft", "ready", "waiting", "scheduled", "sending", "paused", "sent", "unreadable"];

const NewIssue = lazy(() =>
  import("../parts/new-issue.tsx").then(({ NewIssue: part }) => ({ default: part })),
);

/** Moves the focus from the issue that has it, or to the first. */
function stepTo(step: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("ul.issues a")];
  const at = links.findIndex((link) => link === document.activeElement);
  links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
}

function IssueLine({ issue }: { readonly issue: IssueRow }) {
  const about = [issue.number === null ? null : `No. ${issue.number}`, issue.section, issue.path];
  return (
    <div className="issue-line">
      <Group gap="xs" justify="space-between" wrap="nowrap" align="baseline">
        <Anchor component={Link} href={`/issues/${issue.slug}`} fw={600} lang={issue.lang} dir={issue.dir}>
          {issue.title}
        </Anchor>
        <Group gap={6} wrap="nowrap" flex="none">
          {issue.errors > 0 && (
            <Badge color="red.9" tt="none">
              {issue.errors} {issue.errors === 1 ? "error" : "errors"}
            </Badge>
          )}
          <StateBadge state={issue.state} />
        </Group>
      </Group>
      <div className="inbox-rows">
        <InboxRow {...issue} program="gmail" />
        <InboxRow {...issue} program="apple" />
        <Text size="xs" c="dimmed" className="about">
          {about.filter((part) => part !== null).join(" · ")}
        </Text>
      </div>
    </div>
  );
}

function matches(issue: IssueRow, typed: string): boolean {
  const text = [issue.title, issue.subject, issue.section, issue.slug, ...issue.tags].join(" ").toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
