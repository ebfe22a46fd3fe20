import { Hono } from "hono";
import { clientAddress, networkOf } from "#src/web/client-address.ts";

/** The network a request is counted under; null where nobody is known to be connected. */
export async function forwardedFrom(header: string, hops: number): Promise<string | null> {
  const app = new Hono();
  app.get("/", (context) => {
    const address = clientAddress(context, hops);
    return context.json(address === null ? null : networkOf(address));
  });
  return (await app.request("/", { headers: { "x-forwarded-for": header } })).json() as Promise<
    string | null
  >;
}
