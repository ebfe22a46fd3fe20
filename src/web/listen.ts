import type { Server } from "node:http";
import { once } from "node:events";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { LetterpressError } from "#src/model/errors.ts";

export interface Listening {
  /** For example `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Accepts no new connections, lets requests under way finish for `graceMs` (default 5,000), then cuts them off. */
  readonly close: (graceMs?: number) => Promise<void>;
}

/**
 * Serves an app on `host` and `port` (0: any free one). Throws `project/port-in-use` if another process has the port. Slow senders are cut
 * off: a few hundred half-open requests would otherwise keep everybody else out.
 */
export async function listen(
  app: Pick<Hono, "fetch">,
  { port, host }: { port: number; host: string },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.headersTimeout = 15_000;
  server.requestTimeout = 30_000;
  // Longer than a proxy or a program keeps a connection that it may use again: otherwise its next request would meet a connection that is
  // just being closed here, and fail.
  server.keepAliveTimeout = 75_000;
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new LetterpressError(
        "project/port-in-use",
        `Port ${port} on ${host} is in use by another process.`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    close: async (graceMs = 5_000) => {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
