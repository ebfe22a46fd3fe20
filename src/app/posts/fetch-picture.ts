import type { IncomingMessage } from "node:http";
import { follow, type Web } from "#src/app/fetch/follow.ts";
import { unreached } from "#src/app/fetch/unreached.ts";
import { IMAGE_LIMIT_BYTES } from "#src/project/read-images.ts";

/** A picture, or why there is none. */
type Fetched = { readonly bytes: Buffer } | { readonly problem: string };
export type FetchPicture = (url: string) => Promise<Fetched>;

const LONGEST_MS = 30_000;

/**
 * Creates a fetcher for pictures that posts name, and for what sites say of a film. An export is a stranger's text: its addresses
 * must not reach this machine or its network. `type` is how the media type must begin if something other than a picture is fetched.
 */
export function createPictureFetcher(web: Web, type = "image/"): FetchPicture {
  return async (url) => {
    const signal = AbortSignal.timeout(LONGEST_MS);
    try {
      return await fetchPicture(url, { type, signal }, web);
    } catch (error) {
      // For a body that the timeout cuts off, the socket's error does not say that it took too long.
      return { problem: signal.aborted ? "it took too long" : unreached(error).message };
    }
  };
}

async function fetchPicture(
  start: string,
  { type: wanted, signal }: { readonly type: string; readonly signal: AbortSignal },
  web: Web,
): Promise<Fetched> {
  const accept = wanted === "image/" ? "image/*" : wanted;
  const { answer, status } = await follow(start, { method: "GET", accept, signal }, web);
  const type = answer.headers["content-type"] ?? "nothing";
  const refuse = (problem: string): Fetched => (answer.destroy(), { problem });
  if (status !== 200) return refuse(`status ${status}`);
  if (!type.startsWith(wanted))
    return refuse(`it is ${type}, not ${wanted === "image/" ? "a picture" : wanted}`);
  return await readAll(answer);
}

async function readAll(answer: IncomingMessage): Promise<Fetched> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > IMAGE_LIMIT_BYTES) return { problem: "it is larger than 10 MB" };
    pieces.push(piece);
  }
  return { bytes: Buffer.concat(pieces) };
}
