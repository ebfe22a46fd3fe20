import type { SchemaName } from "./schemas.ts";
import { DAY_MS } from "#src/model/durations.ts";
import type { Sandbox } from "#src/sandbox/start-sandbox.ts";

/** One request, and what its answer must be in addition to the OpenAPI file. */
interface Step {
  /** `POST /emails/:id/cancel`: as in the sandbox's routes. */
  readonly route: string;
  readonly id?: string;
  /** The path's second id. */
  readonly segment?: string;
  readonly query?: string;
  readonly body?: unknown;
  /** A multipart form instead of a body. */
  readonly form?: Readonly<Record<string, string>>;
  /** False for bodies that are wrong on purpose. */
  readonly validBody?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  /** Own schemas of the answer's body and headers. */
  readonly own?: readonly SchemaName[];
  readonly ownHeaders?: readonly SchemaName[];
}

/** Makes a step's request, checks the answer and returns its JSON. */
export type Run = (step: Step) => Promise<Record<string, unknown>>;

/** A complete email. */
export const email = (to: string, more: object = {}) => ({
  from: "Stone <news@stone.dev>",
  to: [to],
  subject: "Tuesday",
  html: '<p>Hi <a href="https://stone.dev/1">one</a></p>',
  ...more,
});
export const tags = [{ name: "lp_send", value: "s1" }];
const full = {
  cc: ["cem@readers.dev"],
  bcc: ["dan@readers.dev"],
  reply_to: ["desk@stone.dev"],
  text: "Hi",
  headers: { "X-Entity-Ref-ID": "1" },
  tags,
};

/** Drives every route of the sandbox, with good requests and with bad ones. */
export async function exercise(run: Run, sandbox: Sandbox): Promise<void> {
  const idOf = (json: Record<string, unknown>) => String(json["id"]);

  const sent = await run({
    route: "POST /emails",
    body: email("ana@readers.dev", full),
    headers: { "idempotency-key": "one" },
    status: 200,
    own: ["sent"],
    ownHeaders: ["quotaHeaders"],
  });
  await run({ route: "GET /emails/:id", id: idOf(sent), status: 200 });
  const bare = await run({
    route: "POST /emails",
    body: { ...email("ana@readers.dev"), html: undefined, text: "Hi" },
    status: 200,
  });
  await run({ route: "GET /emails/:id", id: idOf(bare), status: 200 });
  await run({
    route: "POST /emails/batch",
    body: [
      email("ana@readers.dev"),
      email("ben@readers.dev", { attachments: [{ filename: "a.txt", content: "aGk=" }] }),
    ],
    headers: { "x-batch-validation": "strict" },
    status: 200,
    own: ["strictBatch"],
    ownHeaders: ["quotaHeaders"],
  });
  await run({
    route: "POST /emails/batch",
    body: [email("ana@readers.dev"), { ...email(""), to: undefined }],
    validBody: false,
    headers: { "x-batch-validation": "permissive" },
    status: 200,
    own: ["permissiveBatch"],
  });
  await run({ route: "GET /emails", query: "?limit=2", status: 200 });

  const scheduled = await run({
    route: "POST /emails",
    body: email("ana@readers.dev", { scheduled_at: "in 1 hour" }),
    status: 200,
  });
  const tomorrow = { scheduled_at: new Date(sandbox.clock.now() + DAY_MS).toISOString() };
  await run({
    route: "PATCH /emails/:id",
    id: idOf(scheduled),
    body: tomorrow,
    status: 200,
    own: ["changedEmail"],
  });
  await run({ route: "POST /emails/:id/cancel", id: idOf(scheduled), status: 200, own: ["changedEmail"] });

  const domain = await run({
    route: "POST /domains",
    body: { name: "new.dev", region: "eu-west-1", open_tracking: true, click_tracking: true },
    status: 201,
  });
  await run({ route: "GET /domains", status: 200 });
  await run({ route: "GET /domains/:id", id: idOf(domain), status: 200 });
  await run({ route: "POST /domains/:id/verify", id: idOf(domain), status: 200 });
  await run({
    route: "PATCH /domains/:id",
    id: idOf(domain),
    body: { open_tracking: true, click_tracking: true },
    status: 200,
  });

  const key = await run({
    route: "POST /api-keys",
    body: { name: "CI", permission: "sending_access", domain_id: idOf(domain) },
    status: 201,
  });
  await run({ route: "GET /api-keys", status: 200 });
  await run({ route: "PATCH /api-keys/:id", id: idOf(key), body: { name: "CI 2" }, status: 200 });
  await run({ route: "DELETE /api-keys/:id", id: idOf(key), status: 200 });
  await run({ route: "GET /usage", status: 200, own: ["usage"] });

  const webhook = await run({
    route: "POST /webhooks",
    body: { endpoint: "https://stone.dev/hook", events: ["email.sent"] },
    status: 201,
  });
  await run({ route: "GET /webhooks", status: 200 });
  await run({ route: "GET /webhooks/:id", id: idOf(webhook), status: 200 });
  await run({
    route: "PATCH /webhooks/:id",
    id: idOf(webhook),
    body: {
      endpoint: "https://stone.dev/other",
      events: ["email.sent", "email.bounced"],
      status: "disabled",
    },
    status: 200,
  });
  await run({ route: "DELETE /webhooks/:id", id: idOf(webhook), status: 200 });

  const suppression = await run({
    route: "POST /suppressions",
    body: { email: "gone@readers.dev" },
    status: 201,
  });
  await run({ route: "GET /suppressions", query: "?origin=manual", status: 200 });
  await run({ route: "GET /suppressions/:id", id: "gone@readers.dev", status: 200 });
  await run({ route: "DELETE /suppressions/:id", id: idOf(suppression), status: 200 });
  await run({
    route: "POST /suppressions/batch/add",
    body: { emails: ["a@readers.dev", "b@readers.dev"] },
    status: 201,
  });
  await run({
    route: "POST /suppressions/batch/remove",
    body: { emails: ["a@readers.dev", "b@readers.dev"] },
    status: 200,
  });
  await refusals(run, sandbox);
  await run({ route: "DELETE /domains/:id", id: idOf(domain), status: 200 });
}

