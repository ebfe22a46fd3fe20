import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { digestQuery } from "./queries.ts";

/** `lost` while the program does not answer. */
export type Live = "waiting" | "live" | "lost";

/** How long after a save the rest is asked for if no email comes, because it has a fault or another page is open. */
const REST_MS = 150;

/**
 * Asks again for what is on the screen whenever a file was saved. The new email is announced first and painted; what stands around it is
 * asked for afterwards, or the program and the browser would have to do both at the same moment.
 */
export function useLive(): Live {
  const queries = useQueryClient();
  const [live, setLive] = useState<Live>("waiting");
  useEffect(() => {
    const events = new EventSource("/api/events");
    const refresh = () => void queries.invalidateQueries({ queryKey: ["files"] });
    let rest: ReturnType<typeof setTimeout> | undefined;
    const refreshIn = (ms: number) => {
      clearTimeout(rest);
      rest = setTimeout(refresh, ms);
    };
    let wasLost = false;
    events.addEventListener("hello", () => {
      setLive("live");
      // The program was started again: what is on the screen may be out of date.
      if (wasLost) refresh();
      wasLost = false;
    });
    events.addEventListener("change", () => refreshIn(REST_MS));
    events.addEventListener("email", ({ data }: MessageEvent<string>) => {
      const { slug, digest } = JSON.parse(data) as { readonly slug: string; readonly digest: string };
      queries.setQueryData(digestQuery(slug).queryKey, digest);
      refreshIn(REST_MS / 2);
    });
    events.addEventListener("error", () => {
      wasLost = true;
      setLive("lost");
    });
    return () => {
      clearTimeout(rest);
      events.close();
    };
  }, [queries]);
  return live;
}
