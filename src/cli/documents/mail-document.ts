import { z } from "zod";
import { MAIL_CHECKS } from "#src/app/received/mail-check.ts";
import type { Printed } from "./parts.ts";

/** What was found in a received mail, in the order in which it is printed. */
export const mailDocument = z.strictObject({
  from: z.string().describe("The address of its sender."),
  subject: z.string(),
  checks: z.array(
    z.strictObject({
      name: z.enum(MAIL_CHECKS).describe("What was looked at."),
      result: z
        .enum(["ok", "wrong", "unknown"])
        .describe(
          "unknown: it could not be found out, which never counts as ok. Exit code 3 where anything is wrong.",
        ),
      says: z.string().min(1).describe("What was found, in plain words."),
      next: z.string().nullable().describe("What to do next; null where nothing is to be done."),
    }),
  ),
});

export type MailDocument = Printed<typeof mailDocument>;
