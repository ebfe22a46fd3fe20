import { parse } from "csv-parse/sync";
import { z } from "zod";
import { found, invalid, missingField } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { Subscription } from "./contacts.ts";
import type { Audience } from "./create-audience.ts";
import { choicesSchema, readChoices } from "./topic-choices.ts";

/** An accepted import, before its rows are looked at. */
export interface ImportOrder {
  /** Each row by its columns' names; null if the file is no CSV with a column of addresses. */
  readonly rows: readonly Readonly<Record<string, string>>[] | null;
  readonly columns: z.output<typeof columnsSchema>;
  readonly onConflict: "upsert" | "skip";
  readonly segments: readonly string[];
  readonly topics: ReadonlyMap<string, Subscription>;
}

/** Names of the file's columns. */
const columnsSchema = z.object({
  email: z.string().default("email"),
  first_name: z.string().default("first_name"),
  last_name: z.string().default("last_name"),
  unsubscribed: z.string().default("unsubscribed"),
  properties: z
    .record(
      z.string().regex(/^[A-Za-z0-9_]{1,50}$/),
      z.object({ column: z.string(), type: z.enum(["string", "number"]).default("string") }),
    )
    .default({}),
});
const segmentsSchema = z.array(z.object({ id: z.string() }));

/** Reads the form of `POST /contacts/imports`. Refuses wrong fields; mistakes in the file show while it is imported. */
export async function readImport(
  { raw, header }: ApiRequest,
  audience: Audience,
  switches: Switches,
): Promise<ImportOrder> {
  const form = await readForm(raw, header("content-type") ?? "");
  const file = form.get("file");
  if (file === null) throw missingField("file");
  const onConflict = form.get("on_conflict") ?? switches.import_default;
  if (onConflict !== "upsert" && onConflict !== "skip") throw invalid("Invalid `on_conflict` field.");
  const columns = readField(form, "column_map", columnsSchema, {});
  const choices = readField(form, "topics", choicesSchema, []);
  const segments = readField(form, "segments", segmentsSchema, []).map(
    ({ id }) => found(audience.segments.get(id), "Audience").id,
  );
  return {
    rows: readRows(typeof file === "string" ? file : await file.text(), columns.email),
    columns,
    onConflict,
    segments,
    topics: readChoices(choices, audience),
  };
}

async function readForm(raw: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(raw), { headers: { "content-type": type } }).formData();
  } catch {
    throw invalid("The request body must be multipart/form-data.");
  }
}

/** Reads a field of the form that holds JSON. */
function readField<T>(form: FormData, name: string, schema: z.ZodType<T>, whenAbsent: unknown): T {
  const given = form.get(name);
  const { data } = schema.safeParse(given === null ? whenAbsent : parseJson(given));
  if (data === undefined) throw invalid(`Invalid \`${name}\` field.`);
  return data;
}

function parseJson(given: unknown): unknown {
  try {
    return JSON.parse(typeof given === "string" ? given : "");
  } catch {
    return undefined;
  }
}

function readRows(text: string, email: string): ImportOrder["rows"] {
  try {
    const rows = parse(text, { bom: true, columns: true, skipEmptyLines: true, trim: true });
    const checked = z.array(z.record(z.string(), z.string())).parse(rows);
    return checked.every((row) => email in row) ? checked : null;
  } catch {
    return null;
  }
}
