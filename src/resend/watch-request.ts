import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** What Node's fetch did with a request, according to its diagnostics channels. */
interface RequestFate {
  /** The request reached the HTTP client; `left === false` is meaningful only then. */
  readonly created: boolean;
  /** At least its headers were written to a socket. */
  readonly left: boolean;
  /** HTTP status of the answer; null if none came. */
  readonly status: number | null;
  /** Code or message of what went wrong on the way, for example ECONNREFUSED. */
  readonly cause: string | null;
}

/**
 * Watches the requests that carry `key` as their Idempotency-Key until disposed. The SDK swallows the cause of every
 * network error, but a batch of which no byte left may be planned again, while one whose answer was lost may not.
 * Channels: undici's DiagnosticsChannel.md; Node's built-in fetch publishes on them.
 */
export function watchRequest(key: string): Disposable & { fate(): RequestFate } {
  let fate: RequestFate = { created: false, left: false, status: null, cause: null };
  const listeners = new Map<string, (message: unknown) => void>();
  const on = (channel: string, change: (message: Note) => Partial<RequestFate>) => {
    const listener = (message: unknown) => {
      const note = message as Note;
      if (carries(note, key)) fate = { ...fate, ...change(note) };
    };
    listeners.set(channel, listener);
    subscribe(channel, listener);
  };
  on("undici:request:create", () => ({ created: true }));
  on("undici:client:sendHeaders", () => ({ left: true }));
  on("undici:request:bodyChunkSent", () => ({ left: true }));
  on("undici:request:bodySent", () => ({ left: true }));
  on("undici:request:headers", ({ response }) => ({ left: true, status: response?.statusCode ?? null }));
  on("undici:request:error", ({ error }) => ({
    cause: typeof error?.code === "string" ? error.code : (error?.message ?? null),
  }));
  return {
    fate: () => fate,
    [Symbol.dispose]() {
      for (const [channel, listener] of listeners) unsubscribe(channel, listener);
    },
  };
}

/** The part of undici's messages that is read here. */
interface Note {
  readonly request?: { readonly headers?: unknown };
  readonly response?: { readonly statusCode?: number };
  readonly error?: { readonly code?: string | number; readonly message?: string };
}

/** Headers of a request are a flat list: name, value, name, value. */
function carries({ request }: Note, key: string): boolean {
  const headers: unknown = request?.headers;
  return (
    Array.isArray(headers) &&
    headers.some((name, at) => String(name).toLowerCase() === "idempotency-key" && headers[at + 1] === key)
  );
}
