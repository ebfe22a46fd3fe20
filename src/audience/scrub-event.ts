/** The fields that reports still need after the person is erased; every other field may identify them. */
const KEPT = ["email_id", "created_at", "tags"] as const;

/**
 * The body of a webhook without the person: type, times, the message's id and tags, the kind of a bounce, the link of
 * a click. Address, subject (it may contain a name), IP address and a bounce's text are removed. `identifiers` are cut out
 * of the rest: the person's public id is part of the links in their mail.
 */
export function scrubEvent(payload: string, identifiers: readonly string[]): string {
  const { type, created_at: at, data } = asRecord(parseJson(payload));
  const body = asRecord(data);
  const kept: Record<string, unknown> = {};
  for (const name of KEPT) if (name in body) kept[name] = body[name];
  const { type: kind, subType } = asRecord(body["bounce"]);
  if (kind !== undefined) kept["bounce"] = { type: kind, subType };
  const { link, userAgent, timestamp } = asRecord(body["click"]);
  // Without its user agent a machine's click would count as a person's.
  if (link !== undefined) kept["click"] = { link, userAgent, timestamp };
  return JSON.stringify({ type, created_at: at, data: kept }, (_name, value: unknown) =>
    typeof value === "string" ? identifiers.reduce(cut, value) : value,
  );
}

function cut(text: string, identifier: string): string {
  const at = text.toLowerCase().indexOf(identifier.toLowerCase());
  if (at < 0 || identifier === "") return text;
  return cut(text.slice(0, at) + text.slice(at + identifier.length), identifier);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
