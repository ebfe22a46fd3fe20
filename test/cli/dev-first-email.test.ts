import { expect, onTestFinished, test } from "vitest";
import { type DevBeside, startDev } from "#src/cli/write/start-dev.ts";
import { tempLedger } from "../helpers/temp-ledger.ts";
import { issue, NOW, tempProject } from "./temp-project.ts";

const WORDS = "Words of the first email.";

test("shows the first email before a ledger is open, and what needs the ledger waits for it", async () => {
  const { promise: beside, resolve } = Promise.withResolvers<DevBeside>();
  const project = await tempProject({ "issues/2026-12-01-hello.md": issue([], WORDS) });
  const dev = await startDev({ root: project.root, clock: { now: () => NOW }, beside });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  const get = async (path: string) => {
    const response = await fetch(`${dev.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  await get("/issues/hello");
  let isAnswered = false;
  const issues = get("/api/issues").finally(() => (isAnswered = true));
  expect((await get("/api/newsletter")).status).toBe(200);
  expect((await get("/api/issues/hello")).text).toContain(WORDS);
  expect((await get("/email/hello")).text).toContain(WORDS);
  // Now it is opened.
  await dev.firstSeen;
  expect(isAnswered).toBe(false);
  resolve({ ledger: await tempLedger() });
  expect(JSON.parse((await issues).text)).toMatchObject([{ slug: "hello", state: { kind: "draft" } }]);
});
