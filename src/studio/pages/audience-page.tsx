import { Stack, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, lazy } from "react";
import type { Audience } from "../api.ts";
import { HostedPanel } from "../parts/audience/hosted-panel.tsx";
import { PeoplePanel } from "../parts/audience/people-panel.tsx";
import { SegmentPanel } from "../parts/audience/segment-panel.tsx";
import { SuppressionsPanel } from "../parts/audience/suppressions-panel.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { audienceQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";
import { useTitle } from "../use-title.ts";

// The charts and the drop zone are large, and not everybody who comes here needs them.
const ListsPanel = lazy(() =>
  import("../parts/audience/lists-panel.tsx").then(({ ListsPanel: panel }) => ({ default: panel })),
);
const ImportPanel = lazy(() =>
  import("../parts/audience/import-panel.tsx").then(({ ImportPanel: panel }) => ({ default: panel })),
);

/** The readers: their lists, a segment of them, one person, those who must never be mailed, and how more of them come in. */
export function AudiencePage() {
  useTitle("Audience");
  const { data, error } = useQuery(audienceQuery);
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  return (
    <Stack p="md" maw={960} mx="auto" gap="md">
      <Title order={1} size="h3">
        Audience
      </Title>
      {data.where === "ledger" && <Panels audience={data} />}
      {data.where === "resend" && <HostedPanel lists={data.lists} />}
      {data.where === "nowhere" && <Text>No ledger is open, so nobody is known here.</Text>}
    </Stack>
  );
}

const TABS = ["lists", "segment", "people", "import", "suppressed"] as const;

function Panels({ audience }: { readonly audience: Audience }) {
  const [address, change] = useAddress();
  const show = TABS.find((name) => name === address.get("show")) ?? "lists";
  return (
    <Tabs value={show} onChange={(name) => change({ show: name })} keepMounted={false}>
      <Tabs.List aria-label="Of the audience">
        <Tabs.Tab value="lists">Lists</Tabs.Tab>
        <Tabs.Tab value="segment">Segment</Tabs.Tab>
        <Tabs.Tab value="people">People</Tabs.Tab>
        <Tabs.Tab value="import">Import</Tabs.Tab>
        <Tabs.Tab value="suppressed">Suppressed</Tabs.Tab>
      </Tabs.List>
      <Suspense fallback={<Waiting />}>
        <Tabs.Panel value="lists" pt="md">
          <ListsPanel audience={audience} />
        </Tabs.Panel>
        <Tabs.Panel value="segment" pt="md">
          <SegmentPanel audience={audience} />
        </Tabs.Panel>
        <Tabs.Panel value="people" pt="md">
          <PeoplePanel />
        </Tabs.Panel>
        <Tabs.Panel value="import" pt="md">
          <ImportPanel audience={audience} />
        </Tabs.Panel>
        <Tabs.Panel value="suppressed" pt="md">
          <SuppressionsPanel />
        </Tabs.Panel>
      </Suspense>
    </Tabs>
  );
}
