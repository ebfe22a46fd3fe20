import type { RampDecision } from "./ramp.ts";
import type { Segment } from "./segment.ts";
import type { WallClock } from "./wall-clock.ts";

/** A first part of a send, with a pause to look before the rest. */
export interface Wave {
  /** Only a send with more recipients than this begins with a wave. */
  readonly above: number;
  /** Share of the readers, 0 to 1, chosen by hash. */
  readonly share: number;
  /** How long the rest waits after the first part. */
  readonly minutes: number;
  /** The rest waits for a person instead. */
  readonly approve: boolean;
  /** Address keys of people who are always in it. */
  readonly editors: readonly string[];
}

/** What a send needs besides its email, copied when it is scheduled: delivery reads no file. Stored as JSON. */
export interface SendSettings {
  /** The newsletter's public address, without a trailing slash: what links in messages start with. */
  readonly url: string;
  /** Id of the key that signs this send's links: a newer key must not change bytes that were already posted. */
  readonly kid: string;
  /** Limiter row: all sends of one Resend team share one pace. */
  readonly team: string;
  readonly slug: string | null;
  readonly archive: "public" | "unlisted" | "none";
  /** Shares at which the send pauses; null after a person let it go on all the same. */
  readonly brake: { readonly bounces: number; readonly complaints: number } | null;
  /** Nine in each reader's own morning: the wall clock `YYYY-MM-DDTHH:mm`, and the zone of readers who named none. */
  readonly local: WallClock | null;
  /** Begin with a part of the readers; null sends to all at once. */
  readonly wave: Wave | null;
  /** Messages an hour at most; absent: as fast as Resend allows. */
  readonly perHour?: number;
  /** What was decided for the case that it is much larger than any send before; absent: nobody has been asked. */
  readonly ramp?: RampDecision;
  /** Where each link of the body stands in the file, for the report. */
  readonly links: readonly { readonly url: string; readonly line: number }[];
  readonly part: ListPart;
}

/**
 * Whom of its list a send is for. A segment is kept as it was understood when it was scheduled (`sends.segment` holds it as
 * typed); what a person asked for stands until a person says otherwise, whatever the file says.
 */
type ListPart =
  | { readonly kind: "list" }
  | { readonly kind: "segment"; readonly rule: Segment; readonly by: "file" | "person" }
  /** Those whom Resend refused in an earlier send of the issue. */
  | { readonly kind: "refused" }
  /** Those whose message Resend accepted in an earlier send of the issue and its quota then stopped. */
  | { readonly kind: "dropped" };
