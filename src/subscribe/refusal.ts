import type { ResendAnswer } from "./resend-caller.ts";

/** A definite no of Resend's that we did not expect: a key that may only send, a segment that is gone. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** The answer's data if it did what was asked. Throws `Refusal` otherwise. */
export function expectDone(
  what: string,
  { status, name, message, data }: ResendAnswer,
): Readonly<Record<string, unknown>> {
  if (status < 300 && typeof data === "object" && data !== null)
    return data as Readonly<Record<string, unknown>>;
  throw new Refusal(`${what}: Resend answered ${[status, name].filter(Boolean).join(" ")}: ${message}`);
}
