import type { Email } from "#src/model/email.ts";
import { isIn } from "#src/model/parts/asked-segment.ts";
import { isSampleReader, type SampleReader } from "#src/app/compose/sample-readers.ts";

/** To whom the preview shows an email. */
export interface ShownTo {
  readonly reader: SampleReader;
  /** Indexes of the asked segments that this reader is in. */
  readonly inSegments: readonly number[];
}

/** What the address asks for: `?reader=bare&in=0,2`. Without `in` the reader is in the segments that a stranger is in. */
export function shownTo(query: (name: string) => string | undefined, email: Email | null): ShownTo {
  const reader = query("reader");
  const asked = query("in")?.split(",");
  const inSegments = (email?.asked ?? []).flatMap((segment, index) => {
    const yes = asked === undefined ? isIn(segment, {}) : asked.includes(String(index));
    return yes ? [index] : [];
  });
  return { reader: isSampleReader(reader) ? reader : "named", inSegments };
}
