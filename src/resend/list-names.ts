import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";
import type { Page } from "./broadcasts.ts";

/** A segment, a topic or a contact property: what a config may name. */
export interface Named {
  readonly id: string;
  /** For a property, its key. */
  readonly name: string;
  /** True for a topic that only those contacts get who have asked for it. Nobody can change this later. */
  readonly isOptOut: boolean;
}

/** One page of the names that a team has given, after the one with the id `after`. The SDK lists topics without pages. */
export function listNames(
  client: Resend,
  what: "segments" | "topics" | "contact-properties",
  after: string | null,
): Promise<Answer<Page<Named>>> {
  const path = `/${what}?limit=100${after === null ? "" : `&after=${encodeURIComponent(after)}`}`;
  return askResend(
    (options) => client.get<List>(path, options),
    ({ data, has_more: more }) => ({
      items: data.map(({ id, name, key, default_subscription: byDefault }) => ({
        id,
        name: name ?? key ?? "",
        isOptOut: byDefault === "opt_out",
      })),
      hasMore: more === true,
    }),
  );
}

interface List {
  readonly data: readonly {
    readonly id: string;
    readonly name?: string;
    readonly key?: string;
    readonly default_subscription?: string;
  }[];
  readonly has_more?: boolean;
}
