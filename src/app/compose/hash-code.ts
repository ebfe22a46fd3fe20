import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onceDone } from "#src/app/once-done.ts";
import { LETTERPRESS_VERSION } from "./letterpress-version.ts";

/** The packages that make an email together with our own code. */
const PACKAGES = ["react", "react-dom", "react-email", "@react-email/render", "mjml", "mjml-core"];
/**
 * The folders of our own code that makes an issue, its email and its page, and judges them. The version
 * identifies that code, too, but not while somebody works on it.
 */
const ROOMS = ["model", "issue", "render", "preflight", "pages", "app/pages"];

/** SHA-256 of the code that turns a file into an issue, an email or a page. */
export const hashCode = onceDone(readCode);

async function readCode(): Promise<string> {
  const packages = PACKAGES.map((name) => findPackageJSON(name, import.meta.url));
  const texts = await Promise.all(
    packages.map(async (path) => (path === undefined ? "" : readFile(path, "utf8"))),
  );
  const rooms = await Promise.all(
    ROOMS.map((room) => statesBelow(fileURLToPath(new URL(`../../${room}`, import.meta.url)))),
  );
  const all = JSON.stringify([LETTERPRESS_VERSION, process.version, texts, rooms]);
  return createHash("sha256").update(all).digest("hex");
}

/** Lists every file below `folder` with its modification time and size, which change when it is saved. */
async function statesBelow(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { recursive: true })).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const { mtimeMs, size } = await stat(join(folder, name));
      return `${name} ${mtimeMs} ${size}`;
    }),
  );
}
