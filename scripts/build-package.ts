import { execFileSync } from "node:child_process";
import { cp, glob, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { build } from "vite";

/** Text of JavaScript or of types that names a file of src/: an import, or the script of a thread. */
const NAMES_A_SOURCE = /"((?:#src|\.{1,2})\/[\w./-]+)\.[jt]s"/g;

/**
 * Build dist/ from src/: what the published package runs, because Node strips no types below node_modules. `npm pack` does it
 * first. Every file keeps its name and place, so that what it finds relative to itself is where it is in the repository.
 */
async function buildPackage(): Promise<void> {
  const root = resolve(import.meta.dirname, "..");
  const [src, dist] = [join(root, "src"), join(root, "dist")];
  await rm(dist, { recursive: true, force: true });
  // Types of what is exported and of what that is made of; those of everything else would only make the package larger.
  for (const project of ["tsconfig.json", "types.tsconfig.json"])
    compile(root, join("scripts", "package", project));
  const sources = new Set(await namesBelow(src, "**/*.ts"));
  for (const name of await namesBelow(dist, "**/*.{js,d.ts}")) {
    const text = await readFile(join(dist, name), "utf8");
    const named = (whole: string, path: string) => relativeName(name, path, sources) ?? whole;
    await writeFile(join(dist, name), text.replaceAll(NAMES_A_SOURCE, named));
  }
  await bundleStart(join(dist, "cli"));
  // What a new newsletter is made of. The command itself is published where it is.
  for (const name of await namesBelow(src, "app/init/files/*")) await cp(join(src, name), join(dist, name));
  execFileSync("npm", ["run", "--silent", "studio", "--", "--outDir", join(dist, "studio")], {
    cwd: root,
    stdio: "inherit",
  });
}

/**
 * What every command begins with becomes one file: to find and read a file costs Node more than to run it, and `--help` runs nothing
 * else. What a command imports when it runs stays where it is.
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

/** How the file `from` names a source once both are built; null where the text only looks like one. */
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
