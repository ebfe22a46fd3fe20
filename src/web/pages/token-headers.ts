import type { MiddlewareHandler } from "hono";

/** The address of such a page gives access to a reader's subscription: it must not be cached, leaked or indexed. */
export const tokenHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("Cache-Control", "no-store");
  context.header("X-Robots-Tag", "noindex, nofollow");
};
