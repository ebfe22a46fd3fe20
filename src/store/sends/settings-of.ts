import type { Selectable } from "kysely";
import { z } from "zod";
import { LetterpressError } from "#src/model/errors.ts";
import type { Segment } from "#src/model/segment.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import type { SendsTable } from "#src/store/database/schema.ts";

/** The columns that say how a send was meant. */
type Recorded = Pick<Selectable<SendsTable>, "public_id" | "segment" | "settings">;

/** Open sends rarely differ in more settings than this; a thousand mails of one trigger share one. */
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

/** Whether they can be read. One send that is damaged must not stop the others. */
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
  const { data, error } = SETTINGS.safeParse(withPart(asJson(settings), segment));
  const isUntold = data?.part.kind === "list" && segment !== null;
  if (data !== undefined && !isUntold) return data;
  const [issue] = error?.issues ?? [];
  const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw new LetterpressError(
    "send/damaged",
    `The ledger holds settings of the send ${id} that cannot be read (${where}${issue?.message ?? `no meaning of the segment ${segment ?? ""}`}).`,
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
 * Sends recorded before there was `part` say the same in three other fields, and none of them for the whole list. One with a
 * segment in words alone has no part, and is refused.
 */
function withPart(value: unknown, segment: string | null): unknown {
  if (typeof value !== "object" || value === null || "part" in value) return value;
  const { segment: rule, refusedOnly, droppedOnly, ...rest } = value as Record<string, unknown>;
  if (refusedOnly === true) return { ...rest, part: { kind: "refused" } };
  if (droppedOnly === true) return { ...rest, part: { kind: "dropped" } };
  if (typeof rule === "object" && rule !== null) return { ...rest, part: { kind: "segment", ...rule } };
  return segment === null ? { ...rest, part: { kind: "list" } } : rest;
}

const instant = z.int().nullable();
const text = z.string();

const SEGMENT: z.ZodType<Segment> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("everybody") }),
    z.strictObject({ kind: z.enum(["and", "or"]), parts: z.array(SEGMENT) }),
    z.strictObject({ kind: z.literal("not"), part: SEGMENT }),
    z.strictObject({
      kind: z.literal("attribute"),
      name: text,
      type: z.enum(["string", "number", "boolean", "date"]),
      operator: OPERATOR,
      value: z.union([text, z.number(), z.boolean()]),
    }),
    z.strictObject({
      kind: z.literal("column"),
      column: z.enum(["email", "timezone"]),
      operator: z.enum(["=", "like", "exists"]),
      value: text,
    }),
    z.strictObject({ kind: z.literal("subscribed"), from: instant, to: instant }),
    z.strictObject({ kind: z.literal("clicked"), withinMs: z.number() }),
    z.strictObject({ kind: z.literal("received"), slug: text }),
    z.strictObject({ kind: z.literal("list"), list: text }),
  ]),
);
const OPERATOR = z.enum(["=", "<", "<=", ">", ">=", "like", "exists"]);
const BY = z.enum(["file", "person"]);
const SHARE = z.number().min(0).max(1);

const SETTINGS: z.ZodType<SendSettings> = z.strictObject({
  url: text,
  kid: text,
  team: text,
  slug: text.nullable(),
  archive: z.enum(["public", "unlisted", "none"]),
  brake: z.strictObject({ bounces: SHARE, complaints: SHARE }).nullable(),
  local: z.strictObject({ local: text, zone: text }).nullable(),
  wave: z
    .strictObject({
      above: z.number().min(0),
      share: SHARE,
      minutes: z.number().min(0),
      approve: z.boolean(),
      editors: z.array(text),
    })
    .nullable(),
  perHour: z.number().positive().exactOptional(),
  ramp: z
    .strictObject({
      steps: z
        .array(z.strictObject({ perDay: z.number().positive(), perHour: z.number().positive().nullable() }))
        .nullable(),
      by: BY,
      recipients: z.number().exactOptional(),
    })
    .exactOptional(),
  links: z.array(z.strictObject({ url: text, line: z.number() })),
  part: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("list") }),
    z.strictObject({ kind: z.literal("segment"), rule: SEGMENT, by: BY }),
    z.strictObject({ kind: z.literal("refused") }),
    z.strictObject({ kind: z.literal("dropped") }),
  ]),
});
