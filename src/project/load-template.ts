import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { errorAt, LetterpressError } from "#src/model/errors.ts";
import { whereOf } from "#src/model/finding.ts";
import type { Template, TemplateInput } from "#src/model/template.ts";
import { templateFailed } from "#src/render/template-failed.ts";
import { ifThere } from "./if-there.ts";
import { loadModule } from "./load-module.ts";

const ENDINGS = [".tsx", ".mjml"] as const;
/** Before its version 6, react-email was these packages; templates that are older still name them. */
const OLDER_NAMES =
  /^@react-email\/(?:components|render|body|button|code-block|code-inline|column|container|font|head|heading|hr|html|img|link|markdown|preview|row|section|tailwind|text)$/;
const NAME = /^[a-z0-9][a-z0-9-]*$/;

/** Templates by path and state of all files below templates/: the same state gives the same template. */
const loaded = new Map<string, { readonly version: string; readonly template: Template }>();

/**
 * The template `name` (a file of templates/, without its ending) as it is now, its own imports included. Throws
 * `template/unknown`, and `template/failed` with the line where it cannot be loaded.
 */
export async function loadTemplate(root: string, name: string): Promise<Template> {
  const folder = join(resolve(root), "templates");
  const names = await listTemplates(root);
  if (!NAME.test(name) || !names.includes(name)) {
    const known = names.length === 0 ? "templates/ holds none" : `there are ${names.join(", ")}`;
    throw new LetterpressError("template/unknown", `There is no template ${name}; ${known}.`);
  }
  const { files, version } = await templateFiles(root);
  const file = ENDINGS.map((ending) => `${name}${ending}`).find((one) => files.has(one)) ?? "";
  const path = join(folder, file);
  const known = loaded.get(path);
  if (known?.version === version) return known.template;
  const template = file.endsWith(".tsx")
    ? loadReact(root, name, path, version)
    : await loadMjml(folder, name, file, files);
  loaded.set(path, { version, template });
  return template;
}

/** Every file below templates/, by path relative to it, with what changes when it is saved; and the name of that state. */
export async function templateFiles(root: string): Promise<{
  readonly folder: string;
  readonly files: ReadonlyMap<string, string>;
  readonly version: string;
}> {
  const folder = join(resolve(root), "templates");
  const files = await filesBelow(folder);
  return { folder, files, version: versionOf(folder, files) };
}

function versionOf(folder: string, files: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256").update(JSON.stringify([folder, ...files]));
  return `template-${hash.digest("hex").slice(0, 24)}`;
}

/** Names of the templates there are, without their endings, sorted. */
export async function listTemplates(root: string): Promise<readonly string[]> {
  const entries = (await ifThere(readdir(join(root, "templates"), { withFileTypes: true }))) ?? [];
  const names = entries.flatMap((entry) => {
    const ending = ENDINGS.find((one) => entry.isFile() && entry.name.endsWith(one));
    const name = ending === undefined ? "" : entry.name.slice(0, -ending.length);
    return NAME.test(name) ? [name] : [];
  });
  return [...new Set(names)].toSorted();
}

async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const states = await Promise.all(
    files.map(async (path) => {
      const { mtimeMs, size, ino } = await stat(path);
      return [path.slice(folder.length + 1).replaceAll(sep, "/"), `${mtimeMs}-${size}-${ino}`] as const;
    }),
  );
  return new Map(states);
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
