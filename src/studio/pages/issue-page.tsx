import { Alert, Group, Stack, Text, Title } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { EmailFrame } from "../parts/email-frame.tsx";
import { FindingsPanel } from "../parts/findings/findings-panel.tsx";
import { InboxRow } from "../parts/inbox-row.tsx";
import { SizeMeter } from "../parts/size-meter.tsx";
import { SourceView } from "../parts/source-view.tsx";
import { StateBadge } from "../parts/state-badge.tsx";
import { TestButton } from "../parts/test/test-button.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { VIEWS, type ViewName, ViewBar } from "../parts/view-bar.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { lookQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";

/** One issue: the email in the middle, and beside it what an inbox shows of it and what is wrong with it. */
export function IssuePage({ slug }: { readonly slug: string }) {
  const [address, change] = useAddress();
  const shownTo = new URLSearchParams(
    [...address].filter(([key]) => key === "reader" || key === "in"),
  ).toString();
  const { data, error } = useQuery(lookQuery(slug, shownTo));
  const view = viewIn(address);
  useHotkeys(VIEWS.map(({ name }, index) => [String(index + 1), () => change({ view: name })]));
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  if (data.kind === "missing") return <Text p="xl">There is no issue with the slug {slug}.</Text>;
  const { email } = data;
  return (
    <div className="desk">
      <Stack component="aside" className="side" gap="lg" p="md">
        <div>
          <Title order={1} size="h4" lang={data.lang} dir={data.dir}>
            {data.title}
          </Title>
          <Group gap="xs" mt={4}>
            <StateBadge state={data.state} />
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
      <div className="stage">
        <ViewBar look={data} address={address} view={view} onChange={change} />
        {email === null ? (
          <Alert color="red" title="This issue cannot be shown yet" m="md">
            An error prevents it from becoming an email. Fix the findings and save, and the email appears
            here.
          </Alert>
        ) : view === "text" ? (
          <pre className="plain" lang={data.lang} dir={data.dir}>
            {email.text}
          </pre>
        ) : view === "source" ? (
          <SourceView html={email.html} />
        ) : (
          <EmailFrame slug={slug} digest={email.digest} address={address} view={view} />
        )}
      </div>
    </div>
  );
}

function viewIn(address: URLSearchParams): ViewName {
  const asked = address.get("view");
  return VIEWS.find(({ name }) => name === asked)?.name ?? (innerWidth < 700 ? "phone" : "desktop");
}
