import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadInThread } from "#src/app/compose/render-in-thread.ts";
import { listTemplates } from "#src/project/templates/list-templates.ts";

/**
 * Loads the template of the newest issue while everything else starts. An author looks at this issue first, and its template
 * takes longer to load than the issue to draw. Nothing is parsed to find it: a wrong guess costs only the head start.
 */
export async function warmUp(root: string): Promise<void> {
  const templates = await listTemplates(root);
  const names = (await readdir(join(root, "issues"))).toSorted();
  const newest = names.findLast((name) => /^\d{4}-/.test(name)) ?? "";
  const file = newest.endsWith(".md") ? newest : join(newest, "index.md");
  const text = await readFile(join(root, "issues", file), "utf8").catch(() => "");
  const named = /^template:[ \t]*["']?([\w-]+)/m.exec(text)?.[1];
  const template = templates.find((name) => name === named) ?? templates[0];
  if (template !== undefined) loadInThread(root, template);
}
