import { z } from "zod";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { docComments } from "./doc-comments.ts";
import { type Schema, typeOf } from "./type-of.ts";

const HEAD = `# newsletter.config.ts

Every key, with its type and what holds where it is not given. A key that is not here is refused, with the one that may be
meant. \`defineNewsletter\` of \`letterpress\` gives the same types to your editor:

\`\`\`ts
import { defineNewsletter } from "letterpress";

export default defineNewsletter({
  name: "The Letter",
  url: "https://letters.example.org",
  from: "The Letter <desk@letters.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
});
\`\`\`

| Key | Type | Default | What it is |
|---|---|---|---|
`;

/** The reference of the config in Markdown, from its schema and the docstrings beside it. */
export function configPage(): string {
  const docs = docComments("src/model/newsletter.ts", "newsletterSchema");
  const schema = z.toJSONSchema(newsletterSchema, { io: "input", unrepresentable: "any" });
  const rows = rowsOf(schema, { shown: "", path: "" }, docs);
  return `${HEAD}${rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

/** `shown` has NAME for keys that an author chooses; docstrings know nothing of those. */
interface At {
  readonly shown: string;
  readonly path: string;
}

function rowsOf(schema: Schema, at: At, docs: ReadonlyMap<string, string>): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    if (typeof value === "boolean") return [];
    const below = (name: string): At => ({ shown: `${at.shown}${name}`, path: `${at.path}${key}.` });
    const doc = docs.get(`${at.path}${key}`) ?? "";
    const holds = schema.required?.includes(key) === true ? "required" : defaultOf(value);
    const own = [`\`${at.shown}${key}\``, typeOf(value), holds, doc].map((cell) =>
      cell.replaceAll("|", "\\|"),
    );
    // The keys of `words` have a page of their own.
    if (at.path === "" && key === "words") return [own];
    const inner = [value, ...(value.anyOf ?? [])].flatMap((one) => {
      if (typeof one === "boolean") return [];
      const parts = one.type === "array" ? one.items : one.additionalProperties;
      if (one.properties !== undefined) return rowsOf(one, below(`${key}.`), docs);
      if (typeof parts !== "object" || Array.isArray(parts)) return [];
      return rowsOf(parts, below(one.type === "array" ? `${key}[].` : `${key}.NAME.`), docs);
    });
    return [own, ...inner];
  });
}

function defaultOf({ default: value }: Schema): string {
  if (value === undefined) return "";
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return isEmpty ? "" : `\`${JSON.stringify(value)}\``;
}
