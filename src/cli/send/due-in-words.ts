import type { SendSettings } from "#src/model/send-settings.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { SendRow } from "#src/store/sends/sends.ts";

/** When a send starts, for people: what the author wrote comes first where each reader gets it in their own zone. */
export function dueInWords(send: Pick<SendRow, "due_at" | "zone" | "settings">): string {
  const { local } = JSON.parse(send.settings) as SendSettings;
  const words = instantInWords(send.due_at, send.zone);
  return local === null
    ? words
    : `${local.local.replace("T", " ")} in each reader's own zone, the first ${words}`;
}
