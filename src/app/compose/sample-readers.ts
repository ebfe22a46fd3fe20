import type { SlotValues } from "#src/model/email.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { webUrl } from "#src/render/web-url.ts";

/** Made-up readers an email is shown to. Their links lead nowhere on purpose: a preview must not unsubscribe anybody. */
export const SAMPLE_READERS = {
  named: { label: "Ada Quispe", subscriber: { first_name: "Ada", last_name: "Quispe" } },
  bare: { label: "a reader without a name", subscriber: {} },
} as const satisfies Record<string, { label: string; subscriber: SlotValues["subscriber"] }>;

export type SampleReader = keyof typeof SAMPLE_READERS;

export function isSampleReader(name: string | undefined): name is SampleReader {
  return name !== undefined && Object.hasOwn(SAMPLE_READERS, name);
}

export function sampleValues(reader: SampleReader, newsletter: Newsletter, slug: string): SlotValues {
  return {
    subscriber: SAMPLE_READERS[reader].subscriber,
    urls: {
      unsubscribe: `${newsletter.url}/u/sample`,
      preferences: `${newsletter.url}/p/sample`,
      confirm: `${newsletter.url}/c/sample`,
      web: webUrl(newsletter, slug),
    },
  };
}
