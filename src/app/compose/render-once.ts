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
 * Calls `renderInThread`, unless the last rendering of this issue had the same input: its text, config, images,
 * templates, and the code that renders. Loading a template family takes longer than everything else that a
 * `check` does. Only a rendering without findings is kept, one email for each issue. One that could not be kept,
 * or is damaged, is rendered again. For commands that only look (`check`, `build`): no kept email is ever mailed.
 */
export async function renderOnce(order: RenderOrder): Promise<Rendered> {
  const { root, issue } = order;
  const inputs = await hashOrder(order).catch(() => null);
  if (inputs === null) return renderInThread(order);
  const kept = readKept<Kept>(root, issue.path);
  if (kept?.inputs === inputs) return { ...kept.made, findings: [] };
  const { findings, ...made } = await renderInThread(order);
  // If the template was saved meanwhile, the email may belong to neither of its two texts.
  const isStill = findings.length === 0 && (await hashOrder(order).catch(() => null)) === inputs;
  if (isStill) await keep(root, issue.path, { inputs, made } satisfies Kept);
  return { ...made, findings };
}

/** SHA-256 of everything that the email is made of; it does not depend on where the project is. */
async function hashOrder({ root, ...input }: RenderOrder): Promise<string> {
  // As JSON, which is the same for an issue that was just parsed and for the same issue read from the cache.
  const all = JSON.stringify([await hashCode(), await hashTemplates(root), input]);
  return createHash("sha256").update(all).digest("hex");
}
