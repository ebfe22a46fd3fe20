import { spawn } from "node:child_process";
import type { Io } from "#src/cli/io.ts";
import { printNote } from "#src/cli/print/print.ts";

/** Show an address to a person. */
export function openBrowser(url: string, io: Io): void {
  const command = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  child.on("error", () => printNote(io, `Could not start a browser. Open ${url} yourself.`));
  child.unref();
}
