import { takeOrders } from "#src/apart/take-orders.ts";

takeOrders(async () => ({ ...process.env }));
