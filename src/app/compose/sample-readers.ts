import type { Email, SlotValues } from "#src/model/email.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { answerKey, isIn } from "#src/model/parts/asked-segment.ts";
import { webUrl } from "#src/render/web-url.ts";

/** Made-up readers for previews of an email. Their links lead nowhere on purpose: a preview must not unsubscribe anybody. */
export const SAMPLE_READERS = {
  named: { label: "Ada Quispe", subscriber: { first_name: "Ada", last_name: "Quispe" } },
  bare: { label: "a reader without a name", subscriber: {} },
} as const satisfies Record<string, { label: string; subscriber: SlotValues["subscriber"] }>;

interface SampleOf {
  readonly slug: string;
  readonly email: Pick<Email, "asked">;
  readonly inSegments?: readonly number[] | null;
}

export type SampleReader = keyof typeof SAMPLE_READERS;

export function isSampleReader(name: string | undefined): name is SampleReader {
  return name !== undefined && Object.hasOwn(SAMPLE_READERS, name);
}

/**
 * The values that an email gets for a sample reader. `inSegments`: the indexes of the asked
 * segments that the reader is in; null for the answers of a reader of whom nothing is known.
 */
export function sampleValues(
  reader: SampleReader,
  newsletter: Newsletter,
  { slug, email, inSegments = null }: SampleOf,
): SlotValues {
  return {
    subscriber: sampleSubscriber(reader, email, inSegments),
    urls: {
      unsubscribe: `${newsletter.url}/u/sample`,
      preferences: `${newsletter.url}/p/sample`,
      rate: `${newsletter.url}/r/sample`,
      confirm: `${newsletter.url}/c/sample`,
      web: webUrl(newsletter, slug),
    },
  };
}

/** What is known of a sample reader: a name, and the answers that the email's parts ask for. */
export function sampleSubscriber(
  reader: SampleReader,
  email: Pick<Email, "asked">,
  inSegments: readonly number[] | null,
): SlotValues["subscriber"] {
  const answers = (email.asked ?? []).map((asked, index) => [
    answerKey(asked),
    inSegments === null ? isIn(asked, {}) : inSegments.includes(index),
  ]);
  return { ...SAMPLE_READERS[reader].subscriber, ...Object.fromEntries(answers) };
}
