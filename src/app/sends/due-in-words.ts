import { instantInWords } from "#src/model/wall-clock.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { hasSettings, settingsOf } from "#src/store/sends/settings-of.ts";

/** When a send starts, in words for people. If each reader gets it in their own zone, the time that the author wrote comes first. */
export function dueInWords(
  send: Pick<SendRow, "public_id" | "due_at" | "zone" | "segment" | "settings">,
): string {
  const local = hasSettings(send) ? settingsOf(send).local : null;
  const words = instantInWords(send.due_at, send.zone);
  return local === null
    ? words
    : `${local.local.replace("T", " ")} in each reader's own zone, the first ${words}`;
}
