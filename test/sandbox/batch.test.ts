import { Resend } from "resend";
import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { callApi, email } from "./call-api.ts";

const permissive = { "x-batch-validation": "permissive" };

test("Accepts a batch of 100 as one request, with ids in the order of the request", async () => {
  await using sandbox = await startSandbox();
  const body = Array.from({ length: 100 }, (_, at) => email({ to: `reader${at}@readers.dev` }));
  const answer = await callApi(sandbox, "POST /emails/batch", { body });
  expect(answer.status).toBe(200);
  expect(answer.headers["ratelimit-remaining"]).toBe("9");
  expect(Object.keys(answer.json as object)).toEqual(["data"]);
  const { data } = answer.json as { data: { id: string }[] };
  expect(data.map(({ id }) => sandbox.inbox.get(id)?.to[0])).toEqual(body.map(({ to }) => to));
});

test("Refuses a whole strict batch for one bad email, with that email's error", async () => {
  await using sandbox = await startSandbox();
  const answer = await callApi(sandbox, "POST /emails/batch", { body: [email(), email({ to: undefined })] });
  expect(answer.json).toEqual({
    statusCode: 422,
    message: "Missing `to` field.",
    name: "missing_required_field",
  });
  expect(sandbox.inbox.count).toBe(0);
});

test("Leaves refused emails out of a permissive batch's data and gives their indexes", async () => {
  await using sandbox = await startSandbox();
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const good = { from: "news@stone.dev", subject: "Tuesday", html: "<p>Hi</p>" };
  const { data, error } = await resend.batch.send(
    [
      { ...good, to: "ana@readers.dev" },
      { ...good, to: "no address" },
      { ...good, to: "" },
      { ...good, to: "ben@readers.dev" },
    ],
    { batchValidation: "permissive" },
  );
  expect(error).toBeNull();
  expect(data?.data.map(({ id }) => sandbox.inbox.get(id)?.to[0])).toEqual([
    "ana@readers.dev",
    "ben@readers.dev",
  ]);
  expect(data?.errors.map(({ index }) => index)).toEqual([1, 2]);
  expect(data?.errors[0]?.message).toContain("Invalid `to` field.");
});

test("Words a missing field of a permissive batch as Resend's documentation does", async () => {
  await using sandbox = await startSandbox();
  const answer = await callApi(sandbox, "POST /emails/batch", {
    body: [email(), email({ to: undefined })],
    headers: permissive,
  });
  expect(answer.json).toMatchObject({ errors: [{ index: 1, message: "The `to` field is missing." }] });
});

test("Gives a permissive batch an empty list of errors when all is well", async () => {
  await using sandbox = await startSandbox();
  const answer = await callApi(sandbox, "POST /emails/batch", { body: [email()], headers: permissive });
  expect(answer.json).toMatchObject({ errors: [] });
});

test("Drops attachments of a batch without a word, and keeps them of a single email", async () => {
  await using sandbox = await startSandbox();
  const attachments = [{ filename: "a.pdf", content: "aGk=" }];
  const batch = await callApi(sandbox, "POST /emails/batch", { body: [email({ attachments })] });
  const single = await callApi(sandbox, "POST /emails", { body: email({ attachments }) });
  const { data } = batch.json as { data: { id: string }[] };
  expect(sandbox.inbox.get(data[0]?.id ?? "")?.attachments).toEqual([]);
  expect(sandbox.inbox.get((single.json as { id: string }).id)?.attachments).toEqual(["a.pdf"]);
});

test("Refuses more than 100 emails, an empty list and anything that is not a list", async () => {
  await using sandbox = await startSandbox();
  for (const body of [Array.from({ length: 101 }, () => email()), [], email()]) {
    expect((await callApi(sandbox, "POST /emails/batch", { body })).status).toBe(422);
  }
  expect(sandbox.inbox.count).toBe(0);
});
