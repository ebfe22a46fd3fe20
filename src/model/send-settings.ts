import { z } from "zod";
import { rampDecision } from "./ramp.ts";
import { segmentSchema } from "./segment.ts";

const text = z.string();
const share = z.number().min(0).max(1);

/** A first part of a send, with a pause to look before the rest. */
const wave = z.strictObject({
  /** Only a send with more recipients than this begins with a wave. */
  above: z.number().min(0),
  /** Share of the readers, 0 to 1, chosen by hash. */
  share,
  /** Minutes that the rest waits after the first part. */
  minutes: z.number().min(0),
  /** The rest waits for a person instead. */
  approve: z.boolean(),
  /** Address keys of people who are always in the wave. */
  editors: z.array(text).readonly(),
});
export type Wave = z.infer<typeof wave>;

/**
 * Which readers of its list a send is for. A segment is kept as it was understood when the send was scheduled
 * (`sends.segment` holds it as typed); what a person asked for stands until a person changes it, whatever the file says.
 */
const listPart = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("list") }),
  z.strictObject({ kind: z.literal("segment"), rule: segmentSchema, by: z.enum(["file", "person"]) }),
  /** Readers whom Resend refused in an earlier send of the issue. */
  z.strictObject({ kind: z.literal("refused") }),
  /** Readers whose message Resend accepted in an earlier send of the issue and its quota then stopped. */
  z.strictObject({ kind: z.literal("dropped") }),
]);

/** What a send needs besides its email, copied when it is scheduled: delivery reads no file. Stored as JSON. */
export const sendSettings = z
  .strictObject({
    /** The newsletter's public address, without a trailing slash: what links in messages start with. */
    url: text,
    /** Id of the key that signs this send's links: a newer key must not change bytes that were already posted. */
    kid: text,
    /** Limiter row: all sends of one Resend team share one pace. */
    team: text,
    slug: text.nullable(),
    archive: z.enum(["public", "unlisted", "none"]),
    /** Shares at which the send pauses; null after a person let it continue all the same. */
    brake: z.strictObject({ bounces: share, complaints: share }).nullable(),
    /** For a send in each reader's own morning: the wall clock `YYYY-MM-DDTHH:mm`, and the zone of readers who named none. */
    local: z.strictObject({ local: text, zone: text }).nullable(),
    /** Begin with a part of the readers; null sends to all at once. */
    wave: wave.nullable(),
    /** Messages an hour at most; absent: as fast as Resend allows. */
    perHour: z.number().positive().exactOptional(),
    /** What was decided for a send much larger than any before; absent: nobody has been asked. */
    ramp: rampDecision.exactOptional(),
    /** Where each link of the body is in the file, for the report. */
    links: z.array(z.strictObject({ url: text, line: z.number() })).readonly(),
    part: listPart,
  })
  .readonly();
export type SendSettings = z.infer<typeof sendSettings>;
