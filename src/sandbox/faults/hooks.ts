/** Moments of a request at which a test may want to act, for example to kill the client. */
export type HookPoint = "request" | "half-read" | "accepted" | "answered";

interface HookInfo {
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

export function createHooks() {
  const handlers: Record<HookPoint, Set<HookHandler>> = {
    request: new Set(),
    "half-read": new Set(),
    accepted: new Set(),
    answered: new Set(),
  };
  return {
    /** Handlers are awaited one after another while the request waits. Dispose the result to stop. */
    on(point: HookPoint, handler: HookHandler): Disposable {
      // Wrapped, so that the same function can be added twice and each be removed separately.
      const own: HookHandler = (info) => handler(info);
      handlers[point].add(own);
      return { [Symbol.dispose]: () => void handlers[point].delete(own) };
    },
    async fire(
      point: HookPoint,
      request: Pick<HookInfo, "method" | "path" | "idempotencyKey"> & { readonly number: number },
      known: Partial<Pick<HookInfo, "ids" | "status">> = {},
    ): Promise<void> {
      const { number, method, path, idempotencyKey } = request;
      const info = { point, request: number, method, path, idempotencyKey, ids: [], status: null, ...known };
      for (const handler of handlers[point]) await handler(info);
    },
  };
}
