import { setTimeout as pause } from "node:timers/promises";
import launch from "launch-editor";
import { takeOrders } from "#src/apart/take-orders.ts";

/** An editor that cannot be started says so at once. One that waits for its window to be closed says nothing, and is open. */
const TROUBLE_MS = 400;

/** `path:line:column` to be opened, and why it was not; null where it was. */
takeOrders(async (place: string): Promise<string | null> => {
  const failed = new Promise<string>((resolve) => {
    launch(place, (_, said) => resolve(said ?? "No editor was found."));
  });
  return Promise.race([failed, pause(TROUBLE_MS, null)]);
});
