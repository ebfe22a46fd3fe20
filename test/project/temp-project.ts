import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const CONFIG = {
  name: "The Test",
  url: "https://letters.example",
  from: "The Test <test@letters.example>",
  postal_address: "1 Test Lane",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  template: "plain",
};

export interface TempProject extends AsyncDisposable {
  readonly root: string;
  readonly write: (path: string, content: string | Uint8Array) => Promise<void>;
}

/** A project in a folder of its own, outside the repository, removed in the end. */
export async function tempProject(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  config: Readonly<Record<string, unknown>> = {},
): Promise<TempProject> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "letterpress-project-")));
  const write = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  await write(
    "newsletter.config.ts",
    `export default ${JSON.stringify({ ...CONFIG, ...config }, null, 2)};\n`,
  );
  await write("templates/plain.mjml", "<mjml><mj-body><issue-body/></mj-body></mjml>");
  for (const [path, content] of Object.entries(files)) await write(path, content);
  return {
    root,
    write,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
