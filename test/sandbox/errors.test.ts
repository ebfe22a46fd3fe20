import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { callApi, email } from "./call-api.ts";

const BAD_TO =
  "Invalid `to` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";

/** [what is wrong, the call, its body, status, name, message] */
const REFUSALS: readonly (readonly [string, string, unknown, number, string, string])[] = [
  ["JSON that is none", "POST /emails", "{", 400, "validation_error", "Request body must be valid JSON."],
  ["no `to` before no `from`", "POST /emails", {}, 422, "missing_required_field", "Missing `to` field."],
  [
    "an empty list in `to`",
    "POST /emails",
    email({ to: [] }),
    422,
    "missing_required_field",
    "Missing `to` field.",
  ],
  [
    "no `from`",
    "POST /emails",
    email({ from: undefined }),
    422,
    "missing_required_field",
    "Missing `from` field.",
  ],
  ["an address without domain", "POST /emails", email({ to: "ana" }), 422, "validation_error", BAD_TO],
  [
    "one bad address of many",
    "POST /emails",
    email({ to: ["a@b.dev", "a b@c.dev"] }),
    422,
    "validation_error",
    BAD_TO,
  ],
  [
    "a bad sender",
    "POST /emails",
    email({ from: "Stone" }),
    422,
    "validation_error",
    BAD_TO.replace("`to`", "`from`"),
  ],
  ["a bad cc", "POST /emails", email({ cc: "x" }), 422, "validation_error", BAD_TO.replace("`to`", "`cc`")],
  [
    "no body, although the subject is missing too",
    "POST /emails",
    email({ html: undefined, subject: undefined }),
    422,
    "validation_error",
    "Missing `html` or `text` field.",
  ],
  [
    "no subject",
    "POST /emails",
    email({ subject: "" }),
    422,
    "missing_required_field",
    "Missing `subject` field.",
  ],
  [
    "a tag with a space",
    "POST /emails",
    email({ tags: [{ name: "a b", value: "c" }] }),
    422,
    "validation_error",
    "Tags should only contain ASCII letters, numbers, underscores, or dashes.",
  ],
  [
    "a reader at example.com",
    "POST /emails",
    email({ to: "ana@example.com" }),
    422,
    "validation_error",
    "Invalid `to` field. Please use our testing email address instead of domains like `example.com`. See our documentation for more information.",
  ],
  [
    "an attachment of nothing",
    "POST /emails",
    email({ attachments: [{ filename: "a.pdf" }] }),
    422,
    "invalid_attachment",
    "Attachment must have either a `content` or `path`.",
  ],
  [
    "an attachment that would be run",
    "POST /emails",
    email({ attachments: [{ filename: "a.EXE", content: "aGk=" }] }),
    422,
    "invalid_attachment",
    "Attachments that end in .exe are not supported.",
  ],
  [
    "onboarding@resend.dev to a stranger",
    "POST /emails",
    email({ from: "onboarding@resend.dev" }),
    403,
    "validation_error",
    "You can only send testing emails to your own email address (owner@sandbox.letterpress). To send emails to other recipients, please verify a domain at resend.com/domains, and change the `from` address to an email using this domain.",
  ],
  ["an email that is not there", "GET /emails/4ef9a417", undefined, 404, "not_found", "Email not found"],
  ["a key that is not there", "DELETE /api-keys/4ef9a417", undefined, 404, "not_found", "API key not found"],
  ["a key without name", "POST /api-keys", {}, 422, "missing_required_field", "Missing `name` field."],
  [
    "a suppression without email",
    "POST /suppressions",
    {},
    422,
    "missing_required_field",
    "Missing `email` field.",
  ],
  [
    "a page of 101",
    "GET /emails?limit=101",
    undefined,
    422,
    "validation_error",
    "The pagination limit must be a number between 1 and 100. See https://resend.com/docs/pagination for more information.",
  ],
  [
    "a route that is not there",
    "GET /nowhere",
    undefined,
    404,
    "not_found",
    "The requested endpoint does not exist.",
  ],
  [
    "a method that is not there",
    "PUT /emails",
    undefined,
    405,
    "method_not_allowed",
    "This endpoint does not support the specified HTTP method.",
  ],
];

test("Refuses in Resend's words and envelope, and accepts nothing of it", async () => {
  await using sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  for (const [what, call, body, status, name, message] of REFUSALS) {
    const answer = await callApi(sandbox, call, { body });
    // The order of keys counts: it is Resend's on the wire.
    const wanted = {
      what,
      text: JSON.stringify({ statusCode: status, message, name }),
      status,
      limit: "1000",
    };
    expect({
      what,
      text: answer.text,
      status: answer.status,
      limit: answer.headers["ratelimit-limit"],
    }).toEqual(wanted);
  }
  expect(sandbox.inbox.count).toBe(0);
});

test("Refuses a request without User-Agent as Cloudflare does, with 403 and no JSON", async () => {
  await using sandbox = await startSandbox();
  const answer = await callApi(sandbox, "POST /emails", {
    body: email(),
    headers: { "user-agent": undefined },
  });
  expect(answer).toMatchObject({ status: 403, json: undefined, text: "error code: 1010" });
});

test("Tells a missing key from an unknown one, and answers an unknown one with 400", async () => {
  await using sandbox = await startSandbox();
  const missing = await callApi(sandbox, "POST /emails", {
    body: email(),
    headers: { authorization: undefined },
  });
  expect(missing).toMatchObject({
    status: 401,
    json: { name: "missing_api_key", message: "Missing API Key" },
  });
  expect(missing.headers["www-authenticate"]).toBe('realm=""');

  const unknown = await callApi({ ...sandbox, apiKey: "re_typo", url: sandbox.url }, "POST /emails", {
    body: email(),
  });
  expect(unknown).toMatchObject({
    status: 400,
    json: { name: "validation_error", message: "API key is invalid" },
  });
  expect(sandbox.inbox.count).toBe(0);
});

test("Looks at the key before it looks at the JSON", async () => {
  await using sandbox = await startSandbox();
  const answer = await callApi(sandbox, "POST /emails", { body: "{", headers: { authorization: undefined } });
  expect(answer.status).toBe(401);
});

test("Refuses mail from a domain that is not verified, in both modes of a batch, as a whole", async () => {
  await using sandbox = await startSandbox({
    domains: ["stone.dev", { name: "new.dev", status: "pending" }],
  });
  for (const mode of ["strict", "permissive"]) {
    const answer = await callApi(sandbox, "POST /emails/batch", {
      body: [email(), email({ from: "a@new.dev" })],
      headers: { "x-batch-validation": mode },
    });
    expect(answer.json).toEqual({
      statusCode: 403,
      message: "The new.dev domain is not verified. Please, add and verify your domain.",
      name: "validation_error",
    });
  }
  expect(sandbox.inbox.count).toBe(0);
  expect((await callApi(sandbox, "POST /emails", { body: email() })).status).toBe(200);
});
