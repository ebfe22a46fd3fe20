import type { Switches } from "#src/sandbox/faults/switches.ts";

/** A route's answer. An object is written as JSON; a string is sent unchanged, with its own content type. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer that code throws to refuse a request. Resend's names are an open set; research note 1.4 lists the known ones. */
export class Refusal extends Error implements Answer {
  readonly status: number;
  /** Resend's envelope, with its keys in the order that Resend uses. */
  readonly body: { readonly statusCode: number; readonly message: string; readonly name: string };
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, name: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.body = { statusCode: status, message, name };
    this.headers = headers;
  }
}

/** Returns the result of `work`, or the refusal that it throws. */
export async function orRefusal<T>(work: () => T | Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const missingField = (field: string) =>
  new Refusal(422, "missing_required_field", `Missing \`${field}\` field.`);
export const invalid = (message: string) => new Refusal(422, "validation_error", message);
export const unexpected = (status = 500) =>
  new Refusal(status, "application_error", "An unexpected error occurred.");

/** Returns `value`; if there is none, refuses the request with 404. */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Refusal(404, "not_found", `${what} not found`);
  return value;
}

/** Resend writes one instant in two forms: its lists have PostgreSQL's text, its documentation and webhooks have ISO. */
export function writeInstant<At extends number | null>(at: At, { timestamps }: Pick<Switches, "timestamps">) {
  if (at === null) return null;
  const iso = new Date(at).toISOString();
  return timestamps === "iso" ? iso : iso.replace("T", " ").replace("Z", "000+00");
}

/** The ids in an answer of one email, of a batch, or of a list. */
export function idsIn(answer: unknown): readonly string[] {
  const { id, data = [] } = answer as { id?: string; data?: readonly ({ id?: string } | undefined)[] };
  const ids = id === undefined ? data.map((entry) => entry?.id) : [id];
  return ids.filter((one) => one !== undefined);
}
