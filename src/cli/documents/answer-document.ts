import { z } from "zod";
import type { Printed } from "./parts.ts";

/** What a command without a document of its own prints, and every command that fails. */
export const answerDocument = z.strictObject({
  command: z.string().describe("The command as it is typed, without options: `subscribers add`."),
  exit: z.int().min(0).max(4).describe("The exit code of the process."),
  lines: z
    .array(z.string())
    .describe(
      "What a person would have read, line by line; empty where the command failed before it printed anything.",
    ),
  error: z
    .strictObject({
      code: z
        .string()
        .nullable()
        .describe("As docs/reference/errors.md lists them; null for a fault of Letterpress itself."),
      message: z.string().describe("What is wrong, and where."),
      hint: z.string().describe("What to do next, with the command as it is typed."),
    })
    .nullable()
    .describe("What stopped it; null where nothing did."),
});

export type AnswerDocument = Printed<typeof answerDocument>;
