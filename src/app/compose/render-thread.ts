import { takeOrders } from "#src/apart/take-orders.ts";
import { loadTemplate } from "#src/project/load-template.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { checkPurity, type Rendered } from "./check-purity.ts";
import type { RenderOrder } from "./render-in-thread.ts";

takeOrders(async ({ root, ...input }: RenderOrder): Promise<Rendered> => {
  const template = await loadTemplate(root, input.issue.template);
  return checkPurity(() => renderEmail({ ...input, template }), template);
});
