import { tempFolder } from "./temp-ledger.ts";
import { writeProject } from "./write-project.ts";

export { mailingEnv } from "./write-project.ts";

/** A project of its own, as `writeProject` makes it, removed when the test is over. */
export async function tempProject(
  issues: Readonly<Record<string, string>> = {},
  config: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const root = await tempFolder();
  await writeProject(root, issues, config);
  return root;
}
