import {
  ActionIcon,
  Anchor,
  AppShell,
  Badge,
  Box,
  Group,
  Text,
  Tooltip,
  useMantineColorScheme,
} from "@mantine/core";
import { IconInbox, IconMoon, IconSun } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Suspense, lazy } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import type { Newsletter } from "./api.ts";
import { newsletterQuery } from "./queries.ts";
import { type Live, useLive } from "./use-live.ts";
import { IssuesPage } from "./pages/issues-page.tsx";
import { Waiting } from "./parts/waiting.tsx";

const SendsPage = lazy(() =>
  import("./pages/sends-page.tsx").then(({ SendsPage: page }) => ({ default: page })),
);
const SendPage = lazy(() =>
  import("./pages/send-page.tsx").then(({ SendPage: page }) => ({ default: page })),
);
const AudiencePage = lazy(() =>
  import("./pages/audience-page.tsx").then(({ AudiencePage: page }) => ({ default: page })),
);
const IssuePage = lazy(() =>
  import("./pages/issue-page.tsx").then(({ IssuePage: page }) => ({ default: page })),
);
const InboxPage = lazy(() =>
  import("./pages/inbox-page.tsx").then(({ InboxPage: page }) => ({ default: page })),
);
const MailPage = lazy(() =>
  import("./pages/mail-page.tsx").then(({ MailPage: page }) => ({ default: page })),
);

const RehearsalPage = lazy(() =>
  import("./pages/rehearsal-page.tsx").then(({ RehearsalPage: page }) => ({ default: page })),
);

const CalendarPage = lazy(() =>
  import("./pages/calendar-page.tsx").then(({ CalendarPage: page }) => ({ default: page })),
);

/** The frame around every page: whose newsletter this is, which ledger is open, and whether what is shown is live. */
export function App() {
  const live = useLive();
  return (
    <AppShell header={{ height: 52 }} padding={0}>
      <AppShell.Header px="md">
        <Masthead live={live} />
      </AppShell.Header>
      <AppShell.Main>
        <Suspense fallback={<Waiting />}>
          <Switch>
            <Route path="/" component={IssuesPage} />
            <Route path="/calendar" component={CalendarPage} />
            <Route path="/issues/:slug">{({ slug }) => <IssuePage slug={slug} />}</Route>
            <Route path="/rehearsal" component={RehearsalPage} />
            <Route path="/inbox" component={InboxPage} />
            <Route path="/inbox/:id">{({ id }) => <MailPage id={id} />}</Route>
            <Route path="/sends" component={SendsPage} />
            <Route path="/sends/:slug">{({ slug }) => <SendPage slug={slug} />}</Route>
            <Route path="/audience" component={AudiencePage} />
            <Route>
              <Text p="xl">There is no such page.</Text>
            </Route>
          </Switch>
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

function Masthead({ live }: { readonly live: Live }) {
  const { data } = useQuery(newsletterQuery);
  return (
    <Group h="100%" justify="space-between" wrap="nowrap" gap="md">
      <Group gap="lg" wrap="nowrap">
        <Anchor component={Link} href="/" fw={700} underline="never" className="name">
          {data?.name ?? "Letterpress"}
        </Anchor>
        <Rooms />
        {data && <OpenLedger {...data} />}
      </Group>
      <Group gap="sm" wrap="nowrap">
        <Badge
          role="status"
          variant="light"
          color={live === "lost" ? "red" : live === "live" ? "green" : "gray"}
          tt="none"
          className="state"
        >
          {{ live: "live", lost: "not running", waiting: "…" }[live]}
        </Badge>
        {data?.hasInbox === true && (
          <Anchor component={Link} href="/inbox" size="sm" className="inbox-link">
            <IconInbox size={16} aria-hidden /> Inbox
          </Anchor>
        )}
        <Colours />
      </Group>
    </Group>
  );
}

/** Which ledger is open, in words and in colour: on the real one a click may mail people. */
function OpenLedger({ ledgerName, destination }: Pick<Newsletter, "ledgerName" | "destination">) {
  const [short = ledgerName] = ledgerName.split(":");
  return destination === "resend" ? (
    <Badge color="red.9" variant="filled" tt="none" size="lg" radius="sm" className="state">
      {short}
      <Box component="span" visibleFrom="sm">
        {ledgerName.slice(short.length)}
      </Box>
    </Badge>
  ) : (
    <Text size="sm" c="dimmed" className="ledger">
      {ledgerName}
    </Text>
  );
}

const ROOMS = [
  { path: "/", name: "Issues" },
  { path: "/sends", name: "Sends" },
  { path: "/audience", name: "Audience" },
  { path: "/rehearsal", name: "Rehearsal" },
] as const;

function Rooms() {
  const [place] = useLocation();
  const isIn = (path: string) =>
    path === "/" ? place === "/" || place.startsWith("/issues/") : place.startsWith(path);
  return (
    <Group component="nav" gap="md" wrap="nowrap" aria-label="Rooms">
      {ROOMS.map(({ path, name }) => (
        <Anchor
          key={path}
          component={Link}
          href={path}
          size="sm"
          fw={isIn(path) ? 700 : 400}
          aria-current={isIn(path) ? "page" : undefined}
        >
          {name}
        </Anchor>
      ))}
    </Group>
  );
}

function Colours() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isDark =
    colorScheme === "dark" || (colorScheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const label = isDark ? "Light studio" : "Dark studio";
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        onClick={() => setColorScheme(isDark ? "light" : "dark")}
      >
        {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
