import { ActionIcon, Anchor, Badge, Box, Group, Text } from "@mantine/core";
import { useHotkeys, useWindowEvent } from "@mantine/hooks";
import { IconInbox, IconKeyboard, IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Suspense, lazy, useEffect, useRef, useState } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import type { Newsletter } from "./api.ts";
import { newsletterQuery } from "./queries.ts";
import { useColours } from "./use-colours.ts";
import { type Live, useLive } from "./use-live.ts";
import { IssuesPage } from "./pages/issues-page.tsx";
import { NotFound } from "./parts/not-found.tsx";
import { NotRunning } from "./parts/not-running.tsx";
import { WhereInbox } from "./parts/inbox/where-inbox.tsx";
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

/** Loaded when they are first asked for. */
const Palette = lazy(() => import("./parts/palette.tsx").then(({ Palette: shown }) => ({ default: shown })));
const KeyboardHelp = lazy(() =>
  import("./parts/keyboard-help.tsx").then(({ KeyboardHelp: shown }) => ({ default: shown })),
);

/** The frame around every page: whose newsletter this is, which ledger is open, and whether what is shown is live. */
export function App() {
  const live = useLive();
  const main = useFocusOnPage();
  const [palette, setPalette] = useState(0);
  const [help, setHelp] = useState(false);
  const search = () => setPalette((times) => times + 1);
  const explain = () => setHelp(true);
  useHotkeys([["mod+K", search]], []);
  // Matched by its sign: where the sign stands on a keyboard, and with which key it is pressed, differs by country.
  useWindowEvent("keydown", ({ key, target }) => key === "?" && !isTyping(target) && explain());
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Masthead live={live} onSearch={search} onHelp={explain} />
      <main id="main" tabIndex={-1} ref={main}>
        {live === "lost" && <NotRunning />}
        <Suspense fallback={<Waiting />}>
          <Switch>
            <Route path="/" component={IssuesPage} />
            <Route path="/calendar" component={CalendarPage} />
            <Route path="/issues/:slug">{({ slug }) => <IssuePage slug={slug} />}</Route>
            <Route path="/rehearsal" component={RehearsalPage} />
            <Route path="/inbox">
              <WhereInbox>
                <InboxPage />
              </WhereInbox>
            </Route>
            <Route path="/inbox/:id">
              {({ id }) => (
                <WhereInbox>
                  <MailPage id={id} />
                </WhereInbox>
              )}
            </Route>
            <Route path="/sends" component={SendsPage} />
            <Route path="/sends/:slug">{({ slug }) => <SendPage slug={slug} />}</Route>
            <Route path="/audience" component={AudiencePage} />
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </main>
      <Suspense>
        {palette > 0 && <Palette asked={palette} onHelp={explain} />}
        {help && <KeyboardHelp onClose={() => setHelp(false)} />}
      </Suspense>
    </>
  );
}

/** Radio buttons and checkboxes are inputs too, but take no letters. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.matches("textarea, select, input:not([type=radio], [type=checkbox])")
  );
}

/** Moves focus and scroll to the beginning of another page, also for those who do not see it. */
function useFocusOnPage() {
  const main = useRef<HTMLElement>(null);
  const [path] = useLocation();
  const first = useRef(path);
  useEffect(() => {
    if (first.current === path) return;
    first.current = path;
    main.current?.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: "instant" });
  }, [path]);
  return main;
}

interface MastheadProps {
  readonly live: Live;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

function Masthead({ live, onSearch, onHelp }: MastheadProps) {
  const { data } = useQuery(newsletterQuery);
  return (
    <header className="masthead">
      <Anchor component={Link} href="/" fw={700} underline="never" className="name">
        {data?.name ?? "Letterpress"}
      </Anchor>
      <Rooms />
      {data && <OpenLedger {...data} />}
      {data?.hasInbox === true && (
        <Anchor component={Link} href="/inbox" size="sm" className="inbox-link">
          <IconInbox size={16} aria-hidden /> Inbox
        </Anchor>
      )}
      <Group gap="sm" wrap="nowrap" className="tools">
        <Badge
          role="status"
          variant="dot"
          color={live === "lost" ? "red" : live === "live" ? "green" : "gray"}
          tt="none"
          className="state"
        >
          {{ live: "live", lost: "not running", waiting: "…" }[live]}
        </Badge>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Search"
          title="Search (Ctrl K)"
          onClick={onSearch}
        >
          <IconSearch size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label="Keyboard" title="Keyboard (?)" onClick={onHelp}>
          <IconKeyboard size={18} aria-hidden />
        </ActionIcon>
        <Colours />
      </Group>
    </header>
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
    <Group component="nav" gap="md" wrap="nowrap" aria-label="Rooms" className="rooms">
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
  const { isDark, toggle } = useColours();
  const label = isDark ? "Light studio" : "Dark studio";
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={toggle}>
      {isDark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
    </ActionIcon>
  );
}
