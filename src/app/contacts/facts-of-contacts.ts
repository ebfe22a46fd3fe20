import { FILLER_NAMES } from "#src/model/address/filler-names.ts";
import type { AttributeFacts, ReaderFacts } from "#src/model/facts.ts";
import type { Contact } from "#src/resend/contacts.ts";

/**
 * Counts what preflight asks about a segment's contacts that may be mailed, as `readerFacts` in store/ does
 * for a list. Resend's lists have the names of their contacts but no properties. One request for each
 * contact would be too dear, so nothing is counted about properties.
 */
export function factsOfContacts(contacts: readonly Contact[]): ReaderFacts {
  const readers = contacts.filter((one) => !one.unsubscribed);
  return {
    subscribers: readers.length,
    onList: readers.length,
    attributes: {
      first_name: countsOf(readers.map(({ firstName }) => firstName ?? "")),
      last_name: countsOf(readers.map(({ lastName }) => lastName ?? "")),
    },
    inPart: [],
  };
}

function countsOf(values: readonly string[]): AttributeFacts {
  const count = (has: (value: string) => boolean) => values.filter(has).length;
  return {
    lacking: count((value) => value === ""),
    addresses: count((value) => /.@./s.test(value)),
    fillers: count((value) => FILLER_NAMES.includes(value.trim().toLowerCase())),
    capitals: count((value) => value.length > 2 && /[A-Z]/.test(value) && value === value.toUpperCase()),
    longest: values.reduce((most, value) => Math.max(most, Array.from(value).length), 0),
  };
}
