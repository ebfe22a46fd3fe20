import { takeOrders } from "#src/apart/take-orders.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { loadOwnBlocks } from "#src/project/templates/load-own-blocks.ts";
import { loadTemplate } from "#src/project/templates/load-template.ts";
import { ownOnline } from "#src/render/article/own-online.ts";
import { renderEmail } from "#src/render/render-email.ts";
import type { Email } from "#src/model/email.ts";
import { checkPurity, judgePurity, renderFirst } from "./check-purity.ts";
import { missingValues } from "./missing-values.ts";
import type { JudgeOrder, LoadOrder, RenderOrder, ThreadAnswer } from "./render-in-thread.ts";

function ownNames({ body }: RenderOrder["issue"]): readonly string[] {
  return [...walkBlocks(body)].flatMap((block) => (block.kind === "own" ? [block.name] : []));
}

takeOrders(async (order: RenderOrder | JudgeOrder | LoadOrder): Promise<ThreadAnswer> => {
  if ("load" in order) return load(order);
  const { root, places, first, ...input } = { places: false, first: null, ...order };
  const template = await loadTemplate(root, input.issue.template);
  const blocks = await loadOwnBlocks(root, ownNames(input.issue));
  const missing = new Set<string>();
  const onMissing = (path: string) => missing.add(path);
  const render = () => renderEmail({ ...input, template, blocks, onMissing });
  if (first !== null) return judgePurity(first, render, template);
  const { path, source } = template;
  const rendered = places
    ? { email: await renderFirst(render), template: { path, source }, findings: [] }
    : await checkPurity(render, template);
  const placed = places ? await placedOf({ ...input, template, blocks }) : null;
  const findings = [...rendered.findings, ...missingValues(template, missing, input.issue)];
  return { ...rendered, placed, findings, own: await ownOnline({ ...input, blocks }) };
});

/** Draws the email with its places. Null if the template fails this time, although it has just drawn the email once. */
async function placedOf(input: Parameters<typeof renderEmail>[0]): Promise<Email | null> {
  return renderEmail({ ...input, places: true }).catch(() => null);
}

async function load({ root, load: name }: LoadOrder): Promise<null> {
  const { family } = await loadTemplate(root, name);
  if (family === "react") await import("#src/render/react/react-family.ts");
  else await import("#src/render/mjml/mjml-family.ts");
  return null;
}
