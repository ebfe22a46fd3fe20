import { setTimeout as pause } from "node:timers/promises";
import launch from "launch-editor";
import { takeOrders } from "#src/apart/take-orders.ts";

/** An editor that cannot be started says so at once. One that waits for its window to be closed says nothing, and is open. */
const TROUBLE_MS = 400;

/** A place to be opened, `path:line:column`, and the editor that its author named; null where none is named. */
export interface EditorOrder {
  readonly place: string;
  readonly named: string | null;
}

/** Why a place was not opened; null where it was. */
takeOrders(async ({ place, named }: EditorOrder): Promise<string | null> => {
  // The library knows the named editor from the environment alone, and this process keeps the one that it began with.
  if (named === null) delete process.env["LAUNCH_EDITOR"];
  else process.env["LAUNCH_EDITOR"] = named;
  const failed = new Promise<string>((resolve) => {
    launch(place, (_, said) => resolve(said ?? "No editor was found."));
  });
  return Promise.race([failed, pause(TROUBLE_MS, null)]);
});
