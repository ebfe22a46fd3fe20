// npm runs this at the end of `npm ci`: it builds the studio's pages. Plain JavaScript, because the Node that installs may be an old one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
// A server is installed without the tools that build: it has no use for the studio.
if (existsSync(new URL("node_modules/vite", root))) {
  const { status } = spawnSync("npm", ["run", "--silent", "studio"], {
    cwd: fileURLToPath(root),
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
}
