import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";
import type { Page } from "./broadcasts.ts";

/** A contact property of the team. Its type never changes. */
export interface ContactProperty {
  readonly id: string;
  readonly key: string;
  readonly type: "string" | "number";
}

/** One page of the properties. */
export function listProperties(client: Resend, after: string | null): Promise<Answer<Page<ContactProperty>>> {
  return askResend(
    (options) =>
      client.get<{ readonly data: readonly ContactProperty[]; readonly has_more?: boolean }>(
        `/contact-properties?limit=100${after === null ? "" : `&after=${encodeURIComponent(after)}`}`,
        options,
      ),
    ({ data, has_more: more }) => ({
      items: data.map(({ id, key, type }) => ({ id, key, type: type === "number" ? type : "string" })),
      hasMore: more === true,
    }),
  );
}

export function createProperty(
  client: Resend,
  { key, type }: Pick<ContactProperty, "key" | "type">,
): Promise<Answer<true>> {
  return askResend(
    (options) => client.post<object>("/contact-properties", { key, type }, options),
    () => true as const,
  );
}
