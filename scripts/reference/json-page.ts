import { DOCUMENTS } from "#src/cli/documents/documents.ts";
import { table } from "./table.ts";

const HEAD = `# Documents of --json

What each command prints on stdout with \`--json\`, with its JSON Schema (2020-12). \`letterpress schema NAME\` prints the same schema, as the installed version has it.
[For scripts and agents](../json.md) says what holds for all of them. A command without a line of its own, and every command that fails, prints an
[answer](../schemas/answer.schema.json).

Keys are in snake_case, instants are ISO 8601 in UTC, counts are of people unless said otherwise. A key that a schema does not name is never printed. Where a
document has two forms, the first is of a ledger and the second of \`audience: "resend"\`.
`;

/** Every document in Markdown, with a link to its schema. */
export function jsonPage(): string {
  const rows = Object.entries(DOCUMENTS)
    .filter(([, { commands }]) => commands.length > 0)
    .map(([name, { commands, about, lines }]) => [
      commands.map((command) => `\`${command}\``).join(", "),
      `[${name}](../schemas/${name}.schema.json)`,
      lines === true ? `${about} One JSON object a line.` : about,
    ]);
  return `${HEAD}\n${table(["Command", "Document", "What it is"], rows)}\n`;
}
