import type { JsonSchema } from "#src/issue/front-matter/front-matter-json-schema.ts";

/**
 * Returns the keys of front matter as snippets, which VS Code offers in Markdown by
 * itself. No extension completes the front matter of a Markdown file there by a schema.
 */
export function frontMatterSnippets({ properties = {} }: JsonSchema): object {
  const snippets = Object.entries(properties).map(([key, { description, ...shape }]) => {
    const snippet = { scope: "markdown", prefix: key, body: [`${key}: ${valueOf(shape)}`], description };
    return [`front matter: ${key}`, snippet] as const;
  });
  return Object.fromEntries(snippets);
}

function valueOf({ enum: choices, type, examples }: Omit<JsonSchema, "description">): string {
  if (choices !== undefined) return `\${1|${choices.join(",")}|}`;
  if (type === "boolean") return "${1|true,false|}";
  const [example] = examples ?? [];
  if (type === "array") return example === undefined ? "[$1]" : `[\${1:${example}}]`;
  return example === undefined ? "$1" : `\${1:${example}}`;
}
