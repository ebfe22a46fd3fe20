import type { IncomingMessage } from "node:http";

/**
 * The body's bytes. `half` is awaited once at least half of them were read, while the rest waits in the socket. Null if the
 * client disconnected before the end or sent more than `limit` bytes; `tooLarge` says which.
 */
export async function readRawBody(
  incoming: IncomingMessage,
  { limit, half }: { limit: number; half: () => Promise<void> },
): Promise<{ readonly raw: Buffer | null; readonly tooLarge: boolean }> {
  const announced = Number(incoming.headers["content-length"] ?? 0);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let halfDone = false;
  try {
    for await (const chunk of incoming) {
      const part: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      bytes += part.byteLength;
      // Read on and discard: a client that is still writing would not see the answer.
      if (bytes <= limit) chunks.push(part);
      if (!halfDone && bytes * 2 >= announced) {
        halfDone = true;
        await half();
      }
    }
  } catch {
    return { raw: null, tooLarge: false };
  }
  if (bytes > limit) return { raw: null, tooLarge: true };
  return {
    raw: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks),
    tooLarge: false,
  };
}
