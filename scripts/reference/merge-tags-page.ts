import { FILTERS } from "#src/issue/merge-tags/filters.ts";
import { parseMergeTag } from "#src/issue/merge-tags/parse-merge-tag.ts";
import { URL_TAGS } from "#src/model/merge-tag.ts";
import { applyFilters } from "#src/render/message/apply-filters.ts";
import { keyDocs, proseOf } from "./source-file.ts";
import { table } from "./table.ts";

const HEAD = `# Merge tags

\`{{ subscriber.first_name | default: "there" }}\` is replaced for each reader: in the body, in links, alt texts and tables, in \`subject\` and in \`preview_text\`. A tag is one
name and filters after it, on one line; there are no conditions and no loops. A reader's value is text wherever it stands: \`<b>\` in a name is shown as \`<b>\`, and
\`{{ … }}\` in a name is not evaluated. In code a tag stays as it is typed.

## Names

`;

const HOSTED = `## With \`audience: "resend"\`

Resend fills in the values. Each attribute is a contact property of that name, and \`default\` is the only filter; a tag in a subject or an address is refused. These
are the rules \`hosted/…\` of [rules](rules.md#preflight). \`{{ urls.unsubscribe }}\` is Resend's own link, and \`{{ urls.preferences }}\` leads to the same page.
`;

/** A value for each filter that shows what it does. */
const VALUES: Readonly<Record<string, string>> = {
  default: "",
  capitalize: "inés",
  upcase: "Inés",
  downcase: "INÉS",
  truncate: "a newsletter on printing",
  date: "2026-03-05",
};

/** Names and filters in Markdown, from the code that reads and applies them. */
export function mergeTagsPage(): string {
  const urls = Object.entries(URL_TAGS).map(([name, about]) => [`\`${name}\``, about]);
  const names = [
    [
      "`subscriber.first_name`, `subscriber.last_name`",
      "Always there, and empty for a reader who gave no name.",
    ],
    [
      "`subscriber.NAME`",
      "An attribute of [`attributes`](config.md) in newsletter.config.ts: text, a number, `true` or `false`, or a date.",
    ],
    ...urls,
  ];
  const parts = [
    HEAD + table(["Name", "What it is"], names),
    `## Filters\n\nThey apply in order, from left to right. Of a text in quotes, ${'`\\"`'} is a quotation mark.\n\n${filters()}`,
    `## Letters of a date\n\nIn the form of \`date\`, such as \`date: "%-d %B %Y"\`; words are in its language.\n\n${letters()}`,
    HOSTED,
  ];
  return `${parts.map((part) => part.trim()).join("\n\n")}\n`;
}

function filters(): string {
  const rows = Object.entries(FILTERS).flatMap(([name, { about: prose }]) => {
    const examples = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
    const own = examples.filter((code) => code === name || code.startsWith(`${name}:`));
    const value = VALUES[name];
    if (own.length === 0 || value === undefined) throw new Error(`The filter ${name} has no example.`);
    return own.map((code, index) => [
      index === 0 ? `\`${name}\`` : "",
      index === 0 ? prose.replace(/:\s*`[^`]*`(?=\.|$)/, "") : "",
      `\`${code}\``,
      value === "" ? "nothing" : `\`${value}\``,
      `\`${applied(code, value)}\``,
    ]);
  });
  return table(["Filter", "What it does", "Example", "Of", "Gives"], rows);
}

/** Returns what a reader sees of an example. Throws if the example is not a valid merge tag. */
function applied(code: string, value: string): string {
  const name = "subscriber.first_name";
  const parsed = parseMergeTag(`{{ ${name} | ${code} }}`, [name]);
  if (parsed.kind === "wrong") throw new Error(`${code}: ${parsed.message}`);
  return applyFilters(value, parsed.tag.filters);
}

function letters(): string {
  const path = "src/render/message/apply-filters.ts";
  const rows = [...keyDocs(path, "LETTERS")].map(([letter, doc]) => {
    const given = applied(`date: "%${letter}"`, "2026-03-05");
    return [`\`%${letter}\``, proseOf(doc), `\`${given}\``];
  });
  return table(["Write", "What it is", "Of 2026-03-05"], rows);
}
