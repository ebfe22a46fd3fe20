import { createRequire, registerHooks } from "node:module";
import { readFileSync, statSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "oxc-transform";
import escapeStringRegexp from "escape-string-regexp";
import { type ErrorCode, errorAt, type LetterpressError, messageOf } from "#src/model/errors.ts";

/** What a load may read and import; every module reached from it carries its version. */
interface Scope {
  readonly root: string;
  /** Absolute; modules below it may import each other. Null if none may. */
  readonly folder: string | null;
  readonly packages: readonly string[];
  /** Returns the package that replaces one imported under an older name. */
  readonly standIn?: (specifier: string) => string;
  /** The code of every error that is thrown. */
  readonly code: ErrorCode;
}

const scopes = new Map<string, Scope>();
/** Source, by URL, of the modules that exist only to import an entry. */
const entryShims = new Map<string, string>();
const VERSION = "letterpress";
const ENTRY = "letterpress-load:";
/** What `letterpress` means to an author's module: this Letterpress, even if the module's folder has another one installed. */
const LETTERPRESS = new URL("../index.ts", import.meta.url).href;
const requireHere = createRequire(import.meta.url);
/** Files read under each version. */
const readBy = new Map<string, string[]>();
let hooked = false;

/**
 * Load an author's TypeScript module (`.ts`, `.tsx`) at the absolute path, with all its own imports, as they are now.
 * `version` names that state: the same version gives the same module, and another version loads the entry and its
 * imports again. A query on the entry alone would not reload the imports. Errors name the author's own line.
 *
 * Loads by `require`, which a bundler or test runner leaves to Node, so that this works the same everywhere.
 */
export function loadModule(path: string, version: string, scope: Scope): Record<string, unknown> {
  if (!hooked) {
    hooked = true;
    process.setSourceMapsEnabled(true);
    registerHooks({ resolve: resolveModule, load: loadSource });
  }
  scopes.set(version, scope);
  readBy.set(version, []);
  // A required module loses its query as a parent; an imported one keeps it. So the required module is a shim that only
  // imports the target.
  const target = versioned(path, version);
  const shim = pathToFileURL(join(scope.root, `${basename(path)}.${version}.entry.mjs`)).href;
  entryShims.set(shim, `import * as target from ${JSON.stringify(target)};\nexport { target };\n`);
  try {
    return (requireHere(`${ENTRY}${shim}`) as { target: Record<string, unknown> }).target;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_REQUIRE_ASYNC_MODULE"))
      throw missingExport(error, version, scope) ?? error;
    const message = "`await` outside of a function is not supported here.";
    throw errorAt(scope.code, { file: relative(path, scope), line: null, column: null }, message, {
      cause: error,
    });
  }
}

/**
 * Turns Node's error about a name that a package or file does not export into one at the place of that name, which Node
 * does not report.
 */
function missingExport(error: unknown, version: string, scope: Scope): LetterpressError | null {
  const said = /module '(.+)' does not provide an export named '(.+)'/.exec(messageOf(error));
  if (!(error instanceof SyntaxError) || said === null) return null;
  const [, specifier = "", name = ""] = said;
  const from = new RegExp(
    `[{,\\s]${escapeStringRegexp(name)}\\b[^;]*?["']${escapeStringRegexp(specifier)}["']`,
  );
  for (const path of readBy.get(version) ?? []) {
    const source = readFileSync(path, "utf8");
    const at = source.search(from);
    if (at === -1) continue;
    const where = { file: relative(path, scope), ...placeAt(source, at + 1) };
    const hint = "Correct the name, or remove it from the import.";
    return errorAt(scope.code, where, `${specifier} exports no ${name}.`, { hint });
  }
  return null;
}

type ResolveHook = NonNullable<Parameters<typeof registerHooks>[0]["resolve"]>;
type LoadHook = NonNullable<Parameters<typeof registerHooks>[0]["load"]>;

const resolveModule: ResolveHook = (written, context, next) => {
  const entry = written.startsWith(ENTRY) ? written.slice(ENTRY.length) : written;
  if (entry !== written || entryShims.has(context.parentURL ?? ""))
    return { url: entry, format: "module", shortCircuit: true };
  const version = versionOf(context.parentURL);
  const scope = version === null ? undefined : scopes.get(version);
  if (version === null || scope === undefined || context.parentURL === undefined)
    return next(written, context);
  const specifier = scope.standIn?.(written) ?? written;
  if (specifier.startsWith(".")) {
    const url = new URL(specifier, context.parentURL);
    const path = fileURLToPath(url);
    if (scope.folder !== null && path.startsWith(scope.folder + sep)) {
      const file = ["", ".tsx", ".ts", "/index.tsx", "/index.ts"].map((end) => path + end).find(isFile);
      if (file === undefined) {
        const hint = "Correct the path; it ends in .ts or .tsx.";
        throw importError(written, `there is no ${relative(path, scope)}.`, hint, context.parentURL, scope);
      }
      return { url: versioned(file, version), format: "module", shortCircuit: true };
    }
  } else if (scope.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`))) {
    // Resolved from Letterpress: a newsletter need not install what Letterpress brings along, and every hook would fail
    // with a second React beside the renderer's own.
    const name = specifier === VERSION ? LETTERPRESS : specifier;
    return next(name, { ...context, parentURL: import.meta.url });
  }
  const files = scope.folder === null ? [] : [`files of ${relative(scope.folder, scope)}/`];
  const hint = `Import from ${[...scope.packages, ...files].join(", ")} only.`;
  throw importError(written, `${written} may not be imported here.`, hint, context.parentURL, scope);
};

const loadSource: LoadHook = (url, context, next) => {
  const shim = entryShims.get(url);
  if (shim !== undefined) return { format: "module", source: shim, shortCircuit: true };
  const version = versionOf(url);
  const scope = version === null ? undefined : scopes.get(version);
  if (scope === undefined) return next(url, context);
  const path = fileURLToPath(withoutQuery(url));
  const source = readFileSync(path, "utf8");
  readBy.get(version ?? "")?.push(path);
  const options = { jsx: { runtime: "automatic" as const }, sourcemap: true };
  const { code, map, errors } = transformSync(path, source, options);
  const [error] = errors;
  if (error !== undefined) {
    const where = { file: relative(path, scope), ...placeAt(source, error.labels[0]?.start ?? 0) };
    const hint = error.helpMessage === null ? {} : { hint: error.helpMessage };
    // Some of the parser's messages end in a full stop, others do not.
    throw errorAt(scope.code, where, `${error.message.replace(/\.$/, "")}.`, hint);
  }
  const inline = Buffer.from(JSON.stringify(map)).toString("base64");
  const mapped = `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}`;
  return { format: "module", source: mapped, shortCircuit: true };
};

/** An error about an import, at the place where the import is written. */
function importError(
  specifier: string,
  message: string,
  hint: string,
  parent: string,
  scope: Scope,
): LetterpressError {
  const path = fileURLToPath(withoutQuery(parent));
  const source = readFileSync(path, "utf8");
  const at = source.search(new RegExp(`["']${escapeStringRegexp(specifier)}["']`));
  const where = { file: relative(path, scope), ...placeAt(source, Math.max(0, at)) };
  return errorAt(scope.code, where, message, { hint });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function versioned(path: string, version: string): string {
  return `${pathToFileURL(path).href}?${VERSION}=${version}`;
}

function versionOf(url: string | undefined): string | null {
  return /^file:[^?]*\?letterpress=([\w.-]+)$/.exec(url ?? "")?.[1] ?? null;
}

function withoutQuery(url: string): string {
  return url.replace(/\?.*$/, "");
}

function relative(path: string, { root }: Scope): string {
  const start = join(root, sep);
  return path.startsWith(start) ? path.slice(start.length).replaceAll(sep, "/") : path;
}

function placeAt(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
