import { hash } from "node:crypto";
import type { Clock } from "#src/model/clock.ts";
import { type Answer, type Refusal, refuse } from "./api-answer.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";

const DAY = 24 * 60 * 60 * 1000;

interface Attempt {
  readonly method: string;
  readonly path: string;
  /** The header as received; null if there was none. */
  readonly idempotencyKey: string | null;
  readonly apiKeyId: string;
  /** The body's bytes: Resend compares the bytes, not the meaning. */
  readonly raw: Uint8Array;
  /** Headers that change what the request does. */
  readonly comparedHeaders: string;
}

/** Resend's memory of idempotency keys, 24 hours long, by method, path and key. */
export interface Idempotency {
  /**
   * Begin an attempt: run it, replay the answer of an earlier one, or refuse it. A caller that runs it must call `finish`
   * in the end, or the key stays "in progress".
   */
  begin(
    attempt: Attempt,
  ):
    | { readonly outcome: "run"; finish(answer: Answer | null): void }
    | { readonly outcome: "replay"; readonly answer: Answer }
    | { readonly outcome: "refuse"; readonly refusal: Refusal };
  readonly size: number;
}

interface Memory {
  readonly fingerprint: string;
  readonly expiresAt: number;
  readonly answer: Answer;
}

export function createIdempotency(switches: Switches, clock: Clock): Idempotency {
  const answered = new Map<string, Memory>();
  const running = new Set<string>();

  const forgetOld = () => {
    // Keys expire in the order of insertion.
    for (const [key, { expiresAt }] of answered) {
      if (expiresAt > clock.now()) return;
      answered.delete(key);
    }
  };

  return {
    get size() {
      return answered.size;
    },
    begin(attempt) {
      if (attempt.idempotencyKey === null) return { outcome: "run", finish: () => {} };
      if (attempt.idempotencyKey.length < 1 || attempt.idempotencyKey.length > 256) {
        return { outcome: "refuse", refusal: BAD_LENGTH };
      }
      forgetOld();
      const scope = switches.idempotency_scope === "key" ? attempt.apiKeyId : "";
      const name = JSON.stringify([scope, attempt.method, attempt.path, attempt.idempotencyKey]);
      if (running.has(name)) return { outcome: "refuse", refusal: CONCURRENT };

      const headers = switches.idempotency_compares_headers ? attempt.comparedHeaders : "";
      const fingerprint = `${hash("sha256", attempt.raw)} ${headers}`;
      const earlier = answered.get(name);
      if (earlier !== undefined) {
        return earlier.fingerprint === fingerprint
          ? { outcome: "replay", answer: earlier.answer }
          : { outcome: "refuse", refusal: CHANGED };
      }

      running.add(name);
      return {
        outcome: "run",
        finish(answer) {
          running.delete(name);
          if (answer === null || !remembers(switches.idempotency_remembers, answer.status)) return;
          // An accepted attempt may be remembered first, and its failed answer later, which then replaces it.
          answered.delete(name);
          answered.set(name, { fingerprint, expiresAt: clock.now() + DAY, answer });
        },
      };
    },
  };
}

function remembers(what: Switches["idempotency_remembers"], status: number): boolean {
  if (status < 300) return true;
  return what === "everything" || (what === "accepted_and_4xx" && status < 500);
}

const BAD_LENGTH = refuse(
  400,
  "invalid_idempotency_key",
  "Idempotency keys, if present, must have between 1 and 256 characters.",
);
const CONCURRENT = refuse(
  409,
  "concurrent_idempotent_requests",
  "There is another request in progress with the same idempotency key.",
);
const CHANGED = refuse(
  409,
  "invalid_idempotent_request",
  "This idempotency key has been used with this HTTP method and endpoint within the last 24 hours, but the request body was modified and doesn't match the original request.",
);
