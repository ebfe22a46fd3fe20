import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { errorAt } from "#src/model/errors.ts";
import { whereOf } from "#src/model/finding.ts";
import type { OwnBlock } from "#src/model/template.ts";
import { templateFailed } from "#src/render/template-failed.ts";
import { loadModule } from "#src/project/load-module.ts";
import { templateScope } from "./load-template.ts";
import { templateFiles } from "./template-files.ts";

/** Loads the blocks with these names as they are now, with their own imports. Throws `template/failed` at the block's own file. */
export async function loadOwnBlocks(root: string, names: readonly string[]): Promise<readonly OwnBlock[]> {
  if (names.length === 0) return [];
  const { folder, files, version } = await templateFiles(root);
  return Promise.all(
    [...new Set(names)].map(async (name): Promise<OwnBlock> => {
      const ending = files.has(`blocks/${name}.tsx`) ? "tsx" : "mjml";
      const path = `templates/blocks/${name}.${ending}`;
      const file = join(folder, `blocks/${name}.${ending}`);
      if (ending === "tsx") return loadReactBlock(root, { name, path, file, version });
      return { family: "mjml", name, path, source: await readFile(file, "utf8") };
    }),
  );
}

function loadReactBlock(
  root: string,
  { name, path, file, version }: { name: string; path: string; file: string; version: string },
): OwnBlock {
  let definition: unknown;
  try {
    definition = loadModule(file, version, templateScope(resolve(root)))["default"];
  } catch (error) {
    throw templateFailed(path, error);
  }
  const { attributes = z.object({}), html, text } = (definition ?? {}) as Record<string, unknown>;
  const wrong = [
    ...(typeof html === "function" ? [] : ["html, a component"]),
    ...(typeof text === "function" ? [] : ["text, a function that returns its plain text"]),
    ...(attributes instanceof z.ZodObject ? [] : ["attributes, a z.object of letterpress"]),
  ];
  if (wrong.length > 0) {
    const message = `expected its default export to have ${wrong.join(" and ")}.`;
    throw errorAt("template/failed", whereOf(path, null), message, {
      hint: "Write export default defineBlock({ attributes, html, text }) with defineBlock of letterpress.",
    });
  }
  const made = { attributes, html, text } as Pick<
    Extract<OwnBlock, { family: "react" }>,
    "attributes" | "html" | "text"
  >;
  return { family: "react", name, path, source: readFileSync(file, "utf8"), ...made };
}
