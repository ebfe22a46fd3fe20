import "../parts/inbox/inbox.css";
import { Anchor, Box, Group, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Inbox } from "../api.ts";
import { EventBadge } from "../parts/inbox/event-badge.tsx";
import { timeText } from "../parts/inbox/time-text.ts";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { inboxQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";
import { useTitle } from "../use-title.ts";

/** What the sandbox accepted in place of Resend, the newest first. */
export function InboxPage() {
  useTitle("Inbox");
  const [address, change] = useAddress();
  const find = address.get("find") ?? "";
  const after = address.get("after");
  const { data, error } = useQuery(inboxQuery(find, after));
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  const last = data.mails.at(-1);
  return (
    <Stack p="md" maw={960} mx="auto" gap="md">
      <Group justify="space-between">
        <div>
          <Title order={1} size="h3">
            Inbox
          </Title>
          <Text size="sm" c="dimmed">
            {data.accepted.toLocaleString("en")} accepted by the sandbox
            {data.kept < data.accepted && `, the newest ${data.kept.toLocaleString("en")} kept`}. Nobody was
            mailed.
          </Text>
        </div>
        <TextInput
          aria-label="Find by recipient"
          placeholder="Part of an address"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={find}
          onChange={(event) => change({ find: event.currentTarget.value || null, after: null })}
        />
      </Group>
      {data.mails.length === 0 ? (
        <Nothing find={find} accepted={data.accepted} />
      ) : (
        <Mails mails={data.mails} />
      )}
      <Group>
        {after !== null && (
          <Anchor component="button" onClick={() => change({ after: null })}>
            Newest
          </Anchor>
        )}
        {data.hasMore && last !== undefined && (
          <Anchor component="button" onClick={() => change({ after: last.id })}>
            Older
          </Anchor>
        )}
      </Group>
    </Stack>
  );
}

function Mails({ mails }: { readonly mails: Inbox["mails"] }) {
  return (
    <Table className="mails" verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Subject</Table.Th>
          <Table.Th>To</Table.Th>
          <Table.Th visibleFrom="sm">State</Table.Th>
          <Table.Th visibleFrom="sm">Accepted</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {mails.map(({ id, subject, to, lastEvent, at }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <Anchor component={Link} href={`/inbox/${id}`}>
                {subject}
              </Anchor>
            </Table.Td>
            <Table.Td>
              {to.join(", ")}
              <Box hiddenFrom="sm">
                <EventBadge event={lastEvent} />
              </Box>
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <EventBadge event={lastEvent} />
            </Table.Td>
            <Table.Td visibleFrom="sm">{timeText(at)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Nothing({ find, accepted }: { readonly find: string; readonly accepted: number }) {
  if (accepted > 0) return <Text c="dimmed">No mail to an address with “{find}” is kept.</Text>;
  return (
    <Text>
      Nothing has arrived yet. Open an issue and send a test, or run{" "}
      <code>letterpress --sandbox test SLUG --to me@example.org</code>.
    </Text>
  );
}
