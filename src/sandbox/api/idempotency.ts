import { hash } from "node:crypto";
import type { Clock } from "#src/model/clock.ts";
import { DAY_MS } from "#src/model/durations.ts";
import { type Answer, Refusal } from "./api-answer.ts";
import type { ApiRequest } from "./api-request.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";

/** An attempt at a request: `replay` is the answer of an earlier one, null if this one runs. */
interface Attempt {
  readonly replay: Answer | null;
  /** Must be called in the end, or the key stays "in progress". Null if there is no answer to remember. */
  readonly finish: (answer: Answer | null) => void;
}

interface Memory {
  readonly fingerprint: string;
  readonly expiresAt: number;
  readonly answer: Answer;
}

/** Resend's memory of idempotency keys: it lasts 24 hours, by method, path and key. */
export function createIdempotency(switches: Switches, clock: Clock) {
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
    /** Refuses a key that is too long, in progress, or known with other bytes: Resend compares the bytes, not the meaning. */
    begin({ method, path, idempotencyKey, apiKey, raw, header }: ApiRequest, honoursKey: boolean): Attempt {
      if (idempotencyKey === null || !honoursKey) return { replay: null, finish: () => {} };
      if (idempotencyKey.length < 1 || idempotencyKey.length > 256) throw BAD_LENGTH;
      forgetOld();
      const scope = switches.idempotency_scope === "key" ? apiKey.id : "";
      const name = JSON.stringify([scope, method, path, idempotencyKey]);
      if (running.has(name)) throw CONCURRENT;

      // This header changes what the request does.
      const compared = switches.idempotency_compares_headers ? (header("x-batch-validation") ?? "") : "";
      const fingerprint = `${hash("sha256", raw)} ${compared}`;
      const earlier = answered.get(name);
      if (earlier !== undefined) {
        if (earlier.fingerprint !== fingerprint) throw CHANGED;
        return { replay: earlier.answer, finish: () => {} };
      }

      running.add(name);
      return {
        replay: null,
        finish(answer) {
          running.delete(name);
          if (answer === null || !remembers(switches.idempotency_remembers, answer.status)) return;
          // An accepted attempt may be remembered first. Its failed answer may be remembered later, and then replaces
          // it.
          answered.delete(name);
          answered.set(name, { fingerprint, expiresAt: clock.now() + DAY_MS, answer });
        },
      };
    },
  };
}

function remembers(what: Switches["idempotency_remembers"], status: number): boolean {
  if (status < 300) return true;
  return what === "everything" || (what === "accepted_and_4xx" && status < 500);
}

const BAD_LENGTH = new Refusal(
  400,
  "invalid_idempotency_key",
  "Idempotency keys, if present, must have between 1 and 256 characters.",
);
const CONCURRENT = new Refusal(
  409,
  "concurrent_idempotent_requests",
  "There is another request in progress with the same idempotency key.",
);
const CHANGED = new Refusal(
  409,
  "invalid_idempotent_request",
  "This idempotency key has been used with this HTTP method and endpoint within the last 24 hours, but the request body was modified and doesn't match the original request.",
);
