import { stringify } from "csv-stringify/sync";
import { LetterpressError } from "#src/model/errors.ts";
import { MINUTE_MS } from "#src/model/durations.ts";
import { mailableAddress } from "#src/model/address/canonical-address.ts";
import { readImport, startImport } from "#src/resend/contact-imports.ts";
import { type Contact, contactsOf } from "#src/resend/contacts.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { inParallel } from "./in-parallel.ts";
import { insist } from "./insist.ts";
import type { PropertyWriter, Values } from "./property-writer.ts";

/** A contact to be made. */
export interface NewContact {
  readonly address: string;
  readonly values: Values;
  readonly unsubscribed: boolean;
}

/** What the contacts of one import share. */
export interface NewGroup {
  /** Ids. */
  readonly segments: readonly string[];
  /** Ids of topics that they have left. */
  readonly left: readonly string[];
}

/** What became of the contacts that an import did not make. */
export interface MadeContacts<T> {
  /** Contacts made by somebody else meanwhile, or by this import. A caller cannot tell which, and has to look. */
  readonly there: readonly { readonly one: T; readonly contact: Contact }[];
  readonly refused: readonly T[];
}

/** Rows of one import: few enough that a failed one costs little. */
const ROWS = 5_000;
const POLL_MS = 2_000;
const LONGEST_MS = 30 * MINUTE_MS;
const TRIES = 3;

/**
 * Makes contacts, and only those that do not exist. Resend's import skips the others, so that nobody who left between our look and
 * its write is subscribed again. Throws `resend/not-handed-over` if Resend refuses the whole import, for example above its quota.
 */
export async function makeContacts<T extends NewContact>(
  hosted: Hosted,
  wanted: readonly T[],
  group: NewGroup,
  properties: PropertyWriter,
  onMade: (count: number) => void,
): Promise<MadeContacts<T>> {
  const there: { one: T; contact: Contact }[] = [];
  const refused: T[] = [];
  for (let start = 0; start < wanted.length; start += ROWS) {
    let rest: readonly T[] = wanted.slice(start, start + ROWS);
    const size = rest.length;
    for (let tries = 1; rest.length > 0; tries += 1) {
      const { status, created } = await runImport(hosted, rest, group, properties);
      if (status === "completed" && created === rest.length) break;
      const look = await lookAt(hosted, rest);
      there.push(...look.there);
      rest = look.missing;
      if (status === "completed" || tries === TRIES) {
        refused.push(...rest);
        break;
      }
    }
    onMade(size);
  }
  return { there, refused };
}

async function runImport(
  hosted: Hosted,
  rows: readonly NewContact[],
  { segments, left }: NewGroup,
  { types, fieldsOf }: PropertyWriter,
) {
  const { client, pacer, clock, wait } = hosted;
  const fields = rows.map(({ values }) => fieldsOf(values));
  // A column creates its property for the whole team, so an attribute for which nobody has a value gets no column.
  const keys = [...types.keys()].filter((key) => fields.some(({ properties }) => key in properties));
  const csv = stringify([
    ["email", "first_name", "last_name", "unsubscribed", ...keys],
    ...rows.map(({ address, unsubscribed }, index) => {
      const { firstName = "", lastName = "", properties = {} } = fields[index] ?? {};
      const cells = keys.map((key) => String(properties[key] ?? ""));
      return [mailableAddress(address), firstName, lastName, String(unsubscribed), ...cells];
    }),
  ]);
  const order = {
    csv,
    properties: Object.fromEntries(keys.map((key) => [key, types.get(key) ?? "string"])),
    segments,
    left,
  };
  const started = await insist(hosted, () => startImport(client, order));
  if (started.kind !== "done") {
    const why = started.kind === "refused" ? started.message : "Resend knows no imports of contacts (404).";
    throw new LetterpressError("resend/not-handed-over", `New contacts were not taken. ${why}`);
  }
  for (const until = clock.now() + LONGEST_MS; ;) {
    const state = await pacer(() => readImport(client, started.value));
    if (state.kind === "done" && ["completed", "failed"].includes(state.value.status)) return state.value;
    if (clock.now() > until)
      throw new LetterpressError("resend/unanswered", "Resend's import of new contacts has not ended.");
    await wait(POLL_MS);
  }
}

async function lookAt<T extends NewContact>(
  hosted: Hosted,
  all: readonly T[],
): Promise<{ readonly there: { one: T; contact: Contact }[]; readonly missing: T[] }> {
  const api = contactsOf(hosted.client);
  const there: { one: T; contact: Contact }[] = [];
  const missing: T[] = [];
  await inParallel(all, async (one) => {
    const answer = await insist(hosted, () => api.get(mailableAddress(one.address)));
    if (answer.kind === "done") there.push({ one, contact: answer.value });
    else missing.push(one);
  });
  return { there, missing };
}
