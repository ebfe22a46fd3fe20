import type { ExportPart, ExportTarget } from "#src/audience/export/export-formats.ts";
import type { SourceName } from "#src/audience/consent/sources.ts";
import { type Given, flag, many, oneOf, required, text, withDefault } from "#src/cli/options.ts";

/** The systems that audience/ knows, written out because loading audience/ would slow down every `--help`. */
const SOURCES: readonly SourceName[] = [
  "letterpress",
  "beehiiv",
  "substack",
  "mailchimp",
  "ghost",
  "kit",
  "buttondown",
  "curated",
  "listmonk",
  "resend",
  "brevo",
  "hubspot",
  "klaviyo",
  "mailjet",
  "mailerlite",
  "mailpoet",
  "shopify",
  "sendy",
  "phplist",
  "keila",
  "activecampaign",
  "generic",
];
const TARGETS: readonly ExportTarget[] = ["ghost", "mailchimp", "kit", "resend", "listmonk"];
const PARTS: readonly ExportPart[] = ["active", "left", "unsubscribed"];

export const IMPORT = {
  list: text("<list>", "The list for rows that name none; the first of the config unless given."),
  from: oneOf(SOURCES, "<system>", "The system that wrote the file; recognised unless given."),
  unstated: withDefault(
    oneOf(["active", "pending"], "<state>", "The state of rows without a consent status."),
    "pending",
  ),
  map: many(
    "<column=status:...>",
    'How to read a column: "Accepts Marketing=status:yes>active,no>unsubscribed"; may be repeated.',
  ),
  ignore: many("<column>", "A column that says nothing about consent; may be repeated."),
  dryRun: flag("Count what would happen; change nothing."),
  yes: flag("Do not show the counts and ask first."),
  json: flag("Print JSON."),
};
export type ImportOptions = Given<typeof IMPORT>;

export const ADD = {
  list: text("<list>", "The list; the first of the config unless given."),
  attribute: many("<name=value>", "An attribute of the config; may be repeated."),
  timezone: text("<zone>", "The reader's own time zone, such as America/Lima."),
  pending: flag("Not confirmed yet: this person gets nothing until then."),
  resubscribe: flag("Bring back a person who unsubscribed and asked to come back."),
};
export type AddOptions = Given<typeof ADD>;

export const REMOVE = { list: required("<list>", "The list, or all.") };
export type RemoveOptions = Given<typeof REMOVE>;

export const YES = { yes: flag("Do not ask.") };
export type YesOptions = Given<typeof YES>;

export const EXPORT = {
  for: oneOf(TARGETS, "<system>", "The columns that another system reads; all of ours unless given."),
  list: text("<list>", "Only people of this list."),
  only: oneOf(
    PARTS,
    "<part>",
    "Only those who may be mailed (active), those who said no or are suppressed (unsubscribed), or all who may not be mailed (left).",
  ),
};
export type ExportOptions = Given<typeof EXPORT>;
