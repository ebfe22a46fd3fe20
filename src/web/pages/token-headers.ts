import type { MiddlewareHandler } from "hono";

/** A page whose address is a key to somebody's subscription must not be kept, passed on or found. */
export const tokenHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("Cache-Control", "no-store");
  context.header("X-Robots-Tag", "noindex, nofollow");
};
