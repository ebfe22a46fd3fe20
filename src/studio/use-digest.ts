import { useQuery } from "@tanstack/react-query";
import { digestQuery } from "./queries.ts";

/** The digest of an issue's newest email; `known` until an event says more. Only what shows the email is drawn again for it. */
export function useDigest(slug: string, known: string): string {
  const { data = known } = useQuery(digestQuery(slug));
  return data;
}
