import { Anchor, Badge, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { type IssueRow } from "../api.ts";
import { InboxRow } from "../parts/inbox-row.tsx";
import { StateBadge } from "../parts/state-badge.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { issuesQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";

/** Every issue, as its reader's inbox would show it. */
export function IssuesPage() {
  const { data, error } = useQuery(issuesQuery);
  const [address, change] = useAddress();
  const typed = address.get("find") ?? "";
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  const found = data.filter((issue) => matches(issue, typed));
  return (
    <Stack p="md" maw={960} mx="auto" gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Issues
        </Title>
        <TextInput
          aria-label="Find an issue"
          placeholder="Title, section, tag"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => change({ find: event.currentTarget.value || null })}
        />
      </Group>
      {data.length === 0 && (
        <Text>
          There are no issues yet. Create the first one with <code>letterpress new "Title"</code>, and it
          appears here.
        </Text>
      )}
      {data.length > 0 && found.length === 0 && <Text c="dimmed">No issue has “{typed}” in its words.</Text>}
      <Stack gap={0} component="ul" className="issues">
        {found.map((issue) => (
          <li key={issue.path}>
            <IssueLine issue={issue} />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}

function IssueLine({ issue }: { readonly issue: IssueRow }) {
  const about = [issue.number === null ? null : `No. ${issue.number}`, issue.section, issue.path];
  return (
    <div className="issue-line">
      <Group gap="xs" justify="space-between" wrap="nowrap" align="baseline">
        <Anchor component={Link} href={`/issues/${issue.slug}`} fw={600} lang={issue.lang} dir={issue.dir}>
          {issue.title}
        </Anchor>
        <Group gap={6} wrap="nowrap">
          {issue.errors > 0 && (
            <Badge color="red" tt="none">
              {issue.errors} {issue.errors === 1 ? "error" : "errors"}
            </Badge>
          )}
          <StateBadge state={issue.state} />
        </Group>
      </Group>
      <InboxRow {...issue} program="gmail" />
      <Text size="xs" c="dimmed">
        {about.filter((part) => part !== null).join(" · ")}
      </Text>
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
