import {
  type Given,
  JSON_OPTION,
  LINES_OPTION,
  flag,
  many,
  oneOf,
  port,
  requiredOneOf,
  text,
  whole,
  withDefault,
  without,
} from "#src/cli/options.ts";

const from = text(
  "<branch>",
  "Fetch this branch, such as origin/main, before each pass, and read its files only.",
);

export const TICK = { from };
export type TickOptions = Given<typeof TICK>;

export const SERVE = {
  from,
  port: port(8080, "The port to answer at."),
  host: text("<address>", "The address to answer at; 0.0.0.0 unless given, 127.0.0.1 with --sandbox."),
  every: withDefault(
    text("<pattern>", "When to read the project, as a cron pattern in UTC; six fields count seconds."),
    "* * * * *",
  ),
  log: oneOf(["text", "json"], "<format>", "Text on a terminal and JSON elsewhere, unless given."),
  json: without(flag("The same as --log json."), "log"),
};
export type ServeOptions = Given<typeof SERVE>;

export const REHEARSE = {
  readers: withDefault(whole("<n>", "How many readers; up to 100,000.", 1, 100_000), 2000),
  faults: text("<names>", "What goes wrong: storm, resets, lost, slow, kills, bounces, with commas between."),
};
export type RehearseOptions = Given<typeof REHEARSE>;

/** Where `--sandbox` looks for a sandbox that was not started in this project. */
export const SANDBOX_PORT = 4401;
export const SANDBOX = {
  port: port(SANDBOX_PORT, "The port to answer at."),
  webhook: many("<url>", "Where to send events; may be repeated."),
  ...LINES_OPTION,
};
export type SandboxOptions = Given<typeof SANDBOX>;

export const MIGRATE = {
  from: text("<url>", "Move this ledger (sqlite:PATH) into the empty one that DATABASE_URL names."),
};
export type MigrateOptions = Given<typeof MIGRATE>;

export const MOVE = {
  to: requiredOneOf(["ledger", "resend"], "<side>", "Where subscribers are to live."),
  dryRun: flag("Show what would be carried and what the other side cannot hold; change nothing."),
  yes: flag("Do not show the counts and ask first."),
  ...JSON_OPTION,
};
export type MoveOptions = Given<typeof MOVE>;

export const DOCTOR = {
  ...JSON_OPTION,
  eml: without(
    text(
      "<file>",
      "Check a mail that was received instead: signature, one-click headers, size. Needs no ledger.",
    ),
    "compact",
  ),
  compact: flag("Rewrite the ledger first, to give back the room that it no longer uses."),
};
export type DoctorOptions = Given<typeof DOCTOR>;

export const CONNECT = {
  to: text("<address>", "Where to mail one test; asked for on a terminal."),
  yes: flag("Create segments and topics of the config, and change a webhook, without asking."),
  dryRun: flag("Say what would be created; create nothing, mail nobody."),
  env: withDefault(
    text("<file>", "The file, from the project's root, that keeps the webhook's signing secret."),
    ".env",
  ),
  ...JSON_OPTION,
};
export type ConnectOptions = Given<typeof CONNECT>;

export const SCHEMA = { json: flag("Changes nothing: it always prints JSON.") };
