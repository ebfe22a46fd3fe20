import { useEffect } from "react";

const TYPED = "input:not([type=radio],[type=checkbox]),textarea,select,[contenteditable=true]";
/** What arrows move themselves. */
const MOVED = "input,textarea,select,[role=slider],[role=listbox],[role=option],[role=menuitem]";

/**
 * Keys of a page, by the name that the browser gives them. They are nobody's while a person types, and arrows belong to what has the
 * focus and moves by them.
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
