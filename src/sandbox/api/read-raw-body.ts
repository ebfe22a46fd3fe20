import type { IncomingMessage } from "node:http";

/**
 * Reads the body's bytes. Awaits `half` once at least half of them were read, while the rest waits in the socket.
 * Returns `gone` if the client disconnected before the end, `too large` if it sent more than `limit` bytes.
 */
export async function readRawBody(
  incoming: IncomingMessage,
  { limit, half }: { limit: number; half: () => Promise<void> },
): Promise<Buffer | "gone" | "too large"> {
  const announced = Number(incoming.headers["content-length"] ?? 0);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let halfDone = false;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      // Reads on and discards the rest: a client that is still writing would not see the answer.
      if (bytes <= limit) chunks.push(chunk);
      if (!halfDone && bytes * 2 >= announced) {
        halfDone = true;
        await half();
      }
    }
  } catch {
    return "gone";
  }
  return bytes > limit ? "too large" : Buffer.concat(chunks);
}
