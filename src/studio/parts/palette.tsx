import "@mantine/spotlight/styles.css";
import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  spotlight,
} from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation } from "wouter";
import { newsletterQuery, issuesQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";
import { useColours } from "../use-colours.ts";
import { VIEWS } from "./views/view-bar.tsx";

const PAGES = [
  { to: "/", label: "All issues" },
  { to: "/calendar", label: "Calendar" },
  { to: "/sends", label: "Sends" },
  { to: "/audience", label: "Audience" },
  { to: "/rehearsal", label: "Rehearsal" },
  { to: "/inbox", label: "Inbox" },
] as const;

interface PaletteProps {
  /** How often the palette was asked for: it opens each time. */
  readonly asked: number;
  readonly onHelp: () => void;
}

/** Finds issues, pages and actions by a few letters of their names. */
export function Palette({ asked, onHelp }: PaletteProps) {
  useEffect(() => spotlight.open(), [asked]);
  return (
    <Spotlight
      actions={useActions(onHelp)}
      shortcut={null}
      highlightQuery
      scrollable
      maxHeight="60vh"
      limit={40}
      nothingFound="Nothing has this name."
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: "An issue, a page, an action",
        "aria-label": "Search issues, pages and actions",
      }}
      // A dialog needs a name of its own.
      attributes={{ content: { "aria-label": "Search" } }}
    />
  );
}

function useActions(onHelp: () => void): SpotlightActionGroupData[] {
  const { data: issues = [] } = useQuery(issuesQuery);
  const { data: newsletter } = useQuery(newsletterQuery);
  const [path, go] = useLocation();
  const [, change] = useAddress();
  const { isDark, toggle } = useColours();
  const views = VIEWS.map(({ name, label }, index): SpotlightActionData => ({
    id: `view-${name}`,
    label: `View: ${label}`,
    description: `Key ${index + 1}`,
    onClick: () => change({ view: name }),
  }));
  const hasInbox = newsletter?.hasInbox === true;
  return [
    {
      group: "Issues",
      actions: issues.map(({ slug, title, state, path: file }) => ({
        id: `issue-${file}`,
        label: title,
        description: `${state.words} · ${file}`,
        onClick: () => go(`/issues/${slug}`),
      })),
    },
    {
      group: "Pages",
      actions: PAGES.filter(({ to }) => to !== "/inbox" || hasInbox).map(({ to, label }) => ({
        id: `page-${to}`,
        label,
        onClick: () => go(to),
      })),
    },
    {
      group: "Actions",
      actions: [
        ...(path.startsWith("/issues/") ? views : []),
        { id: "colours", label: isDark ? "Light studio" : "Dark studio", onClick: toggle },
        { id: "keyboard", label: "Keyboard", description: "Key ?", onClick: onHelp },
      ],
    },
  ];
}
