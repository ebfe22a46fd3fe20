import { readFile, stat } from "node:fs/promises";

/** Returns the bytes of a file. Throws for anything else: a pipe gives nothing until somebody writes into it, and a device never ends. */
export async function readPlainFile(path: string): Promise<Buffer> {
  const found = await stat(path);
  if (!found.isFile() && !found.isDirectory())
    throw new Error("it is a pipe, a socket or a device, and no file");
  return readFile(path);
}
