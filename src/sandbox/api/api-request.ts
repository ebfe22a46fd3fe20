import type { ApiKey } from "#src/sandbox/team/api-keys.ts";

/** A request with a known key that passed the limits, as a route sees it. */
export interface ApiRequest {
  /** Its number since the start, from 1. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | null;
  readonly apiKey: ApiKey;
  /** The exact bytes of the body. */
  readonly raw: Buffer;
  readonly header: (name: string) => string | undefined;
  readonly query: (name: string) => string | undefined;
  /** A part of the path, by its name in the route. */
  readonly param: (name: string) => string;
}
