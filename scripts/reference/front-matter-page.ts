import { frontMatterJsonSchema } from "#src/issue/front-matter/front-matter-json-schema.ts";
import { type Schema, typeOf } from "./type-of.ts";

const HEAD = `# Front matter

Every key of an issue's front matter, with its type. [Writing an issue](../write.md) says how they are used; \`letterpress check\`
names a key that is not here, with the one that may be meant. Editors take the same as a JSON Schema, which
\`letterpress init\` writes to \`.vscode/front-matter.schema.json\`.

| Key | Type | What it is |
|---|---|---|
`;

/** The reference of front matter in Markdown, from the schema that reads it. */
export function frontMatterPage(): string {
  const { properties = {} } = frontMatterJsonSchema();
  const rows = Object.entries(properties).map(([key, schema]) => {
    const cells = [`\`${key}\``, typeOf(schema as Schema), schema.description ?? ""];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return `${HEAD}${rows.join("\n")}\n`;
}
