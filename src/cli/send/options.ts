import type { RampAnswer } from "#src/app/schedule/choose-ramp.ts";
import {
  type Declared,
  type Given,
  flag,
  many,
  OFFLINE_OPTION,
  oneOf,
  required,
  text,
  unless,
  without,
} from "#src/cli/options.ts";

const segment = text(
  "<query>",
  'Readers of its list, such as "plan:pro -country:US", in place of the file\'s segment; "" for all of them.',
);
const ramp: Declared<RampAnswer | undefined> = oneOf(
  ["accept", "refuse"],
  "<answer>",
  "For a list much larger than any before: grow day by day as `plan` proposes, or mail all at once.",
);
const wave = unless("Mail everybody at once, however many they are.");

const force = many(
  "<rule>",
  "Let this email go although the rule finds an error; repeat it for each. It is recorded.",
);
const digest = text("<digest>", "Refuse unless the email still has this digest, which `plan` shows.");

const offline = flag(
  "Ask no machine but Resend. Checks that need another one are skipped, and the output names them.",
);

export const TEST = {
  to: required("<addresses>", "Addresses, with commas between them."),
  as: text("<address>", "A subscriber whose attributes are merged."),
};
export type TestOptions = Given<typeof TEST>;

export const PLAN = { json: flag("Print JSON."), segment, ramp, ...OFFLINE_OPTION };
export type PlanOptions = Given<typeof PLAN>;

export const SEND = {
  yes: flag("Do not ask."),
  wave,
  segment: without(segment, "refused", "dropped"),
  ramp: without(ramp, "refused", "dropped"),
  force: without(force, "refused", "dropped"),
  digest: without(digest, "refused", "dropped"),
  offline: without(offline, "refused", "dropped"),
  refused: flag("Send again, only to readers whom Resend refused and who are still on the list."),
  dropped: without(flag("Send again, only to readers whom Resend's quota dropped."), "refused"),
};
export type SendOptions = Given<typeof SEND>;

export const SCHEDULE = {
  at: text("<time>", 'A time such as "2026-12-01 09:00" in the issue\'s zone, or with an offset.'),
  wave,
  segment,
  ramp,
  force,
  digest,
  offline,
};
export type ScheduleOptions = Given<typeof SCHEDULE>;

export const RESUME = { anyway: flag("Resume a restored send without comparing it with Resend.") };
export type ResumeOptions = Given<typeof RESUME>;

export const APPROVE = {
  uncertain: oneOf(["submitted", "refused"], "<answer>", "Say what became of its uncertain recipients."),
  ramp: without(ramp, "uncertain"),
  force: without(force, "uncertain", "ramp"),
  digest: without(digest, "uncertain", "ramp"),
};
export type ApproveOptions = Given<typeof APPROVE>;

export const STATUS = {
  watch: flag("Look again every second until nothing moves."),
  json: flag("Print JSON."),
};
export type StatusOptions = Given<typeof STATUS>;

export const REPORT = {
  json: without(flag("Print JSON."), "csv", "markdown"),
  csv: without(flag("Print CSV."), "markdown"),
  markdown: flag("Print Markdown."),
};
export type ReportOptions = Given<typeof REPORT>;
