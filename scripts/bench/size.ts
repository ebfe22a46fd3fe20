/**
 * How much an installation for production takes on disk, against `react-email` and `@maizzle/framework`, installed in
 * the same run. Names every package of ours above 5 MB. A file with two names counts once.
 *
 *   node scripts/bench/size.ts
 */
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installInto, packInto } from "./pack-and-install.ts";

const LARGE_MB = 5;

const folder = mkdtempSync(join(tmpdir(), "letterpress-size-"));
try {
  const tarball = packInto(folder);
  console.log(`the package: ${megabytes(lstatSync(tarball).size)} packed`);
  const others = {
    "react-email": ["react-email", "react", "react-dom"],
    "@maizzle/framework": ["@maizzle/framework"],
  };
  for (const [name, wanted] of Object.entries({ letterpress: [tarball], ...others })) {
    const place = join(folder, name.replace(/\W/g, "-"));
    mkdirSync(place);
    installInto(place, wanted);
    const packages = packagesBelow(join(place, "node_modules"));
    const total = [...packages.values()].reduce((sum, bytes) => sum + bytes, 0);
    console.log(`${name}: ${megabytes(total)} in ${packages.size} packages`);
    if (name !== "letterpress") continue;
    const large = [...packages].filter(([, bytes]) => bytes > LARGE_MB * 1e6).toSorted((a, b) => b[1] - a[1]);
    for (const [one, bytes] of large) console.log(`  ${one}: ${megabytes(bytes)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Returns bytes on disk by package; packages in another one's own node_modules count under their own names. */
function packagesBelow(top: string): Map<string, number> {
  const sizes = new Map<string, number>();
  const seen = new Set<number>();
  const visit = (path: string): void => {
    const { ino, blocks, size } = lstatSync(path);
    if (seen.has(ino)) return;
    seen.add(ino);
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)/.exec(path)?.[1] ?? "";
    // Windows reports no blocks.
    if (name !== "") sizes.set(name, (sizes.get(name) ?? 0) + (blocks === undefined ? size : blocks * 512));
    if (!lstatSync(path).isDirectory()) return;
    for (const entry of readdirSync(path)) visit(join(path, entry));
  };
  visit(top);
  return sizes;
}
