import { takeOrders } from "#src/apart/take-orders.ts";
import type { Finding } from "#src/model/finding.ts";
import { loadTemplate } from "#src/project/load-template.ts";
import { renderEmail } from "#src/render/render-email.ts";
import type { PurityOrder } from "./check-purity-in-thread.ts";
import { checkPurity } from "./check-purity.ts";

takeOrders(async ({ root, ...input }: PurityOrder): Promise<readonly Finding[]> => {
  const template = await loadTemplate(root, input.issue.template);
  return checkPurity(() => renderEmail({ ...input, template }), template);
});
