import { z } from "zod";

/** How an attribute is compared. `like` takes a pattern with `*` for any text; `exists` any value at all. */
const operator = z.enum(["=", "<", "<=", ">", ">=", "like", "exists"]);

/**
 * A rule over a list's subscribers, its names and types checked against the configuration. Text is compared without
 * regard to the case of A to Z. Instants are ms UTC, ranges half open: `from <= x < to`, null for no bound.
 */
export type Segment =
  | { readonly kind: "everybody" }
  | { readonly kind: "and" | "or"; readonly parts: readonly Segment[] }
  | { readonly kind: "not"; readonly part: Segment }
  | {
      readonly kind: "attribute";
      readonly name: string;
      readonly type: "string" | "number" | "boolean" | "date";
      readonly operator: z.infer<typeof operator>;
      readonly value: string | number | boolean;
    }
  | {
      readonly kind: "column";
      readonly column: "email" | "timezone";
      readonly operator: "=" | "like" | "exists";
      readonly value: string;
    }
  /** First joined a list they are still on. */
  | { readonly kind: "subscribed"; readonly from: number | null; readonly to: number | null }
  /** Clicked a link within this time before the send is planned; a click by a machine that opens their links does not count. */
  | { readonly kind: "clicked"; readonly withinMs: number }
  /** Was sent the issue that has or had this slug. */
  | { readonly kind: "received"; readonly slug: string }
  /** Is active on this list too. */
  | { readonly kind: "list"; readonly list: string };

const instant = z.int().nullable();
const text = z.string();

/** A segment as the ledger keeps it. */
export const segmentSchema: z.ZodType<Segment> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("everybody") }),
    z.strictObject({ kind: z.enum(["and", "or"]), parts: z.array(segmentSchema) }),
    z.strictObject({ kind: z.literal("not"), part: segmentSchema }),
    z.strictObject({
      kind: z.literal("attribute"),
      name: text,
      type: z.enum(["string", "number", "boolean", "date"]),
      operator,
      value: z.union([text, z.number(), z.boolean()]),
    }),
    z.strictObject({
      kind: z.literal("column"),
      column: z.enum(["email", "timezone"]),
      operator: operator.extract(["=", "like", "exists"]),
      value: text,
    }),
    z.strictObject({ kind: z.literal("subscribed"), from: instant, to: instant }),
    z.strictObject({ kind: z.literal("clicked"), withinMs: z.number() }),
    z.strictObject({ kind: z.literal("received"), slug: text }),
    z.strictObject({ kind: z.literal("list"), list: text }),
  ]),
);
