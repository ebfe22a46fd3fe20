import { takeOrders } from "#src/apart/take-orders.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { loadOwnBlocks } from "#src/project/templates/load-own-blocks.ts";
import { loadTemplate } from "#src/project/templates/load-template.ts";
import { ownOnline } from "#src/render/article/own-online.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { checkPurity } from "./check-purity.ts";
import { missingValues } from "./missing-values.ts";
import type { LoadOrder, Rendered, RenderOrder } from "./render-in-thread.ts";

function ownNames({ body }: RenderOrder["issue"]): readonly string[] {
  return [...walkBlocks(body)].flatMap((block) => (block.kind === "own" ? [block.name] : []));
}

takeOrders(async (order: RenderOrder | LoadOrder): Promise<Rendered | null> => {
  if ("load" in order) return load(order);
  const { root, ...input } = order;
  const template = await loadTemplate(root, input.issue.template);
  const blocks = await loadOwnBlocks(root, ownNames(input.issue));
  const missing = new Set<string>();
  const onMissing = (path: string) => missing.add(path);
  if (input.places) {
    const email = await renderEmail({ ...input, template, blocks });
    return { email, template: { path: template.path, source: template.source }, findings: [], own: [] };
  }
  const rendered = await checkPurity(() => renderEmail({ ...input, template, blocks, onMissing }), template);
  const findings = [...rendered.findings, ...missingValues(template, missing, input.issue)];
  return { ...rendered, findings, own: await ownOnline({ ...input, blocks }) };
});

async function load({ root, load: name }: LoadOrder): Promise<null> {
  const { family } = await loadTemplate(root, name);
  if (family === "react") await import("#src/render/react/react-family.ts");
  else await import("#src/render/mjml/mjml-family.ts");
  return null;
}
