import { request } from "node:http";
import type { Sandbox } from "#src/sandbox/start-sandbox.ts";

export interface Called {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Undefined where the text is no JSON. */
  readonly json: unknown;
}

/** One request exactly as written: unlike fetch and the SDK it adds no User-Agent and leaves Host alone. */
export async function callApi(
  sandbox: Pick<Sandbox, "url" | "apiKey">,
  call: string,
  options: { body?: unknown; headers?: Record<string, string | undefined>; signal?: AbortSignal } = {},
): Promise<Called> {
  const [method = "GET", path = "/"] = call.split(" ");
  const body =
    options.body === undefined
      ? ""
      : typeof options.body === "string"
        ? options.body
        : JSON.stringify(options.body);
  const headers = Object.entries({
    authorization: `Bearer ${sandbox.apiKey}`,
    "user-agent": "test/1",
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...options.headers,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const { promise, resolve, reject } = Promise.withResolvers<Called>();
  const sent = request(
    new URL(path, sandbox.url),
    {
      method,
      headers: Object.fromEntries(headers),
      agent: false,
      ...(options.signal && { signal: options.signal }),
    },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: parse(text) });
      });
    },
  );
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A complete email to a reader who gets it; override what the test is about. */
export function email(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    from: "Stone <news@stone.dev>",
    to: "ana@readers.dev",
    subject: "Tuesday",
    html: "<p>Good morning</p>",
    ...overrides,
  };
}
