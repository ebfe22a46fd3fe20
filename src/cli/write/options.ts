import { CHOICES } from "#src/app/init/choices.ts";
import {
  type Given,
  flag,
  JSON_OPTION,
  LINES_OPTION,
  OFFLINE_OPTION,
  oneOf,
  port,
  text,
  whole,
  withDefault,
  without,
} from "#src/cli/options.ts";
import type { System } from "#src/issue/exports/post.ts";

export const INIT = {
  name: text("<text>", "The newsletter's name."),
  from: text("<sender>", "Who sends it: `Name <a@b.c>`, of a domain that is verified at Resend."),
  postalAddress: text("<text>", "The postal address in the footer, which the law requires."),
  timezone: text("<zone>", "Such as America/Lima; this machine's unless given."),
  url: text("<url>", "Where pictures and the archive are online; the sender's domain unless given."),
  colours: text("<hex>", 'Accent, paper and ink in one text, such as "#14566b #fdfbf6 #21242a".'),
  logo: text("<file>", "A picture for the head of each letter; the name in type unless given."),
  audience: oneOf(CHOICES.audience, "<where>", "Where subscribers live; resend unless given."),
  runsOn: oneOf(CHOICES.runsOn, "<where>", "Where it runs; github unless given."),
  yes: flag("Ask nothing: whatever is not given as an option takes its default."),
};
export type InitOptions = Given<typeof INIT>;

export const NEW = { section: text("<key>", "A section of newsletter.config.ts.") };
export type NewOptions = Given<typeof NEW>;

export const CHECK = {
  format: withDefault(
    oneOf(["text", "json", "github", "sarif"], "<format>", "How to print findings."),
    "text",
  ),
  json: flag("The same as --format json."),
  fix: flag("Apply the edits that findings offer, and show what they changed."),
  dryRun: flag("With --fix: show what they would change, and write nothing."),
  ...OFFLINE_OPTION,
  deep: flag("Also look at each email with axe-core in a browser, in light and in dark."),
  watch: without(flag("Check again at each save, until stopped."), "fix", "json"),
};
export type CheckOptions = Given<typeof CHECK>;

export const BUILD = {
  out: withDefault(text("<dir>", "The folder to write to."), "out"),
  since: text("<commit>", "Only issues that differ from where this branch left that commit or branch."),
  summary: text("<file>", "Also write what merging does, as Markdown."),
  site: without(
    text(
      "<dir>",
      "Write the public pages instead: archive, sent issues, feeds, images, for any static host.",
    ),
    "out",
  ),
  offline: flag("With --site: the files alone say what was sent; nothing is asked."),
};
export type BuildOptions = Given<typeof BUILD>;

export const SHARE = {
  out: text("<file>", "The HTML file to write; SLUG.html here unless given."),
  online: without(flag("Put it online under a private link instead, with a field for remarks."), "out"),
  days: withDefault(whole("<days>", "With --online: how long the link leads there, 1 to 60.", 1, 60), 7),
  end: without(flag("End every link to the issue now."), "out", "online"),
};
export type ShareOptions = Given<typeof SHARE>;

export const DEV = {
  port: port(4400, "The port of the preview."),
  sandboxPort: port(4401, "The port of the sandbox and its inbox."),
  ledger: flag("Open the real ledger in place of the sandbox's: tests and sends mail people through Resend."),
  open: flag("Open the browser."),
  ...LINES_OPTION,
};
export type DevOptions = Given<typeof DEV>;

export const LSP = {
  stdio: flag("Speak over standard input and output, as it does anyway: editors pass it."),
};
export type LspOptions = Given<typeof LSP>;

/** The systems that issue/ knows, written out because `--help` loads no room. */
const SYSTEMS: readonly System[] = ["beehiiv", "buttondown", "ghost", "substack"];

export const IMPORT_POSTS = {
  from: oneOf(SYSTEMS, "<system>", "The system that wrote the export; recognised by its files."),
  site: text("<url>", "The old site's address: for links between posts, and Ghost's pictures."),
  lang: text("<language>", "The language of the posts, where it is not the newsletter's."),
  fetchImages: flag("Fetch pictures that are not in the export, and keep them beside the issues."),
  dryRun: flag("Show what would be written, and write nothing."),
  ...JSON_OPTION,
};
export type ImportPostsOptions = Given<typeof IMPORT_POSTS>;
