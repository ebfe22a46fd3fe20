import { parentPort } from "node:worker_threads";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images } from "#src/model/template.ts";
import { loadTemplate } from "#src/project/load-template.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { checkPurity } from "./check-purity.ts";

/** Plain data: it crosses into the thread, where the template is loaded again. */
export interface PurityQuestion {
  readonly id: number;
  readonly root: string;
  readonly issue: Issue;
  readonly newsletter: Newsletter;
  readonly images: Images;
}

export type PurityAnswer =
  | { readonly id: number; readonly findings: readonly Finding[] }
  | { readonly id: number; readonly failure: string };

/** One after the other: two checks at once would take each other's moved clock for the real one. */
let before: Promise<void> = Promise.resolve();

parentPort?.on("message", (question: PurityQuestion) => {
  before = before.then(async () => parentPort?.postMessage(await answer(question)));
});

async function answer({ id, root, ...input }: PurityQuestion): Promise<PurityAnswer> {
  try {
    const template = await loadTemplate(root, input.issue.template);
    return { id, findings: await checkPurity(() => renderEmail({ ...input, template }), template) };
  } catch (error) {
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
