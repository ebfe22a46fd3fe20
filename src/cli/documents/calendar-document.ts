import { z } from "zod";
import { type Printed, count, instant } from "./parts.ts";

/** Issues by time. */
export const calendarDocument = z.array(
  z.strictObject({
    at: instant.nullable().describe("When it is or was due; null where it names no time."),
    date: z.iso.date().nullable().describe("The calendar date that it shows, where it has no time."),
    local: z
      .string()
      .nullable()
      .describe(
        "The wall clock in each reader's own zone, `2026-12-01T09:00`; null where all get it at `at`.",
      ),
    slug: z.string(),
    title: z.string(),
    section: z.string().nullable(),
    state: z
      .string()
      .describe(
        '`draft`, `ready`, `missed`, `no time`, `has errors`, `unscheduled` or `canceled`, or the state of its send; with `audience: "resend"` the state that `status` gives, with spaces.',
      ),
    recipients: count
      .nullable()
      .describe("Null before it is planned, and where Resend keeps the subscribers."),
  }),
);

export type CalendarDocument = Printed<typeof calendarDocument>;
