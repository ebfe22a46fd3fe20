/** Moments of a request at which somebody outside may want to act, for example kill the client that made it. */
export type HookPoint = "request" | "half-read" | "accepted" | "answered";

export interface HookInfo {
  readonly point: HookPoint;
  /** Counts the requests since the start, from 1. */
  readonly request: number;
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | null;
  /** Ids of what was accepted; empty before that. */
  readonly ids: readonly string[];
  /** The answer's HTTP status; null before it is known. */
  readonly status: number | null;
}

export type HookHandler = (info: HookInfo) => void | Promise<void>;

export interface Hooks {
  /** Handlers are awaited one after another while the request waits. Dispose the result to stop. */
  on(point: HookPoint, handler: HookHandler): Disposable;
  fire(info: HookInfo): Promise<void>;
  /** Whether anybody listens: reading a body in halves costs time. */
  has(point: HookPoint): boolean;
}

export function createHooks(): Hooks {
  const handlers: Record<HookPoint, Set<HookHandler>> = {
    request: new Set(),
    "half-read": new Set(),
    accepted: new Set(),
    answered: new Set(),
  };
  return {
    on(point, handler) {
      // Wrapped, so that the same function can listen twice and each be taken away alone.
      const own: HookHandler = (info) => handler(info);
      handlers[point].add(own);
      return { [Symbol.dispose]: () => void handlers[point].delete(own) };
    },
    async fire(info) {
      for (const handler of handlers[info.point]) await handler(info);
    },
    has: (point) => handlers[point].size > 0,
  };
}
