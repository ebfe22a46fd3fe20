import { useSearchParams } from "wouter";

type Changes = Readonly<Record<string, string | null>>;

/** Returns the query of the page's address, which holds everything that a page was switched to, and a function that changes it. */
export function useAddress(): readonly [URLSearchParams, (changes: Changes) => void] {
  const [query, setQuery] = useSearchParams();
  const change = (changes: Changes) =>
    setQuery(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [key, value] of Object.entries(changes)) {
          if (value === null) next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true },
    );
  return [query, change];
}
