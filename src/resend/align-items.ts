/** The outcome of one message: Resend's id, or why it was refused. */
export type BatchItem = { readonly id: string } | { readonly error: string };

type Alignment =
  | { readonly outcome: "accepted"; readonly items: readonly BatchItem[] }
  | { readonly outcome: "misaligned"; readonly reason: string };

/**
 * Give every message of the request its item. In a permissive answer `data` leaves out refused messages, so that ids move
 * forward; `errors[].index` (0-based) says where the gaps are. A wrong guess here would record one reader's events for
 * another, so anything that does not match exactly is `misaligned`.
 */
export function alignItems(answer: unknown, length: number): Alignment {
  const { data, errors } = listsOf(answer);
  if (data === null || errors === null) return misaligned("the answer has no list of ids");

  const ids: string[] = [];
  for (const item of data) {
    const id = fieldOf(item, "id");
    if (typeof id !== "string" || id === "") return misaligned("an id is missing");
    ids.push(id);
  }
  if (new Set(ids).size !== ids.length) return misaligned("an id came twice");

  const refused = new Map<number, string>();
  for (const item of errors) {
    const index = fieldOf(item, "index");
    const message = fieldOf(item, "message");
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= length) {
      return misaligned("an error names a message outside the batch");
    }
    if (refused.has(index)) return misaligned("two errors name one message");
    refused.set(index, typeof message === "string" && message !== "" ? message : "refused without a reason");
  }
  if (ids.length + refused.size !== length) {
    return misaligned(`${ids.length} ids and ${refused.size} errors for ${length} messages`);
  }
  const accepted = ids.values();
  const items = Array.from({ length }, (_, index): BatchItem => {
    const error = refused.get(index);
    return error === undefined ? { id: accepted.next().value ?? "" } : { error };
  });
  return { outcome: "accepted", items };
}

function misaligned(what: string): Alignment {
  return { outcome: "misaligned", reason: `Resend's answer does not match the batch: ${what}.` };
}

/** `errors` may be missing if nothing was refused. */
function listsOf(answer: unknown): { data: unknown[] | null; errors: unknown[] | null } {
  const data = fieldOf(answer, "data");
  const errors = fieldOf(answer, "errors") ?? [];
  return { data: Array.isArray(data) ? data : null, errors: Array.isArray(errors) ? errors : null };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
