import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Liquid } from "liquidjs";

/** Delimiters of our own: the files are full of `{{ … }}` that belong to GitHub and to readers. */
const liquid = new Liquid({
  outputDelimiterLeft: "[[",
  outputDelimiterRight: "]]",
  tagDelimiterLeft: "[%",
  tagDelimiterRight: "%]",
  strictVariables: true,
  strictFilters: true,
});

/** Returns one of the files in `files/`, with its `[[ names ]]` filled in. */
export async function fillFile(name: string, values: object): Promise<string> {
  const text = await readFile(join(import.meta.dirname, "files", `${name}.liquid`), "utf8");
  return liquid.parseAndRender(text, values) as Promise<string>;
}
