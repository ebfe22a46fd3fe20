/** Moments of a request at which a test may want to act, for example to kill the client. */
export type HookPoint = "request" | "half-read" | "accepted" | "answered";

export interface HookInfo {
  readonly point: HookPoint;
  /** Number of the request since the start, from 1. */
  readonly request: number;
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | null;
  /** Ids of the accepted emails; empty before acceptance. */
  readonly ids: readonly string[];
  /** The answer's HTTP status; null before it is known. */
  readonly status: number | null;
}

export type HookHandler = (info: HookInfo) => void | Promise<void>;

export interface Hooks {
  /** Handlers are awaited one after another while the request waits. Dispose the result to stop. */
  on(point: HookPoint, handler: HookHandler): Disposable;
  fire(info: HookInfo): Promise<void>;
  /** Whether there is a handler: reading a body in halves costs time. */
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
      // Wrapped, so that the same function can be added twice and each be removed separately.
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
