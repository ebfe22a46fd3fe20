import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createClient } from "#src/resend/create-client.ts";
import { submitBatch } from "#src/resend/submit-batch.ts";
import { type SdkMessage, bodyOf } from "./body-of.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const messages = (count: number): SdkMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    from: "News <news@example.org>",
    to: `reader-${index}@example.org`,
    replyTo: "editor@example.org",
    subject: "Hello",
    html: "<p>Hello</p>",
    text: "Hello",
    headers: { "List-Id": "<weekly.example.org>" },
    tags: [{ name: "lp_delivery", value: String(index) }],
  }));

/** An HTTP server that has read the whole request before `answer` runs. */
async function serve(answer: RequestListener, seen = { body: "" }): Promise<string> {
  const server = createServer((request, response) => {
    request.on("data", (chunk) => (seen.body += String(chunk)));
    request.once("end", () => answer(request, response));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveBytes(onSocket: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closers.push(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

const submit = (baseUrl: string, count = 3, options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  submitBatch(createClient({ apiKey: "re_test", baseUrl }), bodyOf(messages(count)), {
    key: "lp_db_7_1",
    ...options,
  });

test("gives every message its id, and hands on key, validation mode and fields as the API wants them", async () => {
  const seen = { headers: {} as IncomingHttpHeaders, body: "" };
  const url = await serve((request, response) => {
    seen.headers = request.headers;
    const limits = { "ratelimit-limit": "10", "ratelimit-remaining": "9", "ratelimit-reset": "1" };
    answer(200, { data: [{ id: "a" }, { id: "b" }, { id: "c" }] }, limits)(request, response);
  }, seen);
  const result = await submit(`${url}/`);
  expect(result).toEqual({
    outcome: "accepted",
    items: [{ id: "a" }, { id: "b" }, { id: "c" }],
    limits: { limit: 10, remaining: 9 },
  });
  expect(seen.headers).toMatchObject({
    "idempotency-key": "lp_db_7_1",
    "x-batch-validation": "permissive",
    "user-agent": "letterpress",
    authorization: "Bearer re_test",
  });
  expect(JSON.parse(seen.body)[1]).toEqual({
    from: "News <news@example.org>",
    to: "reader-1@example.org",
    reply_to: "editor@example.org",
    subject: "Hello",
    html: "<p>Hello</p>",
    text: "Hello",
    headers: { "List-Id": "<weekly.example.org>" },
    tags: [{ name: "lp_delivery", value: "1" }],
  });
});

test("puts refused messages back in their places, so that no id slides to the next reader", async () => {
  const url = await serve(
    answer(200, {
      data: [{ id: "a" }, { id: "d" }],
      errors: [
        { index: 2, message: "Invalid `to` field." },
        { index: 1, message: "The `to` field is missing." },
      ],
    }),
  );
  const result = await submit(url, 4);
  expect(result).toMatchObject({
    outcome: "accepted",
    items: [
      { id: "a" },
      { error: "The `to` field is missing." },
      { error: "Invalid `to` field." },
      { id: "d" },
    ],
  });
});

test.each([
  ["too few ids", { data: [{ id: "a" }, { id: "b" }] }],
  ["too many ids", { data: ["a", "b", "c", "d"].map((id) => ({ id })) }],
  ["no list", {}],
  ["a list of something else", { data: ["a", "b", "c"] }],
  ["an id twice", { data: [{ id: "a" }, { id: "a" }, { id: "c" }] }],
  ["an error outside the batch", { data: [{ id: "a" }, { id: "b" }], errors: [{ index: 3, message: "?" }] }],
  ["two errors for one", { data: [{ id: "a" }], errors: [{ index: 1 }, { index: 1 }] }],
  ["errors that are no list", { data: ["a", "b", "c"].map((id) => ({ id })), errors: {} }],
])("calls an answer with %s misaligned", async (_, body) => {
  expect(await submit(await serve(answer(200, body)))).toMatchObject({ outcome: "misaligned" });
});

const error = (statusCode: number, name: string, message = "…") =>
  answer(statusCode, { statusCode, message, name });

test.each([
  ["rate", error(429, "rate_limit_exceeded")],
  ["rate", answer(429, "slow down")],
  ["rate", error(429, "a_new_kind_of_limit")],
  ["quota", error(429, "daily_quota_exceeded")],
  ["quota", error(429, "monthly_quota_exceeded")],
  ["quota", error(403, "email_above_quota")],
  ["auth", error(400, "validation_error", "API key is invalid")],
  ["auth", error(401, "missing_api_key")],
  ["auth", error(403, "restricted_api_key")],
  ["auth", error(403, "suspended_api_key")],
  ["auth", error(403, "validation_error", "The example.org domain is not verified.")],
  ["auth", answer(403, "error code: 1010", { "content-type": "text/plain" })],
  ["auth", error(451, "security_error")],
  ["unreachable", error(404, "not_found")],
  ["unreachable", error(405, "method_not_allowed")],
  ["unreachable", answer(307, "", { location: "http://127.0.0.1:9/" })],
])("takes a definite no for what it is: %s", async (why, listener) => {
  expect(await submit(await serve(listener))).toMatchObject({ outcome: "not-accepted", why });
});

test.each([
  ["a key used with other bytes", error(409, "invalid_idempotent_request"), "key-conflict"],
  ["an earlier POST still under way", error(409, "concurrent_idempotent_requests"), "ambiguous"],
  ["an unknown conflict", error(409, "resource_locked"), "ambiguous"],
  ["a broken server", error(500, "application_error"), "ambiguous"],
  ["a server that calls itself limited but answers 503", error(503, "rate_limit_exceeded"), "ambiguous"],
  ["a gateway's page", answer(502, "<html>Bad gateway</html>"), "ambiguous"],
  ["an empty 503", answer(503, ""), "ambiguous"],
  ["a null body", answer(500, "null"), "ambiguous"],
  ["a success cut short", answer(200, '{"data":[{"id":"a"},{"id'), "ambiguous"],
  ["an empty success", answer(200, ""), "ambiguous"],
  ["a request timeout", error(408, "timeout"), "ambiguous"],
  ["an invalid field", error(422, "validation_error"), "refused"],
  ["a name of tomorrow", error(422, "something_new"), "refused"],
  ["an error without words", answer(422, "{}"), "refused"],
  ["broken JSON", error(400, "validation_error", "Request body must be valid JSON."), "refused"],
])("answers %s", async (_, listener, outcome) => {
  expect(await submit(await serve(listener))).toMatchObject({ outcome });
});

test("believes the status of HTTP, not the one a body claims", async () => {
  const url = await serve(answer(500, { statusCode: 422, name: "validation_error", message: "…" }));
  expect(await submit(url)).toMatchObject({ outcome: "ambiguous" });
});

test("reads how long to wait, in seconds or as a date", async () => {
  const limited = { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests." };
  expect(await submit(await serve(answer(429, limited, { "retry-after": "2" })))).toMatchObject({
    retryAfterMs: 2000,
  });
  const dated = answer(429, limited, {
    date: "Tue, 01 Dec 2026 09:00:00 GMT",
    "retry-after": "Tue, 01 Dec 2026 09:00:05 GMT",
  });
  expect(await submit(await serve(dated))).toMatchObject({ retryAfterMs: 5000 });
  expect(await submit(await serve(answer(429, limited)))).toMatchObject({ retryAfterMs: null });
});

test("knows that nothing left when no connection was made", async () => {
  const closed = await serve(answer(200, {}));
  for (const close of closers.splice(0)) close();
  expect(await submit(closed)).toMatchObject({
    outcome: "not-accepted",
    why: "unreachable",
    reason: expect.stringContaining("ECONNREFUSED"),
  });
  expect(await submit("http://nowhere.invalid")).toMatchObject({
    outcome: "not-accepted",
    why: "unreachable",
  });
  const plain = (await serve(answer(200, {}))).replace("http:", "https:");
  expect(await submit(plain)).toMatchObject({ outcome: "not-accepted", why: "unreachable" });
});

test("does not know once bytes have left: reset after the headers, half an answer, silence", async () => {
  const reset = await serveBytes((socket) => socket.once("data", () => socket.resetAndDestroy()));
  expect(await submit(reset)).toMatchObject({
    outcome: "ambiguous",
    reason: expect.stringContaining("ECONNRESET"),
  });

  const half = await serveBytes((socket) =>
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{")),
  );
  expect(await submit(half)).toMatchObject({ outcome: "ambiguous" });

  const silent = await serve(() => {});
  expect(await submit(silent, 3, { timeoutMs: 200 })).toMatchObject({
    outcome: "ambiguous",
    reason: expect.stringContaining("no answer in time"),
  });
});

test("does not know when a kept connection dies under a second request", async () => {
  let requests = 0;
  const url = await serve((request, response) => {
    requests += 1;
    if (requests === 1) answer(200, { data: [{ id: "a" }] })(request, response);
    else request.socket.resetAndDestroy();
  });
  const client = createClient({ apiKey: "re_test", baseUrl: url });
  expect(await submitBatch(client, bodyOf(messages(1)), { key: "lp_db_1_1" })).toMatchObject({
    outcome: "accepted",
  });
  expect(await submitBatch(client, bodyOf(messages(1)), { key: "lp_db_2_1" })).toMatchObject({
    outcome: "ambiguous",
  });
  expect(requests).toBe(2);
});

test("is not confused by other requests of this process that did leave", async () => {
  const noTls = (await serve(answer(200, {}))).replace("http:", "https:");
  const open = await serve(answer(200, { data: [{ id: "a" }] }));
  const to = (baseUrl: string, key: string) =>
    submitBatch(createClient({ apiKey: "re_test", baseUrl }), bodyOf(messages(1)), { key });
  // On a warm connection headers leave at once, while the other request is still shaking hands.
  await to(open, "lp_db_0_1");
  const [refused, accepted] = await Promise.all([to(noTls, "lp_db_1_1"), to(open, "lp_db_2_1")]);
  expect(refused).toMatchObject({ outcome: "not-accepted", why: "unreachable" });
  expect(accepted).toMatchObject({ outcome: "accepted" });
});

test("does not follow a redirect, whose answer would be about another request", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/elsewhere") error(422, "validation_error")(request, response);
    else answer(301, "", { location: "/elsewhere" })(request, response);
  });
  expect(await submit(url)).toMatchObject({ outcome: "not-accepted", why: "unreachable" });
});

test("sends nothing at all when it is stopped before it starts", async () => {
  let requests = 0;
  const url = await serve((request, response) => {
    requests += 1;
    answer(200, {})(request, response);
  });
  expect(await submit(url, 3, { signal: AbortSignal.abort() })).toMatchObject({ outcome: "not-accepted" });
  expect(requests).toBe(0);
});

test("refuses a base URL and a key that could never work", () => {
  for (const baseUrl of ["", "api.resend.com", "ftp://api.resend.com"]) {
    expect(() => createClient({ apiKey: "re_test", baseUrl })).toThrow(/RESEND_BASE_URL/);
  }
  expect(() => createClient({ apiKey: "re_test\n", baseUrl: "https://api.resend.com" })).toThrow(
    /RESEND_API_KEY/,
  );
});
