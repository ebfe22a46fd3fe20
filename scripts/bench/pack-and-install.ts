import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Pack Letterpress into the folder. Returns the tarball's path. */
export function packInto(folder: string): string {
  const root = resolve(import.meta.dirname, "../..");
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root, stdio: "ignore" });
  return join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
}

/** Install packages or a tarball, named as a user would, for production into an empty folder. */
export function installInto(folder: string, wanted: readonly string[]): void {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const flags = ["--omit=dev", "--prefer-offline", "--no-audit", "--no-fund", "--silent"];
  execFileSync("npm", ["install", ...flags, ...wanted], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}
