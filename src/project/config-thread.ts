import { takeOrders } from "#src/apart/take-orders.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { evaluateConfig } from "./evaluate-config.ts";
import type { ConfigOrder } from "./load-config.ts";

takeOrders((order: ConfigOrder): Promise<Newsletter> => evaluateConfig(order));
