import type { MiddlewareHandler } from "hono";

/** This machine's names. A page on the web may point its own at 127.0.0.1; its requests still carry that name. */
const HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Answers only this machine's own pages. A page of another site may send requests here, but its Origin, or what the browser says of the
 * site that asks, names that site.
 */
export const localOnly: MiddlewareHandler = async (context, next) => {
  const host = context.req.header("host") ?? "";
  if (!HOSTS.has(host.replace(/:\d+$/, "")))
    return context.text("The studio is available on this machine only.\n", 403);
  const origin = context.req.header("origin");
  const site = context.req.header("sec-fetch-site");
  const isOwn = origin === undefined || origin === `http://${host}`;
  // A link on another page may open the studio in a tab of its own; nothing else may ask for anything.
  const isTab = context.req.header("sec-fetch-dest") === "document";
  const isLink = isTab && context.req.header("sec-fetch-mode") === "navigate" && context.req.method === "GET";
  const isStranger = site === "cross-site" || site === "same-site";
  if (!isOwn || (isStranger && !isLink)) return context.text("This is another site.\n", 403);
  return next();
};
