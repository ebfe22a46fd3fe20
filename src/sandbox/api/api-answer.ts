/** A route's answer. An object is written as JSON; a string is sent unchanged, with its own content type. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in Resend's envelope, with its keys in the order that Resend uses. */
export interface Refusal extends Answer {
  readonly body: { readonly statusCode: number; readonly message: string; readonly name: string };
}

export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

/** Resend's names are an open set; research note 1.4 lists the known ones. */
export function refuse(
  status: number,
  name: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Refusal {
  const body = { statusCode: status, message, name };
  return headers === undefined ? { status, body } : { status, body, headers };
}

/** Whether reading a value from a request gave a refusal instead. */
export function isRefusal(value: unknown): value is Refusal {
  if (typeof value !== "object" || value === null || !("status" in value) || !("body" in value)) return false;
  const { body } = value;
  return typeof body === "object" && body !== null && "statusCode" in body;
}

export const missingField = (field: string) =>
  refuse(422, "missing_required_field", `Missing \`${field}\` field.`);
export const invalid = (message: string) => refuse(422, "validation_error", message);
export const notFound = (what: string) => refuse(404, "not_found", `${what} not found`);
export const INVALID_JSON = refuse(400, "validation_error", "Request body must be valid JSON.");
export const UNEXPECTED = refuse(500, "application_error", "An unexpected error occurred.");

/** Two forms of the same instant: Resend's lists carry PostgreSQL's text, its documentation and webhooks ISO. */
export function writeInstant(at: number, style: "postgres" | "iso"): string {
  const iso = new Date(at).toISOString();
  return style === "iso" ? iso : iso.replace("T", " ").replace("Z", "000+00");
}
