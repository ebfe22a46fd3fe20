import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { errorAt, LetterpressError } from "#src/model/errors.ts";
import { whereOf } from "#src/model/finding.ts";
import type { Template, TemplateInput } from "#src/model/template.ts";
import { templateFailed } from "#src/render/template-failed.ts";
import { listTemplates, TEMPLATE_ENDINGS, TEMPLATE_NAME } from "./list-templates.ts";
import { loadModule } from "#src/project/load-module.ts";
import { templateFiles } from "./template-files.ts";

/** Before version 6, react-email consisted of these packages; older templates still import them. */
const OLDER_NAMES =
  /^@react-email\/(?:components|render|body|button|code-block|code-inline|column|container|font|head|heading|hr|html|img|link|markdown|preview|row|section|tailwind|text)$/;

/** Loaded templates by path, each with the state of all files below templates/: the same state gives the same template. */
const loaded = new Map<string, { readonly version: string; readonly template: Template }>();

/**
 * Loads the template `name` (a file of templates/, without its ending) as it is now, with its own imports. Throws
 * `template/unknown`, and `template/failed` with the line if it cannot be loaded.
 */
export async function loadTemplate(root: string, name: string): Promise<Template> {
  const folder = join(resolve(root), "templates");
  const names = await listTemplates(root);
  if (!TEMPLATE_NAME.test(name) || !names.includes(name)) {
    const known = names.length === 0 ? "templates/ holds none" : `there are ${names.join(", ")}`;
    throw new LetterpressError("template/unknown", `There is no template ${name}; ${known}.`);
  }
  const { files, version } = await templateFiles(root);
  const file = TEMPLATE_ENDINGS.map((ending) => `${name}${ending}`).find((one) => files.has(one)) ?? "";
  const path = join(folder, file);
  const known = loaded.get(path);
  if (known?.version === version) return known.template;
  const template = file.endsWith(".tsx")
    ? loadReact(root, name, path, version)
    : await loadMjml(folder, name, file, files);
  loaded.set(path, { version, template });
  return template;
}

function loadReact(root: string, name: string, path: string, version: string): Template {
  const scope = templateScope(resolve(root));
  const shown = `templates/${name}.tsx`;
  let component: unknown;
  try {
    component = loadModule(path, version, scope)["default"];
  } catch (error) {
    throw templateFailed(shown, error);
  }
  if (typeof component !== "function") {
    const found = component === undefined ? "none" : typeof component;
    const message = `expected a default export that is a component, found ${found}.`;
    throw errorAt("template/failed", whereOf(shown, null), message);
  }
  return {
    family: "react",
    name,
    path: shown,
    source: readFileSync(path, "utf8"),
    component: component as (input: TemplateInput) => unknown,
  };
}

/** What a template or a block may read and import. `root` is absolute. */
export function templateScope(root: string) {
  return {
    root,
    folder: join(root, "templates"),
    packages: ["letterpress", "react", "react-email"],
    standIn: (specifier: string) => specifier.replace(OLDER_NAMES, "react-email"),
    code: "template/failed",
  } as const;
}

async function loadMjml(
  folder: string,
  name: string,
  file: string,
  files: ReadonlyMap<string, string>,
): Promise<Template> {
  const parts: Record<string, string> = {};
  for (const path of files.keys()) {
    if (/^parts\/.+\.mjml$/.test(path)) parts[path] = await readFile(join(folder, path), "utf8");
  }
  const source = await readFile(join(folder, file), "utf8");
  return { family: "mjml", name, path: `templates/${file}`, source, parts };
}
