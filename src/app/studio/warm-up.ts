import { loadInThread } from "#src/app/compose/render-in-thread.ts";
import { parseProject, type ProjectFiles } from "#src/project/load-project.ts";

/**
 * Load what draws the newest issue while all else starts: whoever opens the studio looks at it first, and to load its template takes longer than
 * to draw it. What is wrong with the file is said where it is looked at.
 */
export async function warmUp(files: ProjectFiles): Promise<void> {
  const { issues } = await parseProject({ ...files, issues: files.issues.slice(0, 1) });
  const template = issues[0]?.issue?.template;
  if (template !== undefined) loadInThread(files.root, template);
}
