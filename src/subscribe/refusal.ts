import type { ResendAnswer } from "./resend-caller.ts";

/** A definite refusal by Resend that we did not expect: a key that may only send, a segment that is gone. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** Returns the answer's data if Resend did what it was asked. Throws `Refusal` otherwise. */
export function expectDone(
  what: string,
  { status, name, message, data }: ResendAnswer,
): Readonly<Record<string, unknown>> {
  if (status < 300 && typeof data === "object" && data !== null)
    return data as Readonly<Record<string, unknown>>;
  throw new Refusal(`${what}: Resend answered ${[status, name].filter(Boolean).join(" ")}: ${message}`);
}
