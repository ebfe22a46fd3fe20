import { randomUUID } from "node:crypto";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { Timeline } from "#src/sandbox/mail/timeline.ts";
import { addressIn } from "#src/sandbox/mail/validate-email.ts";
import type { ContactFields, Audience } from "./create-audience.ts";
import { createRows } from "./create-rows.ts";
import type { ImportOrder } from "./read-import.ts";

export interface ContactImport {
  readonly id: string;
  readonly createdAt: number;
  readonly completedAt: number | null;
  readonly status: "queued" | "in_progress" | "completed" | "failed";
  /** How many rows had each outcome. */
  readonly counts: Readonly<Record<"created" | "updated" | "skipped" | "failed", number>>;
}

type Row = Readonly<Record<string, string>>;

/** Imports of contacts. Each is done in two halves on the sandbox's clock, and fires no webhooks. */
export function createContactImports({
  timeline,
  switches,
  audience,
}: {
  timeline: Timeline;
  switches: Switches;
  audience: Audience;
}) {
  const imports = createRows<ContactImport>(switches, timeline);

  const work = (id: string, rows: readonly Row[], order: ImportOrder): ContactImport["counts"] => {
    const counts = { ...(imports.get(id)?.counts ?? NONE) };
    for (const row of rows) counts[importRow(row, order)] += 1;
    return counts;
  };

  const importRow = (row: Row, order: ImportOrder): keyof ContactImport["counts"] => {
    const { columns, onConflict, topics } = order;
    const email = row[columns.email] ?? "";
    const properties = readProperties(row, columns.properties);
    const unsubscribed = readUnsubscribed(row[columns.unsubscribed]);
    if (addressIn(email) !== email || properties === null || unsubscribed === null) return "failed";
    const known = audience.contacts.find(email);
    const segments = new Map([
      ...order.segments.map((id) => [id, timeline.now()] as const),
      ...(known?.segments ?? []),
    ]);
    if (known !== undefined && onConflict === "skip") {
      if (switches.import_skip_adds_segments) audience.changeContact(known, { segments }, false);
      return "skipped";
    }
    const [firstName, lastName] = [row[columns.first_name], row[columns.last_name]];
    const fields: ContactFields = {
      ...(firstName ? { firstName } : {}),
      ...(lastName ? { lastName } : {}),
      ...(unsubscribed === undefined ? {} : { unsubscribed }),
      properties: { ...known?.properties, ...properties },
      segments,
      topics: new Map([...(known?.topics ?? []), ...topics]),
    };
    if (known === undefined) {
      audience.addContact({ email, ...fields }, false);
      return "created";
    }
    // As with `POST /contacts`: a contact whose row does not say that they left is subscribed again.
    const again = switches.contact_upsert === "resets" ? { unsubscribed: false } : {};
    audience.changeContact(known, { ...again, ...fields }, false);
    return "updated";
  };

  return {
    ...imports,
    start(order: ImportOrder): ContactImport {
      for (const [key, { type }] of Object.entries(order.columns.properties)) {
        if (audience.propertyNamed(key) !== undefined) continue;
        const property = { id: randomUUID(), createdAt: timeline.now(), key, type, fallbackValue: null };
        audience.properties.put(property);
      }
      const queued = imports.put({
        id: randomUUID(),
        createdAt: timeline.now(),
        completedAt: null,
        status: "queued",
        counts: NONE,
      });
      const { id } = queued;
      const { rows } = order;
      const half = Math.ceil((rows?.length ?? 0) / 2);
      const step = Math.ceil(switches.import_ms / 2);
      const later = (ms: number, run: () => Partial<ContactImport>) =>
        timeline.add({
          at: timeline.now() + ms,
          kind: "event",
          run: () => void imports.put({ ...queued, ...run() }),
        });
      later(step, () =>
        rows === null
          ? { status: "failed" }
          : { status: "in_progress", counts: work(id, rows.slice(0, half), order) },
      );
      later(step * 2, () => {
        const counts = imports.get(id)?.counts ?? NONE;
        if (rows === null || switches.import_outcome === "failed") return { status: "failed", counts };
        const whole = work(id, rows.slice(half), order);
        return { status: "completed", completedAt: timeline.now(), counts: whole };
      });
      return queued;
    },
  };
}

const NONE = { created: 0, updated: 0, skipped: 0, failed: 0 };

/** Undefined: the row says nothing. Null: its text cannot be read. */
function readUnsubscribed(text = ""): boolean | undefined | null {
  const word = text.toLowerCase();
  if (word === "") return undefined;
  if (["true", "yes", "1"].includes(word)) return true;
  return ["false", "no", "0"].includes(word) ? false : null;
}

/** Reads the row's values by key; null if a value that must be a number is none. */
function readProperties(row: Row, columns: ImportOrder["columns"]["properties"]) {
  const properties: Record<string, string | number> = {};
  for (const [key, { column, type }] of Object.entries(columns)) {
    const text = row[column] ?? "";
    if (text === "") continue;
    const value = type === "number" ? Number(text) : text;
    if (Number.isNaN(value)) return null;
    properties[key] = value;
  }
  return properties;
}
