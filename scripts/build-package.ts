import { execFileSync } from "node:child_process";
import { cp, glob, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { build } from "vite";

/** Text of JavaScript or of types that names a file of src/: an import, or the script of a thread. */
const NAMES_A_SOURCE = /"((?:#src|\.{1,2})\/[\w./-]+)\.[jt]s"/g;

/**
 * Build dist/ from src/: the published package runs dist/, because Node strips no types below node_modules. `npm pack`
 * runs this first. Every file keeps its name and place, so that a path relative to the file leads to the same place as
 * in the repository.
 */
async function buildPackage(): Promise<void> {
  const root = resolve(import.meta.dirname, "..");
  const [src, dist] = [join(root, "src"), join(root, "dist")];
  await rm(dist, { recursive: true, force: true });
  // Only types of the exports and of what these consist of are built; all other types would only make the package
  // larger.
  for (const project of ["tsconfig.json", "types.tsconfig.json"])
    compile(root, join("scripts", "package", project));
  const sources = new Set(await namesBelow(src, "**/*.ts"));
  for (const name of await namesBelow(dist, "**/*.{js,d.ts}")) {
    const text = await readFile(join(dist, name), "utf8");
    const named = (whole: string, path: string) => relativeName(name, path, sources) ?? whole;
    await writeFile(join(dist, name), text.replaceAll(NAMES_A_SOURCE, named));
  }
  await bundleStart(join(dist, "cli"));
  // The files of a new newsletter. The command itself (src/cli/letterpress.js) is published from its own place.
  for (const name of await namesBelow(src, "app/init/files/*")) await cp(join(src, name), join(dist, name));
  execFileSync("npm", ["run", "--silent", "studio", "--", "--outDir", join(dist, "studio")], {
    cwd: root,
    stdio: "inherit",
  });
}

/**
 * Bundles what every command begins with into one file: finding and reading a file costs Node more than running it, and
 * `--help` runs nothing else. Modules that a command imports when it runs stay where they are.
 */
async function bundleStart(cli: string): Promise<void> {
  await build({
    root: cli,
    configFile: false,
    logLevel: "warn",
    plugins: [
      {
        name: "import-when-run",
        enforce: "pre",
        resolveDynamicImport: (path, from) =>
          typeof path === "string" && path.startsWith(".") && from !== undefined
            ? { id: join(dirname(from), path), external: "relative" }
            : null,
      },
    ],
    build: {
      ssr: join(cli, "main.js"),
      outDir: cli,
      emptyOutDir: false,
      copyPublicDir: false,
      target: "node22",
      rolldownOptions: { output: { entryFileNames: "main.js" } },
    },
  });
}

/** Paths relative to `folder`, with slashes. */
async function namesBelow(folder: string, pattern: string): Promise<string[]> {
  const names = await Array.fromAsync(glob(pattern, { cwd: folder }));
  return names.map((name) => name.replaceAll(sep, "/")).toSorted();
}

/** Returns how the file `from` names a source once both are built; null if the text only looks like the name of a source. */
function relativeName(from: string, path: string, sources: ReadonlySet<string>): string | null {
  const target = path.startsWith("#src/")
    ? path.slice("#src/".length)
    : join(dirname(from), path).replaceAll(sep, "/");
  if (!sources.has(`${target}.ts`)) return null;
  const to = relative(dirname(from), target).replaceAll(sep, "/");
  return JSON.stringify(`${to.startsWith(".") ? to : `./${to}`}.js`);
}

function compile(root: string, project: string): void {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [compiler, "--project", project], { cwd: root, stdio: "inherit" });
}

await buildPackage();
