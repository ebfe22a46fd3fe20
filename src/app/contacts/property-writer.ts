import { LetterpressError } from "#src/model/errors.ts";
import { type Newsletter, attributesOf } from "#src/model/newsletter.ts";
import { type ContactProperty, createProperty, listProperties } from "#src/resend/contact-properties.ts";
import type { ContactChanges } from "#src/resend/contacts.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { readAll } from "#src/app/hosted/read-all.ts";
import { insist } from "./insist.ts";

/** Attributes of a person as the config declares them. */
export type Values = Readonly<Record<string, string | number | boolean>>;

/** Names and properties as Resend takes them. */
type Fields = Pick<ContactChanges, "firstName" | "lastName"> & {
  readonly properties: Readonly<Record<string, string | number>>;
};

export interface PropertyWriter {
  /** Picks the values that a contact can hold. A yes or no becomes a word, because Resend has texts and numbers only. */
  readonly fieldsOf: (values: Values) => Fields;
  /** The type of each declared property. */
  readonly types: ReadonlyMap<string, ContactProperty["type"]>;
}

/** Reads the contact properties of a newsletter's attributes. With `make`, creates those that the team lacks. */
export async function openProperties(
  hosted: Hosted,
  newsletter: Newsletter,
  make: boolean,
): Promise<PropertyWriter> {
  const { client, pacer } = hosted;
  const declared = Object.entries(attributesOf(newsletter)).filter(([name]) => !NAMES.has(name));
  const { items } =
    declared.length === 0
      ? { items: [] }
      : await readAll("contact properties", (after) => pacer(() => listProperties(client, after)));
  const types = new Map<string, ContactProperty["type"]>();
  for (const [key, { type }] of declared) {
    const has = items.find((one) => one.key === key)?.type;
    const wanted = type === "number" ? "number" : "string";
    types.set(key, has ?? wanted);
    if (has !== undefined || !make) continue;
    const answer = await insist(hosted, () => createProperty(client, { key, type: wanted }));
    if (answer.kind === "refused" && !/exist/i.test(answer.message))
      throw new LetterpressError(
        "resend/unanswered",
        `The contact property ${key} was not made. ${answer.message}`,
      );
  }
  return { types, fieldsOf: (values) => fieldsOf(values, types) };
}

const NAMES: ReadonlySet<string> = new Set(["first_name", "last_name"]);

function fieldsOf(values: Values, types: PropertyWriter["types"]): Fields {
  const properties: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values)) {
    const type = types.get(name);
    if (type === undefined) continue;
    const text = typeof value === "boolean" ? (value ? "yes" : "no") : value;
    if (type === "string") properties[name] = String(text);
    else if (!Number.isNaN(Number(text))) properties[name] = Number(text);
  }
  const { first_name: first, last_name: last } = values;
  return {
    ...(first === undefined ? {} : { firstName: String(first) }),
    ...(last === undefined ? {} : { lastName: String(last) }),
    properties,
  };
}
