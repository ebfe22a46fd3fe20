import { createHash } from "node:crypto";
import { hashTemplates } from "#src/project/hash-inputs.ts";
import { hashCode } from "./hash-code.ts";
import { keep, readKept } from "./kept-file.ts";
import { type Rendered, renderInThread, type RenderOrder } from "./render-in-thread.ts";

/** What is kept of an issue's last rendering, in a file of its own. */
interface Kept {
  readonly inputs: string;
  readonly made: Omit<Rendered, "findings">;
}

/**
 * `renderInThread`, unless the last rendering of this issue had the same input: its text, config, images, templates, and
 * the code that renders. To load a template family takes longer than all else that a `check` does. Only what had nothing
 * to find is kept, one email for each issue. What cannot be kept, or is damaged, is rendered as if it had never been kept.
 * For commands that only look (`check`, `build`): nothing is mailed from what is kept here.
 */
export async function renderOnce(order: RenderOrder): Promise<Rendered> {
  const { root, issue } = order;
  const inputs = await hashOrder(order).catch(() => null);
  if (inputs === null) return renderInThread(order);
  const kept = readKept<Kept>(root, issue.path);
  if (kept?.inputs === inputs) return { ...kept.made, findings: [] };
  const { findings, ...made } = await renderInThread(order);
  // A template that is saved meanwhile may have made an email that belongs to neither of its texts.
  const isStill = findings.length === 0 && (await hashOrder(order).catch(() => null)) === inputs;
  if (isStill) await keep(root, issue.path, { inputs, made } satisfies Kept);
  return { ...made, findings };
}

/** SHA-256 of everything that the email is made of, wherever the project is. */
async function hashOrder({ root, ...input }: RenderOrder): Promise<string> {
  // As JSON: an issue that was parsed and the same one that was kept differ in nothing else.
  const all = JSON.stringify([await hashCode(), await hashTemplates(root), input]);
  return createHash("sha256").update(all).digest("hex");
}
