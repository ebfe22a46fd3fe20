import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { readEvent } from "#src/resend/read-event.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { takeEvent } from "#src/track/take-event.ts";

/** Takes the events of a rehearsal's sandbox, as `serve` takes Resend's. */
export interface EventsHeard extends AsyncDisposable {
  readonly url: string;
  /** How many events were applied, by name. */
  readonly counts: Readonly<Record<string, number>>;
}

export async function hearEvents(
  ledger: Ledger,
  { secrets, suppressionKey }: { readonly secrets: readonly string[]; readonly suppressionKey: string },
): Promise<EventsHeard> {
  const counts: Record<string, number> = {};
  const take = async (request: IncomingMessage): Promise<number> => {
    const body = await text(request);
    const event = readEvent(body, request.headers as Record<string, string | undefined>, secrets);
    if ("refused" in event) return 400;
    const { result } = await takeEvent(ledger, event, { suppressionKey });
    if (result === "applied") counts[event.type] = (counts[event.type] ?? 0) + 1;
    return 200;
  };
  const server = createServer((request, response) => {
    // An event that fails here is delivered again, as Resend does it.
    void take(request)
      .catch(() => 500)
      .then((status) => response.writeHead(status).end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    counts,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
