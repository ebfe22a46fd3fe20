import { en } from "#src/model/words/en.ts";
import { snake } from "#src/model/words/words.ts";

const HEAD = `# Words

Every text that Letterpress itself says to readers, in English, by its key below \`words.LANGUAGE\` of newsletter.config.ts.
[Languages](../languages.md) says how they are used. \`{…}\` is a place for a value: a translation may leave one out and has no
others. A row of two texts is a link and what follows it. \`minutes\` may be one text, or one for each plural form of its language
(\`{ one: "…", few: "…", other: "…" }\`).

| Key | In English |
|---|---|
`;

/** The reference of `words:` in Markdown, from the English words. */
export function wordsPage(): string {
  const rows = rowsOf(en, "").map(([key, text]) => `| \`${key}\` | ${shown(text)} |`);
  return `${HEAD}${rows.join("\n")}\n`;
}

function rowsOf(words: object, path: string): (readonly [string, string])[] {
  return Object.entries(words).flatMap(([name, text]: [string, unknown]) => {
    const key = `${path}${snake(name)}`;
    if (typeof text === "string") return [[key, text.replaceAll("\n", " ").replaceAll("  ", " ")] as const];
    if (Array.isArray(text)) return [[key, text.map(String).join(" · ")] as const];
    if (typeof text === "object" && text !== null && "other" in text)
      return [[key, String(text.other)] as const];
    return rowsOf(Object(text) as object, `${key}.`);
  });
}

/** Returns a table's cell. A merge tag is written as code, because some sites take `{{` as their own. */
function shown(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\{\{[^}]*\}\}/g, (tag) => `\`${tag}\``);
}
