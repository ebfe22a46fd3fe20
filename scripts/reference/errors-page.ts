import { ERRORS } from "#src/model/errors.ts";

const HEAD = `# Errors

Every error that Letterpress stops with, by its code, with the exit code of the process and what to do next. A command
prints the code with the message. What is wrong in an author's file is no error but a finding, with its file and line.

| Code | Exit | What to do |
|---|---|---|
`;

/** The catalogue of errors in Markdown. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${HEAD}${rows
    .map(
      ([code, { exit, hint }]) =>
        `| \`${code}\` | ${exit} | ${hint.replaceAll("{slug}", "SLUG").replaceAll("|", "\\|")} |`,
    )
    .join("\n")}\n`;
}
