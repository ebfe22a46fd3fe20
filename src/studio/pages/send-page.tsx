import { Anchor, Stack, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, lazy } from "react";
import { Link } from "wouter";
import { PlanPanel } from "../parts/sends/plan-panel.tsx";
import { SendBooks } from "../parts/sends/send-books.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { issuesQuery, sendQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";
import { useTitle } from "../use-title.ts";

// The report panel brings the charts, which are most of the studio's script.
const ReportPanel = lazy(() =>
  import("../parts/sends/report-panel.tsx").then(({ ReportPanel: panel }) => ({ default: panel })),
);

const TABS = ["plan", "sends", "report"] as const;

/** One issue on its way: what will happen, what happens, and what came of it. */
export function SendPage({ slug }: { readonly slug: string }) {
  useTitle(`Send of ${slug}`);
  const [address, change] = useAddress();
  const { data: sends, error } = useQuery(sendQuery(slug));
  const { data: issues } = useQuery(issuesQuery);
  if (error !== null) return <Trouble error={error} />;
  if (sends === undefined) return <Waiting />;
  const issue = issues?.find((one) => one.slug === slug);
  const [latest] = sends;
  const asked = TABS.find((name) => name === address.get("show"));
  const show = asked ?? (latest === undefined || latest.state === "canceled" ? "plan" : "sends");
  return (
    <Stack p="md" maw={960} mx="auto" gap="md">
      <div>
        <Title order={1} size="h3" lang={issue?.lang} dir={issue?.dir}>
          {issue?.title ?? slug}
        </Title>
        <Text size="sm" c="dimmed">
          <Anchor component={Link} href="/sends" size="sm">
            All sends
          </Anchor>
          {issue !== undefined && (
            <>
              {" · "}
              <Anchor component={Link} href={`/issues/${slug}`} size="sm">
                Preview
              </Anchor>
            </>
          )}
        </Text>
      </div>
      <Tabs value={show} onChange={(name) => change({ show: name })} keepMounted={false}>
        <Tabs.List aria-label="Of this issue">
          <Tabs.Tab value="plan">What will happen</Tabs.Tab>
          <Tabs.Tab value="sends">Progress</Tabs.Tab>
          <Tabs.Tab value="report">Report</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="plan" pt="md">
          <PlanPanel slug={slug} onScheduled={() => change({ show: "sends" })} />
        </Tabs.Panel>
        <Tabs.Panel value="sends" pt="md">
          {sends.length === 0 && <Text>This issue was never scheduled.</Text>}
          <Stack gap="xl">
            {sends.map((send) => (
              <SendBooks key={send.id} send={send} />
            ))}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="report" pt="md">
          <Suspense fallback={<Waiting />}>
            <ReportPanel slug={slug} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
