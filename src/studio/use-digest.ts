import { useQuery } from "@tanstack/react-query";
import { digestQuery } from "./queries.ts";

/**
 * Returns the digest of an issue's newest email; `known` until an event brings a newer one. Only components that show the email are drawn
 * again for it.
 */
export function useDigest(slug: string, known: string): string {
  const { data = known } = useQuery(digestQuery(slug));
  return data;
}
