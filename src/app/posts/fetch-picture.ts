import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { useAgent } from "request-filtering-agent";
import { messageOf } from "#src/model/errors.ts";
import { IMAGE_LIMIT_BYTES } from "#src/project/read-images.ts";

/** A picture, or why there is none. */
type Fetched = { readonly bytes: Buffer } | { readonly problem: string };
export type FetchPicture = (url: string) => Promise<Fetched>;

const LONGEST_MS = 30_000;
const MOST_REDIRECTS = 5;

/**
 * Fetches pictures that posts name. An export is a stranger's text: its addresses must not reach this machine or its network, so an
 * address that is private, or leads to one by name or redirect, is refused when it is connected to. `allowed` are exceptions, by IP address; `type` is how the media type
 * begins of what is fetched in the place of a picture.
 */
export function createPictureFetcher({
  allowed = [],
  type = "image/",
}: { readonly allowed?: readonly string[]; readonly type?: string } = {}): FetchPicture {
  return async (url) => {
    try {
      return await fetchPicture(url, { allowed, type }, AbortSignal.timeout(LONGEST_MS));
    } catch (error) {
      return {
        problem:
          error instanceof Error && error.name === "AbortError" ? "it took too long" : messageOf(error),
      };
    }
  };
}

interface Wanted {
  readonly allowed: readonly string[];
  /** How its media type begins. */
  readonly type: string;
}

async function fetchPicture(start: string, wanted: Wanted, signal: AbortSignal): Promise<Fetched> {
  let url = start;
  for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
    const answer = await ask(url, wanted, signal);
    const { statusCode = 0, headers } = answer;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      answer.destroy();
      url = new URL(headers.location, url).href;
      continue;
    }
    const type = headers["content-type"] ?? "nothing";
    const refuse = (problem: string): Fetched => (answer.destroy(), { problem });
    if (statusCode !== 200) return refuse(`status ${statusCode}`);
    if (!type.startsWith(wanted.type))
      return refuse(`it is ${type}, not ${wanted.type === "image/" ? "a picture" : wanted.type}`);
    return await readAll(answer);
  }
  return { problem: `it redirects more than ${MOST_REDIRECTS} times` };
}

async function ask(url: string, { allowed, type }: Wanted, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const agent = useAgent(url, { allowIPAddressList: [...allowed] });
  const get = new URL(url).protocol === "https:" ? getHttps : getHttp;
  get(
    url,
    { agent, signal, headers: { accept: type === "image/" ? "image/*" : type, "user-agent": "letterpress" } },
    resolve,
  ).on("error", reject);
  return promise;
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
