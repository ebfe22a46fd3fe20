import "./issue.css";
import { Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { FindingsPanel } from "../parts/findings/findings-panel.tsx";
import { InboxRow } from "../parts/inbox-row.tsx";
import { NotFound } from "../parts/not-found.tsx";
import { SizeMeter } from "../parts/size-meter.tsx";
import { Stage } from "../parts/views/stage.tsx";
import { StateBadge } from "../parts/state-badge.tsx";
import { TestButton } from "../parts/test/test-button.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { issuesQuery, lookQuery, shownToIn } from "../queries.ts";
import { useAddress } from "../use-address.ts";
import { useNeighbours } from "../use-neighbours.ts";
import { useTitle } from "../use-title.ts";

/** One issue: the email in the middle, and beside it what an inbox shows of it and what is wrong with it. */
export function IssuePage({ slug }: { readonly slug: string }) {
  const [address, change] = useAddress();
  const shownTo = shownToIn(address);
  const { data, error } = useQuery(lookQuery(slug, shownTo));
  useNeighbours(slug);
  useTitle(data?.kind === "issue" ? data.title : slug);
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  if (data.kind === "missing") return <NotFound what={`There is no issue with the slug ${slug}.`} />;
  const { email } = data;
  return (
    <div className="desk">
      <Stack component="section" aria-label="About this issue" className="side" tabIndex={0} gap="lg" p="md">
        <div>
          <Title order={1} size="h4" lang={data.lang} dir={data.dir}>
            {data.title}
          </Title>
          <Group gap="xs" mt={4}>
            <State slug={slug} />
            <Anchor component={Link} href={`/sends/${slug}`} size="xs">
              What will happen
            </Anchor>
            <Text size="xs" c="dimmed">
              {data.path}
            </Text>
          </Group>
        </div>
        {email !== null && <TestButton look={data} />}
        {email !== null && (
          <section aria-label="In the inbox">
            <Text size="xs" c="dimmed" mb={4}>
              Gmail
            </Text>
            <InboxRow {...email} lang={data.lang} dir={data.dir} program="gmail" />
            <Text size="xs" c="dimmed" mt="xs" mb={4}>
              Apple Mail on a phone
            </Text>
            <InboxRow {...email} lang={data.lang} dir={data.dir} program="apple" />
          </section>
        )}
        {email !== null && <SizeMeter bytes={email.bytes} />}
        <FindingsPanel slug={slug} />
      </Stack>
      <Stage look={data} address={address} onChange={change} />
    </div>
  );
}

/** The state of the issue's send. The ledger knows it, and the email does not wait for it. */
function State({ slug }: { readonly slug: string }) {
  const { data = [] } = useQuery(issuesQuery);
  const known = data.find((issue) => issue.slug === slug);
  return known === undefined ? null : <StateBadge state={known.state} />;
}
