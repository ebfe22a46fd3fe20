import { takeOrders } from "#src/apart/take-orders.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { loadOwnBlocks } from "#src/project/load-own-blocks.ts";
import { loadTemplate } from "#src/project/load-template.ts";
import { ownOnline } from "#src/render/article/own-online.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { checkPurity } from "./check-purity.ts";
import type { Rendered, RenderOrder } from "./render-in-thread.ts";

function ownNames({ body }: RenderOrder["issue"]): readonly string[] {
  return [...walkBlocks(body)].flatMap((block) => (block.kind === "own" ? [block.name] : []));
}

takeOrders(async ({ root, ...input }: RenderOrder): Promise<Rendered> => {
  const template = await loadTemplate(root, input.issue.template);
  const blocks = await loadOwnBlocks(root, ownNames(input.issue));
  const rendered = await checkPurity(() => renderEmail({ ...input, template, blocks }), template);
  return { ...rendered, own: await ownOnline({ ...input, blocks }) };
});
