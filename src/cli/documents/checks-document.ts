import { z } from "zod";
import type { Printed } from "./parts.ts";

/** What was checked, in the order in which it is printed. */
export const checksDocument = z.array(
  z.strictObject({
    name: z
      .union([
        z.enum([
          "ledger",
          "size",
          "retention",
          "suppression key",
          "link secrets",
          ".env",
          "key",
          "pace",
          "quota",
          "domain",
          "spf",
          "return path",
          "dkim",
          "dmarc",
          "tracking",
          "webhook",
          "address",
          "test",
        ]),
        z.templateLiteral([z.enum(["segment", "topic"]), " ", z.string()]),
      ])
      .describe("What was checked. A segment and a topic are followed by the key of their list."),
    result: z
      .enum(["ok", "missing", "unknown"])
      .describe(
        "unknown: it could not be found out, which never counts as ok. Exit code 3 where anything is missing.",
      ),
    says: z.string().min(1).describe("What was found, in plain words."),
    next: z
      .string()
      .nullable()
      .describe("What to do next, with the command as it must be typed; null where nothing is to be done."),
  }),
);

export type ChecksDocument = Printed<typeof checksDocument>;
