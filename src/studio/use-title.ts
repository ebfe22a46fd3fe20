import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { newsletterQuery } from "./queries.ts";

/** The page's name before the newsletter's, as a tab and a list of tabs show it. */
export function useTitle(page: string): void {
  const { data } = useQuery(newsletterQuery);
  useDocumentTitle(`${page} · ${data?.name ?? "Letterpress"}`);
}
