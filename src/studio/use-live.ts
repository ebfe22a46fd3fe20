import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { digestQuery } from "./queries.ts";

/** `lost` while the program does not answer. */
export type Live = "waiting" | "live" | "lost";

/** Ask again for what is on the screen whenever a file was saved. */
export function useLive(): Live {
  const queries = useQueryClient();
  const [live, setLive] = useState<Live>("waiting");
  useEffect(() => {
    const events = new EventSource("/api/events");
    const refresh = () => void queries.invalidateQueries({ queryKey: ["files"] });
    let wasLost = false;
    events.addEventListener("hello", () => {
      setLive("live");
      // The program was started again: what is on the screen may be out of date.
      if (wasLost) refresh();
      wasLost = false;
    });
    events.addEventListener("change", refresh);
    events.addEventListener("email", ({ data }: MessageEvent<string>) => {
      const { slug, digest } = JSON.parse(data) as { readonly slug: string; readonly digest: string };
      queries.setQueryData(digestQuery(slug).queryKey, digest);
    });
    events.addEventListener("error", () => {
      wasLost = true;
      setLive("lost");
    });
    return () => events.close();
  }, [queries]);
  return live;
}
