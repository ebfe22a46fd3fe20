import { setTimeout as pause } from "node:timers/promises";
import launch from "launch-editor";
import { nameEditor } from "#src/app/config.ts";
import { takeOrders } from "#src/apart/take-orders.ts";

/** An editor that cannot be started says so at once. One that waits for its window to be closed says nothing, and is open. */
const TROUBLE_MS = 400;

/** A place to be opened, `path:line:column`, and the editor's program; null for the one that runs, or the usual one. */
export interface EditorOrder {
  readonly place: string;
  readonly editor: string | null;
}

/** Why a place was not opened; null where it was. */
takeOrders(async ({ place, editor }: EditorOrder): Promise<string | null> => {
  // The library tells the line to an editor that it does not know only where the environment names it, and two studios may name two.
  nameEditor(editor);
  const failed = new Promise<string>((resolve) => {
    launch(place, (_, said) => resolve(said ?? "No editor was found."));
  });
  return Promise.race([failed, pause(TROUBLE_MS, null)]);
});
