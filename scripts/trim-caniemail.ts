import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { MAIL_CLIENT_KEYS } from "#src/model/values/mail-clients.ts";
import { FEATURES } from "#src/preflight/clients/features.ts";

interface Data {
  readonly last_update_date: string;
  readonly data: readonly {
    readonly slug: string;
    readonly notes_by_num: Readonly<Record<string, string>> | null;
    readonly stats: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  }[];
}

/**
 * Returns the text of src/preflight/clients/unsupported.ts: for each feature that a rule asks about, the mail programs
 * whose latest version lacks it. The package has 2.5 MB and thirty more behind it, of which a newsletter would use
 * seven thousand bytes.
 */
export async function trimCaniemail(): Promise<string> {
  const path = createRequire(import.meta.url).resolve("caniemail/caniemail.json");
  const { data, last_update_date: date } = JSON.parse(await readFile(path, "utf8")) as Data;
  const lines = [...new Set(FEATURES.flatMap(({ slugs }) => slugs))].toSorted().map((slug) => {
    const feature = data.find((one) => one.slug === slug);
    if (feature === undefined) throw new Error(`caniemail knows no ${slug}.`);
    const lacking = MAIL_CLIENT_KEYS.filter((key) => {
      const [family = "", platform = ""] = key.split("/");
      const latest = Object.values(feature.stats[family]?.[platform] ?? {}).at(-1) ?? "u";
      const notes = [...latest.matchAll(/#(\d+)/g)].map(
        ([, number = ""]) => feature.notes_by_num?.[number] ?? "",
      );
      return latest.startsWith("n") || notes.some((note) => LACKS_IT.test(note));
    });
    return `  ${JSON.stringify(slug)}: ${JSON.stringify(lacking.join(" "))},`;
  });
  return `// oxfmt-ignore\n${HEAD(date.slice(0, 10))}export const UNSUPPORTED: Readonly<Record<string, string>> = {\n${lines.join("\n")}\n};\n`;
}

/** Matches a note of partial support that lacks exactly what a rule looks for. */
const LACKS_IT = /but not[^.]*`absolute`/;

const HEAD = (date: string) => `/**
 * Mail programs that lack a feature, by its name at caniemail.com, as of ${date}. Made by \`npm run reference\` from the package
 * caniemail; MIT License, © Avi Goldman, © Andrew Powell, data © the contributors of caniemail.com.
 */
`;

if (import.meta.main)
  await writeFile(
    join(import.meta.dirname, "../src/preflight/clients/unsupported.ts"),
    await trimCaniemail(),
  );
