import { expect, test } from "vitest";
import { readConfig } from "#src/app/config.ts";
import { LetterpressError } from "#src/model/errors.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
/** The id of a secret: derived from it. */
const ID = /^s[0-9a-f]{12}$/;
const GOOD = { RESEND_API_KEY: "re_123", LETTERPRESS_SECRET: SECRET, SUPPRESSION_KEY: SECRET };

function failure(env: Record<string, string>, options: { mails?: boolean } = {}): LetterpressError {
  try {
    readConfig({ root: ".", env, sandbox: false, ...options });
  } catch (error) {
    if (error instanceof LetterpressError) return error;
    throw error;
  }
  throw new Error("Expected a LetterpressError, got none.");
}

test("reads the environment of a real newsletter", () => {
  const config = readConfig({
    root: "/srv/letter",
    sandbox: false,
    env: {
      ...GOOD,
      LETTERPRESS_SECRET: `new:${SECRET},old:${SECRET.toUpperCase()}`,
      DATABASE_URL: "postgres://u:p@db/letter",
      RESEND_WEBHOOK_SECRET: "whsec_MDEyMzQ1Njc4OWFiY2RlZg==, whsec_YWJjZGVmMDEyMzQ1Njc4OQ==",
      PUBLIC_URL: "https://news.example.org/",
    },
  });
  expect(config).toMatchObject({
    root: "/srv/letter",
    destination: "resend",
    ledgerUrl: "postgres://u:p@db/letter",
    apiKey: "re_123",
    baseUrl: "https://api.resend.com",
    publicUrl: "https://news.example.org",
    suppressionKey: SECRET,
  });
  expect(config.webhookSecrets).toHaveLength(2);
  expect(config.tokenKeys).toEqual([
    { kid: expect.stringMatching(ID), secret: SECRET, formerKid: "new" },
    { kid: expect.stringMatching(ID), secret: SECRET.toUpperCase(), formerKid: "old" },
  ]);
});

test("takes one plain secret, which links of the first version call k1, and the default ledger", () => {
  const config = readConfig({ root: ".", env: GOOD, sandbox: false });
  expect(config.tokenKeys).toEqual([{ kid: expect.stringMatching(ID), secret: SECRET, formerKid: "k1" }]);
  expect(config.ledgerUrl).toBe("sqlite:.letterpress/letterpress.db");
});

test("ignores keys and ledger of the environment in the sandbox", () => {
  const env = {
    ...GOOD,
    DATABASE_URL: "postgres://real",
    RESEND_BASE_URL: "https://api.resend.com",
    PUBLIC_URL: "https://x.org",
  };
  const config = readConfig({ root: ".", env, sandbox: true });
  expect(config).toMatchObject({
    destination: "sandbox",
    ledgerUrl: "sqlite:.letterpress/sandbox.db",
    baseUrl: "http://127.0.0.1:4401",
    publicUrl: null,
  });
  expect(JSON.stringify(config)).not.toContain("re_123");
  expect(JSON.stringify(config)).not.toContain(SECRET);
  expect(readConfig({ root: ".", env: {}, sandbox: true })).toMatchObject({ destination: "sandbox" });
});

test("asks for the API key first, and names --sandbox, when a command that mails has none", () => {
  const error = failure({}, { mails: true });
  expect(error).toMatchObject({ code: "config/no-api-key", exit: 2 });
  expect(error.hint).toContain("--sandbox");
});

test.each([
  ["LETTERPRESS_SECRET", ""],
  ["LETTERPRESS_SECRET", "too-short"],
  ["LETTERPRESS_SECRET", `a:${SECRET},b:too-short`],
  ["SUPPRESSION_KEY", ""],
  ["SUPPRESSION_KEY", "short"],
  ["DATABASE_URL", "mysql://u:hunter2@db"],
  ["DATABASE_URL", "letterpress.db"],
  ["RESEND_BASE_URL", "api.resend.com"],
  ["RESEND_WEBHOOK_SECRET", "hunter2-is-no-signing-secret"],
  ["PUBLIC_URL", "ftp://news.example.org"],
  ["PUBLIC_URL", "https://news.example.org/?from=mail"],
  ["PUBLIC_URL", "https:news.example.org"],
  ["TRUST_PROXY", "true"],
  ["TRUST_PROXY", "-1"],
])("refuses %s=%j and names the variable", (name, value) => {
  const error = failure({ ...GOOD, [name]: value });
  expect(error).toMatchObject({ code: "config/environment", exit: 2 });
  expect(error.message).toContain(name);
  // A message ends up in logs: what may be a secret is never repeated in it.
  expect(error.message).not.toContain("hunter2");
});
