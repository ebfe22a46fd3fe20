import type { Selectable } from "kysely";
import { LetterpressError } from "#src/model/errors.ts";
import { type SendSettings, sendSettings } from "#src/model/send-settings.ts";
import type { SendsTable } from "#src/store/database/schema.ts";

/** The columns that say how a send was meant. */
type Recorded = Pick<Selectable<SendsTable>, "public_id" | "segment" | "settings">;

/** Open sends rarely have more different settings than this; a thousand mails of one trigger share theirs. */
const KEPT = 100;
const parsed = new Map<string, SendSettings>();

/**
 * The settings of a send, checked: nothing else reads the column. Throws `send/damaged` where a value is missing, unknown or of
 * another kind: a segment that is read as none would mail the whole list.
 */
export function settingsOf(send: Recorded): SendSettings {
  const name = `${send.segment ?? ""}\n${send.settings}`;
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const settings = parse(send);
  if (parsed.size >= KEPT) parsed.clear();
  parsed.set(name, settings);
  return settings;
}

/** Whether the settings of a send can be read. One damaged send must not stop the others. */
export function hasSettings(send: Recorded): boolean {
  try {
    settingsOf(send);
    return true;
  } catch (error) {
    if (error instanceof LetterpressError && error.code === "send/damaged") return false;
    throw error;
  }
}

function parse({ public_id: id, segment, settings }: Recorded) {
  const { data, error } = sendSettings.safeParse(withPart(asJson(settings), segment));
  const isUntold = data?.part.kind === "list" && segment !== null;
  if (data !== undefined && !isUntold) return data;
  const [issue] = error?.issues ?? [];
  const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw new LetterpressError(
    "send/damaged",
    `The settings of the send ${id} in the ledger cannot be read (${where}${issue?.message ?? `the segment ${segment ?? ""} has no rule`}).`,
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Adds `part` to settings recorded before it existed. They say the same in three other fields, and in none of them for the
 * whole list. A send that names its segment in words alone gets no part, and is refused.
 */
function withPart(value: unknown, segment: string | null): unknown {
  if (typeof value !== "object" || value === null || "part" in value) return value;
  const { segment: rule, refusedOnly, droppedOnly, ...rest } = value as Record<string, unknown>;
  if (refusedOnly === true) return { ...rest, part: { kind: "refused" } };
  if (droppedOnly === true) return { ...rest, part: { kind: "dropped" } };
  if (typeof rule === "object" && rule !== null) return { ...rest, part: { kind: "segment", ...rule } };
  return segment === null ? { ...rest, part: { kind: "list" } } : rest;
}
