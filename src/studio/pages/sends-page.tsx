import { Alert, Anchor, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { SendView } from "../api.ts";
import { SendBadge } from "../parts/sends/send-badge.tsx";
import { ScrollTable } from "../parts/scroll-table.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { issuesQuery, sendsQuery } from "../queries.ts";
import { useTitle } from "../use-title.ts";

/** Every live send, the last ones that are over, and the issues that could be next. */
export function SendsPage() {
  useTitle("Sends");
  const { data, error } = useQuery(sendsQuery);
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  const { sends, titles, where } = data;
  return (
    <Stack p="md" maw={960} mx="auto" gap="lg">
      <Title order={1} size="h3">
        Sends
      </Title>
      {where === "resend" && (
        <Alert title="Resend sends this newsletter's issues">
          Each issue is a broadcast there, so this ledger has no sends. <code>letterpress status</code> shows
          them, and so does the page of broadcasts at resend.com.
        </Alert>
      )}
      {where === "ledger" && sends.length === 0 && (
        <Text>Nothing was ever scheduled. Choose an issue below, and look at what will happen.</Text>
      )}
      {sends.length > 0 && (
        <ScrollTable
          label="Sends"
          width={680}
          head={["Issue", "State", "Due", "Handed over"]}
          rows={sends.map((send) => ({
            key: String(send.id),
            cells: cellsOf(send, titles[send.slug] ?? send.slug),
          }))}
        />
      )}
      {where === "ledger" && <Unscheduled />}
    </Stack>
  );
}

function cellsOf(send: SendView, title: string) {
  const { slug, recipients, submitted, share, concerns, due } = send;
  return [
    <Anchor key="issue" component={Link} href={`/sends/${slug}`} fw={600}>
      {title}
    </Anchor>,
    <SendBadge key="state" send={send} />,
    due,
    recipients === null ? (
      (concerns ?? "nobody")
    ) : (
      <div key="progress">
        {submitted.toLocaleString("en")} of {recipients.toLocaleString("en")}
        {send.isMoving && <Progress value={share ?? 0} aria-label={`${share ?? 0} per cent`} mt={4} />}
      </div>
    ),
  ];
}

function Unscheduled() {
  const { data } = useQuery(issuesQuery);
  const open = (data ?? []).filter(({ state }) => state.kind === "ready" || state.kind === "draft");
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="not-scheduled">
      <Title order={2} size="h5" id="not-scheduled" mb="xs">
        Not scheduled
      </Title>
      <Stack gap={6}>
        {open.map(({ slug, title, state, lang, dir }) => (
          <Group key={slug} gap="sm">
            <Anchor component={Link} href={`/sends/${slug}?show=plan`} lang={lang} dir={dir}>
              {title}
            </Anchor>
            <Text size="sm" c="dimmed">
              {state.words}
            </Text>
          </Group>
        ))}
      </Stack>
    </section>
  );
}
