import { setTimeout as pause } from "node:timers/promises";
import launch from "launch-editor";
import { nameEditor } from "#src/app/config.ts";
import { takeOrders } from "#src/apart/take-orders.ts";

/** An editor that cannot be started says so within this time. An editor that waits until its window is closed says nothing, and is open. */
const TROUBLE_MS = 400;

/** A place to be opened, `path:line:column`, and the editor's program; null for the editor that is running, or else the usual one. */
export interface EditorOrder {
  readonly place: string;
  readonly editor: string | null;
}

/** Opens a place. Answers why it was not opened; null if it was. */
takeOrders(async ({ place, editor }: EditorOrder): Promise<string | null> => {
  // The library gives the line to an editor that it does not know only if the environment names this editor, and two studios may name two.
  nameEditor(editor);
  const failed = new Promise<string>((resolve) => {
    launch(place, (_, said) => resolve(said ?? "No editor was found."));
  });
  return Promise.race([failed, pause(TROUBLE_MS, null)]);
});