/** Errors of every kind: none of them is in the OpenAPI file. */
async function refusals(run: Run, sandbox: Sandbox): Promise<void> {
  const error = ["error"] as const;
  const bad = { validBody: false, own: error };
  await run({
    route: "POST /emails",
    body: { ...email("ana@readers.dev"), subject: undefined },
    status: 422,
    ...bad,
  });
  await run({ route: "POST /emails", body: "{", status: 400, ...bad });
  await run({
    route: "POST /emails",
    body: email("ana@readers.dev"),
    headers: { authorization: "Bearer re_typo" },
    status: 400,
    own: error,
  });
  await run({
    route: "POST /emails",
    body: email("ana@readers.dev"),
    headers: { "idempotency-key": "one" },
    status: 409,
    own: error,
  });
  await run({
    route: "POST /emails",
    body: email("ana@readers.dev"),
    headers: { "idempotency-key": "x".repeat(257) },
    status: 400,
    own: error,
  });
  await run({
    route: "POST /emails/batch",
    body: Array.from({ length: 101 }, () => email("ana@readers.dev")),
    status: 422,
    own: error,
  });
  await run({
    route: "GET /emails",
    headers: { authorization: `Bearer ${sandbox.sendingKey}` },
    status: 401,
    own: error,
  });
  await run({
    route: "GET /emails/:id",
    id: "4ef9a417-02e9-4d39-ad75-9611e0fcc33c",
    status: 404,
    own: error,
  });
  await run({ route: "GET /emails", query: "?limit=0", status: 422, own: error });
  sandbox.switches.daily_quota = 1;
  await run({ route: "POST /emails", body: email("ana@readers.dev"), status: 429, own: error });
  sandbox.switches.daily_quota = 1_000_000;
  sandbox.switches.faults = [
    { kind: "rate_limit", times: 1 },
    { kind: "error", status: 503, times: 1 },
  ];
  await run({
    route: "POST /emails",
    body: email("ana@readers.dev"),
    status: 429,
    own: error,
    ownHeaders: ["tooManyHeaders"],
  });
  await run({ route: "POST /emails", body: email("ana@readers.dev"), status: 503, own: error });
  sandbox.switches.faults = [];
}
