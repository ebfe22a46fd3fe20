import { createHash } from "node:crypto";
import { findPackageJSON } from "node:module";
import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import { hashTemplates } from "#src/project/hash-inputs.ts";
import type { Rendered } from "./check-purity.ts";
import { LETTERPRESS_VERSION } from "./letterpress-version.ts";
import { renderInThread, type RenderOrder } from "./render-in-thread.ts";

/** What is kept of an issue's last rendering, in a file of its own. */
interface Kept {
  readonly inputs: string;
  readonly made: Omit<Rendered, "findings">;
}

/** Below the project's root. It may be deleted at any time. */
const FOLDER = [".letterpress", "cache"] as const;
/** What makes an email besides our own code. */
const PACKAGES = ["react", "react-dom", "react-email", "@react-email/render", "mjml", "mjml-core"];
/** Our own code that makes an email. Its version says as much, but not while somebody works on it. */
const ROOMS = ["model", "render"];

/**
 * `renderInThread`, unless the last rendering of this issue had the same input: its text, config, images, templates, and
 * the code that renders. To load a template family takes longer than all else that a `check` does. Only what had nothing
 * to find is kept, one email for each issue. What cannot be kept, or is damaged, is rendered as if it had never been kept.
 * For commands that only look (`check`, `build`): nothing is mailed from what is kept here.
 */
export async function renderOnce(order: RenderOrder): Promise<Rendered> {
  const file = join(order.root, ...FOLDER, `${sha256(order.issue.path).slice(0, 24)}.json`);
  const inputs = await hashOrder(order).catch(() => null);
  if (inputs === null) return renderInThread(order);
  const kept = await readKept(file);
  if (kept?.inputs === inputs) return { ...kept.made, findings: [] };
  const { findings, ...made } = await renderInThread(order);
  // A template that is saved meanwhile may have made an email that belongs to neither of its texts.
  const isStill = findings.length === 0 && (await hashOrder(order).catch(() => null)) === inputs;
  if (isStill) await keep(order.root, file, { inputs, made });
  return { ...made, findings };
}

/** SHA-256 of everything that the email is made of, wherever the project is. */
async function hashOrder({ root, ...input }: RenderOrder): Promise<string> {
  code ??= hashCode();
  return sha256(serialize([await code, await hashTemplates(root), input]));
}

let code: Promise<string> | undefined;

async function hashCode(): Promise<string> {
  const packages = PACKAGES.map((name) => findPackageJSON(name, import.meta.url));
  const texts = await Promise.all(
    packages.map(async (path) => (path === undefined ? "" : readFile(path, "utf8"))),
  );
  const rooms = await Promise.all(
    ROOMS.map((room) => statesBelow(fileURLToPath(new URL(`../../${room}`, import.meta.url)))),
  );
  return sha256(JSON.stringify([LETTERPRESS_VERSION, process.version, texts, rooms]));
}

/** Every file below `folder`, with what changes when it is saved. */
async function statesBelow(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { recursive: true })).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const { mtimeMs, size } = await stat(join(folder, name));
      return `${name} ${mtimeMs} ${size}`;
    }),
  );
}

/** Null where there is none, and where it is not what was written: the first line is the hash of the rest. */
async function readKept(file: string): Promise<Kept | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  const [hash, body = ""] = text.split("\n", 2);
  return hash === sha256(body) ? (JSON.parse(body) as Kept) : null;
}

/** A folder that cannot be written, or a full disk, costs the next command a rendering and this one nothing. */
async function keep(root: string, file: string, kept: Kept): Promise<void> {
  const body = JSON.stringify(kept);
  const [own, folder] = [join(root, FOLDER[0]), join(root, ...FOLDER)];
  const half = `${file}.${process.pid}`;
  try {
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) === own) await chmod(own, 0o700);
    // So that a project whose .gitignore does not know the folder does not commit it.
    await writeFile(join(folder, ".gitignore"), "*\n");
    await writeFile(half, `${sha256(body)}\n${body}`, { mode: 0o600 });
    await rename(half, file);
  } catch {
    // See above.
  }
}

function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
