import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { errorAt } from "#src/model/errors.ts";
import { type Reporter, whereOf } from "#src/model/finding.ts";
import type { OwnBlock } from "#src/model/template.ts";
import { DIRECTIVE_NAMES } from "#src/issue/body/directives/directives.ts";
import { templateFailed } from "#src/render/template-failed.ts";
import { ifThere } from "./if-there.ts";
import { loadModule } from "./load-module.ts";
import { templateFiles, templateScope } from "./load-template.ts";

const FILE = /^(?<name>[a-z][a-z0-9-]*)\.(?:tsx|mjml)$/;

/** Where the newsletter's own blocks are. */
export const OWN_BLOCKS = "templates/blocks";

/** Names of the newsletter's own blocks, sorted. One that has the name of a directive can never be placed, and is a finding. */
export async function listOwnBlocks(root: string, report: Reporter<string>): Promise<readonly string[]> {
  const files = (await ifThere(readdir(join(root, OWN_BLOCKS)))) ?? [];
  const names = files.toSorted().flatMap((file) => {
    const name = FILE.exec(file)?.groups?.["name"];
    if (name === undefined || !DIRECTIVE_NAMES.includes(name)) return name ?? [];
    report.error("block/taken", `${OWN_BLOCKS}/${file}`, `::${name} is a directive of Letterpress.`, {
      hint: "Rename the file.",
    });
    return [];
  });
  return [...new Set(names)];
}

/** The blocks of these names as they are now, their own imports included. Throws `template/failed` at the block's own file. */
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
