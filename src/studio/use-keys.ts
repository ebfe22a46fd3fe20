import { useEffect } from "react";

const TYPED = "input:not([type=radio],[type=checkbox]),textarea,select,[contenteditable=true]";
/** Elements that use the arrow keys themselves. */
const MOVED = "input,textarea,select,[role=slider],[role=listbox],[role=option],[role=menuitem]";

/**
 * Runs the keys of a page, by the name that the browser gives them. They do nothing while a person types or a dialog has the focus, and
 * arrows belong to a focused element that uses them itself.
 */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      const run = keys[key];
      if (run === undefined || event.defaultPrevented || ctrlKey || metaKey || altKey) return;
      const busy = key.startsWith("Arrow") ? MOVED : TYPED;
      if (target instanceof Element && (target.matches(busy) || target.closest("[role=dialog]") !== null))
        return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
}
